using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Spn.Segmentation;

/// <summary>
/// The four scans of some classes and their maximum, with weights made where they are used. A plane is cut into blocks of lines, in the
/// order of the scan. For each block the weights of its lines are made first, for all classes; then every class, in segments that do not
/// depend on one another, makes its evidence, scans it in place and merges it into its output. So beside the outputs there is
/// never more than a block of anything, and the kernel is that of the propagation op: the same bits as its forward.
/// </summary>
internal sealed unsafe class RefinementScans : IDisposable
{
    /// <summary>Rows of a horizontal block that are made and turned at once.</summary>
    private const int Chunk = 16;

    private readonly HandWeightRows _weights;
    private readonly RefinementEvidence _evidence;
    private readonly bool _stable;
    private readonly RowWork _work;
    private readonly int _height, _width, _neighbours;
    private readonly ConcurrentStack<Floats> _scratch = new();
    private Floats _blockWeights = Floats.Rent(0), _carry = Floats.Rent(0);

    public RefinementScans(HandWeightRows weights, RefinementEvidence evidence, bool stable, RowWork work)
    {
        (_weights, _evidence, _stable, _work) = (weights, evidence, stable, work);
        (_height, _width, _neighbours) = (evidence.Height, evidence.Width, weights.Neighbours);
    }

    /// <summary>The classes from <paramref name="first"/> on.</summary>
    /// <param name="first">The first class.</param>
    /// <param name="outputs">One plane of H×W for each class.</param>
    /// <param name="progress">Is told the share of this work that is done, 0 to 1, now and then.</param>
    public void Run(int first, Planes outputs, Action<double> progress)
    {
        for (var scan = 0; scan < 4; scan++)
        {
            var direction = (Direction)CpuProblem.Order[scan];
            var lines = ScanLines.Of(direction, _height, _width);
            var shape = Shape(lines);
            Reserve(ref _blockWeights, _neighbours * shape.BlockLines * shape.LineStride);
            Reserve(ref _carry, 2 * outputs.Count * lines.Length);
            for (var block = 0; block < shape.Blocks; block++)
            {
                var cut = new Block(this, scan, direction, lines, shape, block);
                cut.MakeWeights();
                _work.For(outputs.Count * shape.Segments, item =>
                    cut.Run(first + item / shape.Segments, item % shape.Segments, item / shape.Segments, outputs[item / shape.Segments]));
                progress((scan + (block + 1.0) / shape.Blocks) / 4);
            }
        }
    }

    public void Dispose()
    {
        _blockWeights.Dispose();
        _carry.Dispose();
        foreach (var scratch in _scratch)
            scratch.Dispose();
    }

    /// <summary>
    /// Blocks whose weights stay in the second cache, and segments long enough that what they compute twice weighs little.
    /// </summary>
    private TileShape Shape(in ScanLines lines)
    {
        var block = lines.Direction.IsHorizontal() ? TileShape.Columns : Math.Clamp((1 << 16) / lines.Length, 8, 64);
        var alone = _work.Threads == 1;
        var segment = lines.Direction.IsHorizontal() ? 1024 : alone ? lines.Length : 1024;
        return new TileShape(lines.Count, lines.Length, Math.Min(block, lines.Count), Math.Min(segment, lines.Length));
    }

    private static void Reserve(ref Floats floats, long length)
    {
        if (floats.Length >= length)
            return;
        floats.Dispose();
        floats = Floats.Rent(length);
    }

    private Floats Rent(long length)
    {
        if (!_scratch.TryPop(out var scratch))
            scratch = Floats.Rent(length);
        Reserve(ref scratch, length);
        return scratch;
    }

    /// <summary>One block of one scan.</summary>
    private readonly struct Block(RefinementScans owner, int scan, Direction direction, ScanLines lines, TileShape shape, int index)
    {
        private readonly int _start = index * shape.BlockLines, _end = Math.Min(shape.Count, (index + 1) * shape.BlockLines);

        private bool Horizontal => direction.IsHorizontal();

        /// <summary>The first column of a horizontal block.</summary>
        private int Column => lines.LineStride > 0 ? _start : shape.Count - _end;

        private nint NeighbourStride => (nint)shape.BlockLines * shape.LineStride;

        /// <summary>The lines of the weights of the first neighbour.</summary>
        private LineSet Weights => Horizontal
            ? Turned(owner._blockWeights.First, shape.LineStride, 0)
            : LineSet.Tile(owner._blockWeights.First, shape.LineStride, _start, 0);

        private LineSet Turned(float* tile, int stride, int low) =>
            new(tile - low + (nint)(lines.Origin - Column) * stride, lines.LineStride * (nint)stride);

        public void MakeWeights()
        {
            var (self, count) = (this, _end - _start);
            if (Horizontal)
                owner._work.For((shape.Length + 8 * Chunk - 1) / (8 * Chunk), part =>
                {
                    var (row, end) = (part * 8 * Chunk, Math.Min(self.Length, (part + 1) * 8 * Chunk));
                    for (; row < end; row += Chunk)
                        self.TurnWeights(row, Math.Min(Chunk, end - row));
                });
            else
                owner._work.For(count, line => self.MakeRow(self._start + line));
        }

        private int Length => shape.Length;

        private void MakeRow(int line) =>
            owner._weights.Fill(direction, RowOf(line), 0, shape.Length, Weights[line], NeighbourStride);

        private int RowOf(int line) => lines.LineStride > 0 ? line : shape.Count - 1 - line;

        private void TurnWeights(int row, int rows)
        {
            var columns = _end - _start;
            const int stride = TileShape.Columns + 16;
            var made = stackalloc float[3 * Chunk * stride];
            for (var r = 0; r < rows; r++)
                owner._weights.Fill(direction, row + r, Column, Column + columns, made + r * stride, Chunk * stride);
            for (var k = 0; k < owner._neighbours; k++)
            {
                var target = owner._blockWeights.First + k * NeighbourStride + row;
                Transpose.Rectangle(made + k * Chunk * stride, stride, target, shape.LineStride, rows, columns);
            }
        }

        /// <summary>One segment of one class.</summary>
        public void Run(int classIndex, int segment, int place, float* output)
        {
            var range = shape.Range(index, segment, owner._neighbours == 3);
            var (low, high) = (range.Low, range.High);
            var stride = ((high - low + 15) / 16 | 1) * 16;
            var (rows, columns) = Horizontal ? (high - low, range.Lines) : (range.Lines, high - low);
            var (fromRow, fromColumn) = Horizontal ? (low, Column) : (Math.Min(RowOf(_start), RowOf(_end - 1)), low);
            var gather = owner._evidence.ScratchLength(fromRow, fromRow + rows, fromColumn, fromColumn + columns);
            var scratch = owner.Rent((long)range.Lines * stride + Chunk * TileShape.Columns + gather);
            var tile = scratch.First;
            var turned = tile + (nint)range.Lines * stride;
            var coarse = turned + Chunk * TileShape.Columns;
            var h = Horizontal ? Turned(tile, stride, low) : LineSet.Tile(tile, stride, _start, low);
            owner._evidence.Gather(classIndex, fromRow, fromRow + rows, fromColumn, fromColumn + columns, coarse);
            var carry = owner._carry.First + (nint)2 * place * shape.Length;
            float* before = carry + (index & 1) * (nint)shape.Length;
            var after = carry + (~index & 1) * (nint)shape.Length;
            if (IsZero(coarse, gather) && (index == 0 || IsZero(before + low, high - low)))
            {
                // Where a class has not been met yet, nothing comes of it.
                new Span<float>(after + range.From, range.To - range.From).Clear();
                for (var line = _start; line < _end && scan == 0; line++)
                    new Span<float>(output + (nint)RowOf(line) * owner._width + range.From, range.To - range.From).Clear();
                owner._scratch.Push(scratch);
                return;
            }

            if (Horizontal)
                TurnIn(low, high, columns, coarse, turned, tile, stride);
            else
                for (var line = _start; line < _end; line++)
                    owner._evidence.Row(RowOf(line), fromRow, low, columns, coarse, h[line] + low);

            new ForwardLines { X = h, H = h, P = Weights, NeighbourStride = NeighbourStride, Before = before, Range = range }
                .Run(range.ThreeWay, owner._stable);
            RowOps.Copy(after + range.From, h[_end - 1] + range.From, range.To - range.From);
            if (Horizontal)
                TurnOut(range, tile + (range.From - low), stride, turned, output);
            else
                for (var line = _start; line < _end; line++)
                    Merge(h[line] + range.From, output + (nint)RowOf(line) * owner._width + range.From, range.To - range.From);
            owner._scratch.Push(scratch);
        }

        private static bool IsZero(float* values, int count) => !new ReadOnlySpan<float>(values, count).ContainsAnyExcept(0f);

        private void TurnIn(int low, int high, int columns, float* coarse, float* turned, float* tile, int stride)
        {
            for (var row = low; row < high; row += Chunk)
            {
                var rows = Math.Min(Chunk, high - row);
                for (var r = 0; r < rows; r++)
                    owner._evidence.Row(row + r, low, Column, columns, coarse, turned + r * TileShape.Columns);
                Transpose.Rectangle(turned, TileShape.Columns, tile + (row - low), stride, rows, columns);
            }
        }

        private void TurnOut(in LineRange range, float* tile, int stride, float* turned, float* output)
        {
            for (var row = range.From; row < range.To; row += Chunk)
            {
                var rows = Math.Min(Chunk, range.To - row);
                Transpose.Rectangle(tile + (row - range.From), stride, turned, TileShape.Columns, range.Lines, rows);
                for (var r = 0; r < rows; r++)
                    Merge(turned + r * TileShape.Columns, output + (nint)(row + r) * owner._width + Column, range.Lines);
            }
        }

        /// <summary>The first scan writes the output; the others go into the maximum, where an earlier direction wins a tie.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Merge(float* line, float* output, int count)
        {
            if (scan == 0)
            {
                RowOps.Copy(output, line, count);
                return;
            }

            var i = 0;
            for (; i <= count - 8; i += 8)
            {
                var (candidate, old) = (Vector256.Load(line + i), Vector256.Load(output + i));
                var larger = Horizontal ? Vector256.GreaterThanOrEqual(candidate, old) : Vector256.GreaterThan(candidate, old);
                Vector256.ConditionalSelect(larger, candidate, old).Store(output + i);
            }

            for (; i < count; i++)
                if (Horizontal ? line[i] >= output[i] : line[i] > output[i])
                    output[i] = line[i];
        }
    }
}

using System.Runtime.CompilerServices;

namespace Spn.Segmentation;

/// <summary>
/// Filters rows of classes by the bilateral Gaussian of a photograph on its permutohedral lattice: splat onto vertices, blur along d + 1
/// axes, slice. Built once for a photograph. A vertex gathers its pixels in their order, so threads change no bit.
/// </summary>
internal sealed unsafe class Lattice : IDisposable
{
    private const int VerticesOfPiece = 1024;

    private readonly LatticePoints _points;
    private readonly int[] _start;
    private readonly Rented<int> _pixel;
    private readonly Rented<float> _weight;
    private readonly LatticeChains[] _axes;

    /// <param name="photo">1×C×H×W, grey or colours.</param>
    /// <param name="positionSigma">In pixels.</param>
    /// <param name="colourSigma">In levels of 255.</param>
    /// <param name="work">Threads and cancellation.</param>
    public Lattice(FeatureMap photo, double positionSigma, double colourSigma, RowWork work)
    {
        _points = LatticePoints.Of(photo, positionSigma, colourSigma, work);
        (Pixels, Corners, Vertices) = (photo.Shape.PlaneSize, _points.Corners, _points.Table.Count);
        _start = Starts();
        (_pixel, _weight) = (new Rented<int>(_points.Vertex.Length, "pixels"), new Rented<float>(_points.Share.Length, "weights"));
        _axes = new LatticeChains[Corners];
        work.For(Corners + 1, job =>
        {
            if (job == Corners)
                GatherPixels();
            else
                _axes[job] = LatticeChains.Along(_points.Table, Corners - 1, job);
        });
    }

    public int Pixels { get; }

    /// <summary>d + 1, corners of a simplex and axes of the lattice.</summary>
    public int Corners { get; }

    public int Vertices { get; }

    /// <summary>Multiplies what is splatted from a pixel and what is sliced to it by its factor: D^(−½) on both sides.</summary>
    public void Weigh(float[] factors, RowWork work)
    {
        work.For((Pixels + 4095) / 4096, piece =>
        {
            for (var i = piece * 4096; i < Math.Min(Pixels, (piece + 1) * 4096); i++)
                for (var k = 0; k < Corners; k++)
                    _points.Share.First[(nint)i * Corners + k] *= factors[i];
        });
        ForVertices(work, (from, to) =>
        {
            for (var entry = _start[from]; entry < _start[to]; entry++)
                _weight.First[entry] *= factors[_pixel.First[entry]];
        });
    }

    /// <summary>Rows of pixels onto rows of vertices.</summary>
    /// <param name="pixels">Pixels × stride.</param>
    /// <param name="vertices">Vertices × stride; overwritten.</param>
    /// <param name="stride">Floats of a row.</param>
    /// <param name="work">Threads and cancellation.</param>
    public void Splat(float* pixels, float* vertices, int stride, RowWork work) =>
        ForVertices(work, (from, to) => RowBlocks.ForAll(stride, new SplatPass(this, pixels, vertices, stride, from, to)));

    /// <summary>½ 1 ½ along each axis, in place.</summary>
    public void Blur(float* vertices, int stride, RowWork work)
    {
        foreach (var axis in _axes)
            work.For(axis.Starts.Length - 1, piece => RowBlocks.ForAll(
                stride, new BlurPass(axis.Vertices, vertices, stride, axis.Starts[piece], axis.Starts[piece + 1])));
    }

    /// <summary>Adds what pixels [from, to) take from their vertices, times a weight, to their rows.</summary>
    /// <param name="vertices">Vertices × stride.</param>
    /// <param name="rows">The row of pixel <paramref name="from"/> and those after it.</param>
    /// <param name="stride">Floats of a row.</param>
    /// <param name="weight">Of all.</param>
    /// <param name="from">The first pixel.</param>
    /// <param name="to">The pixel after the last one.</param>
    public void Slice(float* vertices, float* rows, int stride, float weight, int from, int to) =>
        RowBlocks.ForAll(stride, new SlicePass(this, vertices, rows, stride, weight, from, to));

    public void Dispose()
    {
        _points.Dispose();
        _pixel.Dispose();
        _weight.Dispose();
    }

    private void ForVertices(RowWork work, Action<int, int> piece) => work.For((Vertices + VerticesOfPiece - 1) / VerticesOfPiece, i =>
        piece(i * VerticesOfPiece, Math.Min(Vertices, (i + 1) * VerticesOfPiece)));

    private int[] Starts()
    {
        var starts = new int[Vertices + 1];
        foreach (var vertex in _points.Vertex.Span)
            starts[vertex + 1]++;
        for (var v = 0; v < Vertices; v++)
            starts[v + 1] += starts[v];
        return starts;
    }

    private void GatherPixels()
    {
        var at = (int[])_start.Clone();
        for (var i = 0; i < _points.Vertex.Length; i++)
        {
            var entry = at[_points.Vertex.First[i]]++;
            (_pixel.First[entry], _weight.First[entry]) = (i / Corners, _points.Share.First[i]);
        }
    }

    private readonly struct SplatPass(Lattice lattice, float* pixels, float* vertices, int stride, int from, int to) : IRowPass
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TRow>(int offset) where TRow : struct, IRow<TRow>
        {
            int* pixel = lattice._pixel.First;
            float* weight = lattice._weight.First;
            fixed (int* start = lattice._start)
                for (var v = from; v < to; v++)
                {
                    var sum = TRow.Zero;
                    for (var entry = start[v]; entry < start[v + 1]; entry++)
                        sum = TRow.MultiplyAdd(TRow.Load(pixels + (nint)pixel[entry] * stride + offset), weight[entry], sum);
                    TRow.Store(vertices + (nint)v * stride + offset, sum);
                }
        }
    }

    private readonly struct BlurPass(int[] chains, float* vertices, int stride, int from, int to) : IRowPass
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TRow>(int offset) where TRow : struct, IRow<TRow>
        {
            var first = vertices + offset;
            fixed (int* chain = chains)
                for (var i = from; i < to;)
                {
                    var row = first + (nint)chain[i] * stride;
                    TRow previous = TRow.Zero, current = TRow.Load(row);
                    while (chain[i++] >= 0)
                    {
                        var vertex = chain[i] < 0 ? ~chain[i] : chain[i];
                        var nextRow = first + (nint)vertex * stride;
                        var next = TRow.Load(nextRow);
                        TRow.Store(row, TRow.MultiplyAdd(TRow.Add(previous, next), 0.5f, current));
                        (previous, current) = (current, next);
                        row = nextRow;
                    }

                    TRow.Store(row, TRow.MultiplyAdd(previous, 0.5f, current));
                }
        }
    }

    private readonly struct SlicePass(Lattice lattice, float* vertices, float* rows, int stride, float weight, int from, int to) : IRowPass
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TRow>(int offset) where TRow : struct, IRow<TRow>
        {
            var corners = lattice.Corners;
            for (var i = from; i < to; i++)
            {
                var at = lattice._points.Vertex.First + (nint)i * corners;
                var shares = lattice._points.Share.First + (nint)i * corners;
                var row = rows + (nint)(i - from) * stride + offset;
                var sum = TRow.Load(row);
                for (var k = 0; k < corners; k++)
                    sum = TRow.MultiplyAdd(TRow.Load(vertices + (nint)at[k] * stride + offset), weight * shares[k], sum);
                TRow.Store(row, sum);
            }
        }
    }
}

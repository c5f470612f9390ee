using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Spn.Segmentation;

/// <summary>
/// Mean field of one photograph: q ← softmax(log p + w_1 K_1 q + w_2 K_2 q). Classes of a pixel lie together, filled up to whole registers
/// with classes of no probability.
/// </summary>
internal sealed unsafe class MeanField : IDisposable
{
    private readonly int _classes, _height, _width, _stride;
    private readonly double _bilateralWeight;
    private readonly RowWork _work;
    private readonly GaussianRows? _position;
    private readonly Lattice? _lattice;
    private readonly Rented<float> _unary, _vertices;
    private Rented<float> _q, _next;

    public MeanField(FeatureMap probabilities, FeatureMap photo, DenseCrfOptions options, RowWork work)
    {
        (_classes, _height, _width, _work) = (probabilities.Channels, photo.Height, photo.Width, work);
        (_stride, _bilateralWeight) = (RowBlocks.Stride(_classes), options.BilateralWeight);
        if (options.PositionWeight > 0)
            _position = new GaussianRows(_height, _width, options.PositionSigma, options.PositionWeight);
        if (options.BilateralWeight > 0)
            _lattice = Normalised(photo, options, work);
        var floats = (long)_height * _width * _stride;
        const string Classes = "classes of pixels", Vertices = "classes of vertices";
        (_unary, _q, _next) = (new Rented<float>(floats, Classes), new Rented<float>(floats, Classes), new Rented<float>(floats, Classes));
        _vertices = new Rented<float>((_lattice?.Vertices ?? 1) * (long)_stride, Vertices);
        Start(probabilities, (float)options.Floor);
    }

    /// <summary>Vertices of the lattice; 0 without a bilateral kernel.</summary>
    public int Vertices => _lattice?.Vertices ?? 0;

    /// <summary>One iteration.</summary>
    public void Step()
    {
        Splat();
        Blur();
        Update();
    }

    /// <summary>The first part of an iteration.</summary>
    public void Splat() => _lattice?.Splat(_q.First, _vertices.First, _stride, _work);

    /// <summary>The second part of an iteration.</summary>
    public void Blur() => _lattice?.Blur(_vertices.First, _stride, _work);

    /// <summary>The last part of an iteration: the position kernel, what the lattice says, and the softmax, row by row.</summary>
    public void Update()
    {
        var line = _width * _stride;
        _work.For(_height, row =>
        {
            using var scratch = Floats.Rent(line);
            var target = _next.First + (nint)row * line;
            new ReadOnlySpan<float>(_unary.First + (nint)row * line, line).CopyTo(new Span<float>(target, line));
            _position?.Add(_q.First, row, scratch.First, target, _stride);
            _lattice?.Slice(_vertices.First, target, _stride, (float)_bilateralWeight, row * _width, (row + 1) * _width);
            Softmax(target, _width, _stride);
        });
        (_q, _next) = (_next, _q);
    }

    /// <summary>q as a map, 1×C×H×W.</summary>
    public FeatureMap Marginals()
    {
        var map = new FeatureMap(new MapShape(1, _classes, _height, _width));
        _work.For(_height, row =>
        {
            var source = _q.First + (nint)row * _width * _stride;
            for (var c = 0; c < _classes; c++)
            {
                var target = map.Plane(0, c).Slice(row * _width, _width);
                for (var x = 0; x < target.Length; x++)
                    target[x] = source[x * _stride + c];
            }
        });
        return map;
    }

    public void Dispose()
    {
        foreach (var floats in new[] { _unary, _q, _next, _vertices })
            floats.Dispose();
        _lattice?.Dispose();
    }

    /// <summary>The lattice with D^(−½) on both sides, D being what it makes of a picture of ones.</summary>
    private static Lattice Normalised(FeatureMap photo, DenseCrfOptions options, RowWork work)
    {
        var lattice = new Lattice(photo, options.BilateralSigma, options.ColourSigma, work);
        var stride = RowBlocks.Stride(1);
        var factors = new float[lattice.Pixels];
        using var ones = new Rented<float>((long)lattice.Pixels * stride, "ones");
        using var vertices = new Rented<float>((long)lattice.Vertices * stride, "classes of vertices");
        var (width, line) = (photo.Width, photo.Width * stride);
        work.For(photo.Height, row => new Span<float>(ones.First + (nint)row * line, line).Fill(1));
        lattice.Splat(ones.First, vertices.First, stride, work);
        lattice.Blur(vertices.First, stride, work);
        work.For(photo.Height, row =>
        {
            new Span<float>(ones.First + (nint)row * line, line).Clear();
            lattice.Slice(vertices.First, ones.First + (nint)row * line, stride, 1, row * width, (row + 1) * width);
            for (var i = row * width; i < (row + 1) * width; i++)
                factors[i] = 1 / MathF.Sqrt(ones.First[(nint)i * stride]);
        });
        lattice.Weigh(factors, work);
        return lattice;
    }

    private void Start(FeatureMap probabilities, float floor)
    {
        _work.For(_height, row =>
        {
            var line = _width * _stride;
            var scores = new Span<float>(_unary.First + (nint)row * line, line);
            scores.Fill(float.NegativeInfinity);
            var logs = new float[_width];
            for (var c = 0; c < _classes; c++)
            {
                TensorPrimitives.Max(probabilities.Plane(0, c).Slice(row * _width, _width), floor, logs);
                TensorPrimitives.Log(logs, logs);
                for (var x = 0; x < _width; x++)
                    scores[x * _stride + c] = logs[x];
            }

            var q = _q.First + (nint)row * line;
            scores.CopyTo(new Span<float>(q, line));
            Softmax(q, _width, _stride);
        });
    }

    /// <summary>Of each row of scores its softmax, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Softmax(float* rows, int count, int stride)
    {
        var end = rows + (nint)count * stride;
        for (var row = rows; row < end; row += stride)
        {
            var most = Vector256.Load(row);
            for (var c = 8; c < stride; c += 8)
                most = Vector256.Max(most, Vector256.Load(row + c));
            var largest = Vector256.Create(Largest(most));
            for (var c = 0; c < stride; c += 8)
                (Vector256.Load(row + c) - largest).Store(row + c);
        }

        var all = new Span<float>(rows, count * stride);
        TensorPrimitives.Exp(all, all);
        for (var row = rows; row < end; row += stride)
        {
            var sum = Vector256.Load(row);
            for (var c = 8; c < stride; c += 8)
                sum += Vector256.Load(row + c);
            var share = Vector256.Create(1 / Vector256.Sum(sum));
            for (var c = 0; c < stride; c += 8)
                (Vector256.Load(row + c) * share).Store(row + c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Largest(Vector256<float> values)
    {
        var four = Vector128.Max(values.GetLower(), values.GetUpper());
        var two = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Vector128.Max(two, Vector128.Shuffle(two, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }
}

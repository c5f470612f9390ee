using System.Numerics.Tensors;

namespace Spn;

/// <summary>
/// A batch of multi-channel maps, N×C×H×W, float32, contiguous, row-major: the width is the fastest axis.
/// X and H of Eq. (1), an image, a probability map, a gradient.
/// </summary>
public sealed class FeatureMap
{
    private readonly float[] _values;

    /// <summary>A map of zeros.</summary>
    /// <param name="shape">N×C×H×W, every extent at least one.</param>
    /// <exception cref="ArgumentException">The shape is empty or too large for one array.</exception>
    public FeatureMap(MapShape shape) : this(shape, new float[Expect.Shape(shape).Count]) { }

    /// <summary>A map over <paramref name="values"/>, which are kept, not copied.</summary>
    /// <param name="shape">N×C×H×W, every extent at least one.</param>
    /// <param name="values">N·C·H·W values, width fastest.</param>
    /// <exception cref="ArgumentException">The shape is empty, or the number of values is not N·C·H·W.</exception>
    public FeatureMap(MapShape shape, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Shape = Expect.Shape(shape);
        Expect.Length(values.Length, shape.Count, $"a map of shape {shape}", nameof(values));
        _values = values;
    }

    /// <summary>N×C×H×W.</summary>
    public MapShape Shape { get; }

    /// <summary>N, batch items.</summary>
    public int Batch => Shape.Batch;

    /// <summary>C, channels.</summary>
    public int Channels => Shape.Channels;

    /// <summary>H, rows.</summary>
    public int Height => Shape.Height;

    /// <summary>W, columns.</summary>
    public int Width => Shape.Width;

    /// <summary>All values, N×C×H×W, width fastest. Writing changes the map.</summary>
    public float[] Values => _values;

    /// <summary>The value at batch item, channel, row, column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the map.</exception>
    public float this[int batch, int channel, int row, int column]
    {
        get => _values[Offset(batch, channel, row, column)];
        set => _values[Offset(batch, channel, row, column)] = value;
    }

    /// <summary>One plane, H×W values, width fastest. Writing changes the map.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the map.</exception>
    public Span<float> Plane(int batch, int channel) =>
        _values.AsSpan((Expect.Index(batch, Batch) * Channels + Expect.Index(channel, Channels)) * Shape.PlaneSize, Shape.PlaneSize);

    /// <summary>One plane as rows, H×W, copied: the form that prints well and that F#'s <c>array2D</c> makes.</summary>
    public float[,] ToRows(int batch = 0, int channel = 0)
    {
        var plane = Plane(batch, channel);
        var rows = new float[Height, Width];
        for (var row = 0; row < Height; row++)
            for (var column = 0; column < Width; column++)
                rows[row, column] = plane[row * Width + column];
        return rows;
    }

    /// <summary>A 1×1×H×W map from rows, copied.</summary>
    public static FeatureMap FromRows(float[,] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Generate(new MapShape(1, 1, rows.GetLength(0), rows.GetLength(1)), (_, _, row, column) => rows[row, column]);
    }

    /// <summary>A map whose value at batch item, channel, row, column is given by <paramref name="value"/>.</summary>
    public static FeatureMap Generate(MapShape shape, Func<int, int, int, int, float> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var map = new FeatureMap(shape);
        var i = 0;
        for (var n = 0; n < shape.Batch; n++)
            for (var c = 0; c < shape.Channels; c++)
                for (var row = 0; row < shape.Height; row++)
                    for (var column = 0; column < shape.Width; column++)
                        map._values[i++] = value(n, c, row, column);
        return map;
    }

    /// <summary>A map of one value.</summary>
    public static FeatureMap Constant(MapShape shape, float value)
    {
        var map = new FeatureMap(shape);
        Array.Fill(map._values, value);
        return map;
    }

    /// <summary>Independent uniform values in [−1, 1), the same for the same seed on every machine.</summary>
    public static FeatureMap Random(MapShape shape, int seed)
    {
        var random = new Random(seed);
        return Generate(shape, (_, _, _, _) => 2f * random.NextSingle() - 1f);
    }

    /// <summary>The map as a tensor of lengths [N, C, H, W] over the same memory: writing to one writes to both.</summary>
    public Tensor<float> AsTensor() => Tensor.Create(_values, [Batch, Channels, Height, Width]);

    /// <summary>A map from a dense tensor of rank 4 (N, C, H, W), 3 (C, H, W) or 2 (H, W), copied.</summary>
    /// <exception cref="ArgumentException">The rank is not 2, 3 or 4.</exception>
    public static FeatureMap FromTensor(Tensor<float> tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var lengths = tensor.Lengths;
        if (lengths.Length is < 2 or > 4)
            throw new ArgumentException(
                $"expected a tensor of rank 2, 3 or 4 (N, C, H, W), got rank {lengths.Length}; reshape it first.", nameof(tensor));
        int Extent(int axisFromEnd, ReadOnlySpan<nint> of) => axisFromEnd > of.Length ? 1 : checked((int)of[^axisFromEnd]);
        var map = new FeatureMap(new MapShape(Extent(4, lengths), Extent(3, lengths), Extent(2, lengths), Extent(1, lengths)));
        tensor.FlattenTo(map._values);
        return map;
    }

    /// <summary>A deep copy.</summary>
    public FeatureMap Copy() => new(Shape, (float[])_values.Clone());

    /// <summary>The shape and the range of values.</summary>
    public override string ToString()
    {
        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var value in _values)
            (low, high) = (MathF.Min(low, value), MathF.Max(high, value));
        return FormattableString.Invariant($"FeatureMap {Shape}, {low:g4} to {high:g4}");
    }

    private int Offset(int batch, int channel, int row, int column) =>
        ((Expect.Index(batch, Batch) * Channels + Expect.Index(channel, Channels)) * Height + Expect.Index(row, Height)) * Width
        + Expect.Index(column, Width);
}

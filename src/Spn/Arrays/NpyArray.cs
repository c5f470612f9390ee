namespace Spn.Arrays;

/// <summary>An array of any rank, C order (the last axis is the fastest), float32 in memory.</summary>
public sealed class NpyArray
{
    /// <summary>An array over <paramref name="values"/>, which are kept, not copied.</summary>
    /// <param name="values">As many values as the product of the extents.</param>
    /// <param name="shape">The extents, at most 32; none for a single number.</param>
    /// <param name="storedAs">The number type in the file.</param>
    /// <exception cref="ArgumentException">An extent is negative, there are too many, or the number of values is wrong.</exception>
    public NpyArray(float[] values, IReadOnlyList<int> shape, NpyType storedAs = NpyType.Float32)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Count > 32 || shape.Any(extent => extent < 0))
            throw new ArgumentException($"expected at most 32 extents of at least 0, got {NpyHeader.ShapeText(shape)}.", nameof(shape));
        Expect.Length(values.Length, Count(shape), $"an array of shape {NpyHeader.ShapeText(shape)}", nameof(values));
        (Values, Shape, StoredAs) = (values, Array.AsReadOnly(shape.ToArray()), storedAs);
    }

    /// <summary>All values, the last axis fastest.</summary>
    public float[] Values { get; }

    /// <summary>The extents; empty for a single number.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>
    /// The number type in the file; others were rounded to float32 when they were read, and are infinite where that is too large for
    /// float32.
    /// </summary>
    public NpyType StoredAs { get; }

    /// <summary>The array as a map: rank 4 is N×C×H×W, rank 3 C×H×W, rank 2 H×W. The values are shared.</summary>
    /// <exception cref="InvalidDataException">The rank is not 2, 3 or 4, or an extent is zero.</exception>
    public FeatureMap ToFeatureMap()
    {
        if (Shape.Count is < 2 or > 4 || Values.Length == 0)
            throw new InvalidDataException(
                $"expected an array N×C×H×W, C×H×W or H×W with at least one value, got shape {Describe()}; reshape it first.");
        int Extent(int fromEnd) => fromEnd > Shape.Count ? 1 : Shape[^fromEnd];
        return new FeatureMap(new MapShape(Extent(4), Extent(3), Extent(2), Extent(1)), Values);
    }

    /// <summary>
    /// The array as propagation weights, N×4×K×C×H×W with K = 1 or 3, or gated ones with 2 or 4 maps a direction. The values are shared.
    /// </summary>
    /// <exception cref="InvalidDataException">The shape is another one.</exception>
    public PropagationWeights ToWeights()
    {
        if (Shape.Count != 6 || Shape[1] != 4 || Shape[2] is not (>= 1 and <= 4) || Values.Length == 0)
            throw new InvalidDataException(
                $"expected weights N×4×K×C×H×W with K = 1 or 3, or K + 1 maps of a gate, got shape {Describe()}; "
                + "put the four directions on axis 1 and the neighbours on axis 2.");
        var (gated, shape) = (Shape[2] % 2 == 0, new MapShape(Shape[0], Shape[3], Shape[4], Shape[5]));
        var connection = (Connection)(Shape[2] - (gated ? 1 : 0));
        return gated ? PropagationWeights.Gated(connection, shape, Values) : new PropagationWeights(connection, shape, Values);
    }

    /// <summary>A map as an array N×C×H×W over the same values.</summary>
    public static NpyArray FromFeatureMap(FeatureMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return new NpyArray(map.Values, [map.Batch, map.Channels, map.Height, map.Width]);
    }

    /// <summary>Weights as an array N×4×K×C×H×W over the same values.</summary>
    public static NpyArray FromWeights(PropagationWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var shape = weights.Shape;
        return new NpyArray(weights.Values, [shape.Batch, 4, weights.Maps, shape.Channels, shape.Height, shape.Width]);
    }

    /// <summary>The shape and the number type.</summary>
    public override string ToString() => $"NpyArray {Describe()} {StoredAs}";

    /// <summary>The product of the extents; above <see cref="int.MaxValue"/> it is only known to be so.</summary>
    internal static long Count(IEnumerable<int> shape) =>
        shape.Contains(0) ? 0 : shape.Aggregate(1L, (count, extent) => Math.Min(count * extent, (long)int.MaxValue + 1));

    private string Describe() => NpyHeader.ShapeText(Shape);
}

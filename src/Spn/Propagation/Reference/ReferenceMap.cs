namespace Spn;

/// <summary>A <see cref="FeatureMap"/> in double precision, N×C×H×W, row-major: what <see cref="Reference"/> computes with.</summary>
internal sealed class ReferenceMap
{
    /// <summary>A map of zeros.</summary>
    /// <param name="shape">N×C×H×W, every extent at least one.</param>
    public ReferenceMap(MapShape shape) : this(shape, new double[Expect.Shape(shape).Count]) { }

    /// <summary>A map over <paramref name="values"/>, which are kept, not copied.</summary>
    /// <param name="shape">N×C×H×W, every extent at least one.</param>
    /// <param name="values">N·C·H·W values, width fastest.</param>
    public ReferenceMap(MapShape shape, double[] values)
    {
        Shape = Expect.Shape(shape);
        Expect.Length(values.Length, shape.Count, $"a map of shape {shape}", nameof(values));
        Values = values;
    }

    /// <summary>N×C×H×W.</summary>
    public MapShape Shape { get; }

    /// <summary>All values, N×C×H×W, width fastest. Writing changes the map.</summary>
    public double[] Values { get; }

    /// <summary>The value at batch item, channel, row, column.</summary>
    public double this[int batch, int channel, int row, int column] =>
        Values[PlaneOffset(batch, channel) + Expect.Index(row, Shape.Height) * Shape.Width + Expect.Index(column, Shape.Width)];

    /// <summary>The same values in double precision, copied.</summary>
    public static ReferenceMap From(FeatureMap map)
    {
        return new ReferenceMap(map.Shape, Array.ConvertAll(map.Values, value => (double)value));
    }

    /// <summary>The values rounded to float32, copied.</summary>
    public FeatureMap ToFeatureMap() => new(Shape, Array.ConvertAll(Values, value => (float)value));

    /// <summary>The shape.</summary>
    public override string ToString() => $"ReferenceMap {Shape}";

    /// <summary>Where a plane starts in <see cref="Values"/>.</summary>
    internal int PlaneOffset(int batch, int channel) =>
        (Expect.Index(batch, Shape.Batch) * Shape.Channels + Expect.Index(channel, Shape.Channels)) * Shape.PlaneSize;
}

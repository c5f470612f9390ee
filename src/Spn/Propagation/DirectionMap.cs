namespace Spn;

/// <summary>
/// One direction per element of an N×C×H×W map: the one that won the node-wise max, and so the one that the gradient goes back to.
/// </summary>
public sealed class DirectionMap
{
    /// <summary>A map over <paramref name="values"/>, which are kept, not copied.</summary>
    /// <param name="shape">N×C×H×W, every extent at least one.</param>
    /// <param name="values">N·C·H·W directions as bytes 0 to 3 in the order of <see cref="Direction"/>, width fastest.</param>
    /// <exception cref="ArgumentException">
    /// The shape is empty, the number of values is not N·C·H·W, or a value is not a direction.
    /// </exception>
    public DirectionMap(MapShape shape, byte[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Shape = Expect.Shape(shape);
        Expect.Length(values.Length, shape.Count, $"a direction map of shape {shape}", nameof(values));
        var wrong = values.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)3);
        if (wrong >= 0)
            throw new ArgumentException($"expected directions from 0 to 3, got {values[wrong]} at element {wrong}; number them as the enum Direction does.", nameof(values));
        Values = values;
    }

    /// <summary>N×C×H×W.</summary>
    public MapShape Shape { get; }

    /// <summary>All directions as bytes 0 to 3, N×C×H×W, width fastest.</summary>
    public byte[] Values { get; }

    /// <summary>The direction at batch item, channel, row, column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the map.</exception>
    public Direction this[int batch, int channel, int row, int column] => (Direction)Values[
        ((Expect.Index(batch, Shape.Batch) * Shape.Channels + Expect.Index(channel, Shape.Channels)) * Shape.Height + Expect.Index(row, Shape.Height)) * Shape.Width
        + Expect.Index(column, Shape.Width)];

    /// <summary>The share of elements that each direction holds, in the order of <see cref="Direction"/>; the four sum to one.</summary>
    public IReadOnlyList<double> Shares()
    {
        var counts = new long[4];
        foreach (var value in Values)
            counts[value]++;
        return Array.ConvertAll(counts, count => (double)count / Values.Length);
    }

    /// <summary>The shape and the share of each direction.</summary>
    public override string ToString()
    {
        var shares = Shares();
        var words = Directions.All.Select(
            direction => FormattableString.Invariant($"{direction.ToArrow()} {100 * shares[(int)direction]:f1} %"));
        return $"DirectionMap {Shape}, {string.Join(", ", words)}";
    }
}

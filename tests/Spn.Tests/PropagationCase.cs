using FsCheck;
using FsCheck.Fluent;

namespace Spn.Tests;

/// <summary>
/// A random propagation: shape, connection, direction, and the seed that its values come from. Small to print, exact to repeat.
/// </summary>
public sealed record PropagationCase(Connection Connection, MapShape Shape, bool Shared, Direction Direction, int Seed)
{
    /// <summary>The shape of the weights: one channel when shared.</summary>
    public MapShape WeightShape => Shared ? Shape with { Channels = 1 } : Shape;

    /// <summary>Lines of the scan.</summary>
    public int Lines => Direction.IsHorizontal() ? Shape.Width : Shape.Height;

    /// <summary>Values in [−1, 1); another salt, another map.</summary>
    public FeatureMap Map(int salt = 0) => FeatureMap.Random(Shape, Seed + 7919 * salt);

    /// <summary>Signed weights in [−1, 1): at some pixels Σ|p| is above one, at some below.</summary>
    public PropagationWeights RawWeights() => PropagationWeights.Random(Connection, WeightShape, Seed + 1);

    /// <summary>Signed weights with Σ|p| ≤ 1 over all K neighbours.</summary>
    public PropagationWeights StableWeights()
    {
        var raw = RawWeights();
        return Generate((n, direction, k, c, row, column) => 0.999f * raw[n, direction, k, c, row, column] / (int)Connection);
    }

    /// <summary>Weights in [0, 1] with Σp ≤ 1 over all K neighbours.</summary>
    public PropagationWeights AveragingWeights()
    {
        var stable = StableWeights();
        return Generate((n, direction, k, c, row, column) => Math.Abs(stable[n, direction, k, c, row, column]));
    }

    /// <summary>A copy of the weights with NaN wherever the neighbour does not exist.</summary>
    public PropagationWeights WithNaNAtAbsent(PropagationWeights weights) =>
        Generate(
            (n, direction, k, c, row, column) =>
                IsAbsent(direction, k, row, column) ? float.NaN : weights[n, direction, k, c, row, column]);

    /// <summary>
    /// Whether a pixel has no such neighbour: it stands in the first line of the scan, or the neighbour is beside the map.
    /// </summary>
    public bool IsAbsent(Direction direction, int neighbour, int row, int column)
    {
        var first = direction switch
        {
            Direction.LeftToRight => column == 0,
            Direction.RightToLeft => column == Shape.Width - 1,
            Direction.TopToBottom => row == 0,
            _ => row == Shape.Height - 1,
        };
        if (first || Connection == Connection.OneWay)
            return first;
        var across = (direction.IsHorizontal() ? row : column) + neighbour - 1;
        return across < 0 || across >= (direction.IsHorizontal() ? Shape.Height : Shape.Width);
    }

    private PropagationWeights Generate(Func<int, Direction, int, int, int, int, float> value) =>
        PropagationWeights.Generate(Connection, WeightShape, value);

    /// <summary>Cases with extents from one up to the given ones, shrinking towards small shapes.</summary>
    public static Arbitrary<PropagationCase> Any(int maxExtent = 7, int maxBatch = 2, int maxChannels = 3)
    {
        var cases =
            from connection in Gen.Elements(Connection.OneWay, Connection.ThreeWay)
            from batch in Gen.Choose(1, maxBatch)
            from channels in Gen.Choose(1, maxChannels)
            from height in Gen.Choose(1, maxExtent)
            from width in Gen.Choose(1, maxExtent)
            from shared in Gen.Elements(false, true)
            from direction in Gen.Elements(Directions.All.ToArray())
            from seed in Gen.Choose(0, 1_000_000_000)
            select new PropagationCase(connection, new MapShape(batch, channels, height, width), shared, direction, seed);
        return Arb.From(cases, Smaller);
    }

    private static IEnumerable<PropagationCase> Smaller(PropagationCase larger)
    {
        var shape = larger.Shape;
        if (shape.Batch > 1)
            yield return larger with { Shape = shape with { Batch = 1 } };
        if (shape.Channels > 1)
            yield return larger with { Shape = shape with { Channels = 1 } };
        if (shape.Height > 1)
            yield return larger with { Shape = shape with { Height = shape.Height - 1 } };
        if (shape.Width > 1)
            yield return larger with { Shape = shape with { Width = shape.Width - 1 } };
        if (larger.Shared)
            yield return larger with { Shared = false };
        if (larger.Connection == Connection.ThreeWay)
            yield return larger with { Connection = Connection.OneWay };
    }
}

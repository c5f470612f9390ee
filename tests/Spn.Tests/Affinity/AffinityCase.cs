using FsCheck;
using FsCheck.Fluent;

namespace Spn.Tests;

/// <summary>
/// One random setting for the theorems: extent, connection, direction, batch, channels, raw weights in [−1, 1), constraint on or off.
/// </summary>
public sealed record AffinityCase(
    Connection Connection, Direction Direction, int Batch, int Channels, int Height, int Width, bool Shared,
    Normalisation Normalisation, int Seed)
{
    public MapShape Shape => new(Batch, Channels, Height, Width);

    public AffinityOptions Options => new() { Batch = Seed % Batch, Channel = Seed / 7 % Channels, Normalisation = Normalisation };

    /// <summary>NaN stands wherever a neighbour does not exist: reading it anywhere spoils the result.</summary>
    public PropagationWeights Weights()
    {
        var random = new Random(Seed);
        var absent = new PropagationCase(Connection, Shape, Shared, Direction, Seed);
        return PropagationWeights.Generate(Connection, Shape with { Channels = Shared ? 1 : Channels }, (_, direction, k, _, row, column) =>
        {
            var value = 2f * random.NextSingle() - 1f;
            return absent.IsAbsent(direction, k, row, column) ? float.NaN : value;
        });
    }

    public FeatureMap Map() => FeatureMap.Random(Shape, Seed + 1);

    /// <summary>A pixel that depends on the seed alone.</summary>
    public Pixel Pixel => new(Seed / 3 % Height, Seed / 11 % Width);

    public AffinityMatrix Dense() => Affinity.Dense(Weights(), Direction, Options);

    public static void ForAll(Func<AffinityCase, bool> property) =>
        Prop.ForAll(Cases.ToArbitrary(), property).Check(Property.Cases(250));

    /// <summary>Whether two numbers agree to a tolerance relative to the larger of their size and one; NaN and infinity never do.</summary>
    public static bool Close(double expected, double actual, double tolerance) =>
        double.IsFinite(expected) && double.IsFinite(actual) && double.IsFinite(tolerance)
        && Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected));

    private static Gen<AffinityCase> Cases =>
        from connection in Gen.Elements(Connection.OneWay, Connection.ThreeWay)
        from direction in Gen.Elements(Directions.All.ToArray())
        from batch in Gen.Choose(1, 2)
        from channels in Gen.Choose(1, 3)
        from height in Gen.Choose(1, 8)
        from width in Gen.Choose(1, 8)
        from shared in Gen.Elements(true, false)
        from normalisation in Gen.Elements(Normalisation.Clip, Normalisation.Raw)
        from seed in Gen.Choose(0, 1_000_000)
        select new AffinityCase(connection, direction, batch, channels, height, width, shared, normalisation, seed);
}

using FsCheck;
using FsCheck.Fluent;

namespace Spn.Tests;

/// <summary>
/// A random propagation under any normalisation, in chunks or whole, with an input gate of its own channels, a shared one or none.
/// </summary>
public sealed record NormalisedCase(PropagationCase Of, Normalisation Normalisation, int Chunk, int InputGateChannels)
{
    public MapShape Shape => Of.Shape;

    public PropagationOptions Options => new() { Normalisation = Normalisation, Chunk = Chunk };

    /// <summary>Raw weights that the normalisation takes, in [−size, size), with the input gate. NaN stands at absent neighbours.</summary>
    public PropagationWeights Weights(float size = 2f)
    {
        var gated = Normalisation == Normalisation.Gate;
        var shape = Of.WeightShape;
        var maps = Normalisation.Maps(Of.Connection);
        var values = FeatureMap.Random(shape with { Channels = 4 * maps * shape.Channels }, Of.Seed + 1).Values;
        for (var i = 0; i < values.Length; i++)
            values[i] *= Normalisation == Normalisation.Raw ? 0.9f / maps : size;
        var weights = gated ? PropagationWeights.Gated(Of.Connection, shape, values) : new(Of.Connection, shape, values);
        for (var n = 0; n < shape.Batch; n++)
            foreach (var direction in Directions.All)
                for (var k = 0; k < maps; k++)
                    for (var c = 0; c < shape.Channels; c++)
                        for (var row = 0; row < shape.Height; row++)
                            for (var column = 0; column < shape.Width; column++)
                                if (IsAbsent(direction, k, row, column))
                                    weights[n, direction, k, c, row, column] = float.NaN;
        return weights.WithInputGate(
            InputGateChannels == 0 ? null : FeatureMap.Random(Shape with { Channels = 4 * InputGateChannels }, Of.Seed + 2));
    }

    /// <summary>Whether a pixel has no such neighbour, or, where the map is a gate's g, none at all: nothing of it is read.</summary>
    public bool IsAbsent(Direction direction, int map, int row, int column)
    {
        var lines = ScanLines.Of(direction, Shape.Height, Shape.Width);
        var line = lines.LineOf(new Pixel(row, column));
        var first = Chunk == 0 ? line == 0 : line % Chunk == 0;
        return first || (map < (int)Of.Connection
            && !lines.Has(ScanLines.Neighbour(lines.AcrossOf(new Pixel(row, column)), map, (int)Of.Connection)));
    }

    /// <summary>The pixels of a direction that have a line before them in their chunk.</summary>
    public IEnumerable<Pixel> Inner(Direction direction) =>
        from row in Enumerable.Range(0, Shape.Height)
        from column in Enumerable.Range(0, Shape.Width)
        where !IsAbsent(direction, (int)Of.Connection / 2, row, column)
        select new Pixel(row, column);

    public static Arbitrary<NormalisedCase> Any(int maxExtent = 6, bool withInputGate = true) => Arb.From(
        from of in PropagationCase.Any(maxExtent).Generator
        from normalisation in Gen.Elements(Normalisations.All.ToArray())
        from chunk in Gen.Elements(0, 0, 1, 2, 3, 4, 100)
        from gate in Gen.Elements(0, 1, of.Shape.Channels)
        select new NormalisedCase(of, normalisation, chunk, withInputGate ? gate : 0));
}

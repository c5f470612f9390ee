using Spn.Arrays;

namespace Spn;

/// <summary>
/// GSPN's gates: G1, G2, G3 and λ (B), each N×(4·C)×H×W, the directions →, ↓, ←, ↑ one after the other. Every direction stands turned so
/// that it runs along the last axis: ↓ transposed, ← mirrored, ↑ transposed and mirrored. So maps are square.
/// </summary>
internal static class GspnLayout
{
    private const int Maps = 3;

    private const string Meaning =
        "gates before GSPN's division σ(G) / Σσ(G) are row-stochastic, those that its module takes, behind it, are raw";

    private static readonly string[] Names = ["G1", "G2", "G3", "B"];

    private static readonly Direction[] Order =
        [Direction.LeftToRight, Direction.TopToBottom, Direction.RightToLeft, Direction.BottomToTop];

    public static LayoutWeights Read(string path, LayoutOptions options)
    {
        var file = LayoutFile.Read(path, "all", [.. Names]);
        var maps = file.Has("all") ? Stacked(file) : Named(file);
        var normalisation = file.Asked(options, Meaning, Normalisation.RowStochastic, Normalisation.Raw);
        var chunk = file.Chunk(options)
            ?? throw file.Wrong("expected chunk, GSPN's items_each_chunk, in its metadata or as an option, got none; 0 is the whole scan");
        var shape = maps[0].Shape with { Channels = maps[0].Channels / 4 };
        var (weights, gate) = (new PropagationWeights(Connection.ThreeWay, shape), new FeatureMap(maps[Maps].Shape));
        for (var n = 0; n < shape.Batch; n++)
            for (var slot = 0; slot < Order.Length; slot++)
            {
                for (var k = 0; k < Maps; k++)
                    for (var c = 0; c < shape.Channels; c++)
                        Turn(maps[k].Plane(n, slot * shape.Channels + c), weights.Plane(n, Order[slot], k, c), Order[slot], back: false);
                for (var c = 0; c < gate.Channels / 4; c++)
                    Turn(maps[Maps].Plane(n, slot * gate.Channels / 4 + c), GatePlane(gate, n, Order[slot], c), Order[slot], back: false);
            }

        return new LayoutWeights(weights.WithInputGate(gate), normalisation, chunk, Directions.All,
            ["GSPN joins its four scans by learned weights, not by their maximum: compare single scans with it."])
        {
            HasMaximum = false,
        };
    }

    public static void Write(string path, LayoutWeights file, bool gradient)
    {
        var (weights, shape) = (file.Weights, file.Weights.Shape);
        if (weights is not { Connection: Connection.ThreeWay, IsGated: false, InputGate: { } gate } || shape.Height != shape.Width
            || file.Normalisation is not (Normalisation.RowStochastic or Normalisation.Raw))
            throw new ArgumentException(
                "expected three-way weights of a square map with an input gate, row-stochastic or raw, for GSPN's layout, "
                + $"got {file}; use Propagation.Normalise first, or the own layout.", nameof(file));
        var maps = Enumerable.Range(0, Maps).Select(_ => new FeatureMap(shape with { Channels = 4 * shape.Channels }))
            .Append(new FeatureMap(gate.Shape)).ToArray();
        for (var n = 0; n < shape.Batch; n++)
            for (var slot = 0; slot < Order.Length; slot++)
            {
                for (var k = 0; k < Maps; k++)
                    for (var c = 0; c < shape.Channels; c++)
                        Turn(weights.Plane(n, Order[slot], k, c), maps[k].Plane(n, slot * shape.Channels + c), Order[slot], back: true);
                for (var c = 0; c < gate.Channels / 4; c++)
                    Turn(GatePlane(gate, n, Order[slot], c), maps[Maps].Plane(n, slot * gate.Channels / 4 + c), Order[slot], back: true);
            }

        SafeTensors.Write(
            path, [.. maps.Select((map, i) => LayoutFile.Named(Names[i], map))], gradient ? null : OwnLayout.Metadata(file));
    }

    private static FeatureMap[] Named(LayoutFile file)
    {
        var first = file.Map(
            Names[0], "N×(4·C)×H×H (four directions of C channels, square)", shape => shape[1] % 4 == 0 && shape[2] == shape[3]);
        return
        [
            first, .. Names[1..Maps].Select(name => file.MapLike(name, first.Shape, Names[0])),
            file.Gate(Names[Maps], first.Shape, first.Channels / 4),
        ];
    }

    /// <summary>A .npy file: G1, G2, G3 and B stacked behind the batch.</summary>
    private static FeatureMap[] Stacked(LayoutFile file)
    {
        var all = file.Tensor("all", "N×4×(4·C)×H×H (G1, G2, G3 and B, each of four directions of C channels, square)",
            shape => shape.Count == 5 && shape[1] == 4 && shape[2] % 4 == 0 && shape[3] == shape[4]);
        var maps = Names.Select(_ => new FeatureMap(new MapShape(all.Shape[0], all.Shape[2], all.Shape[3], all.Shape[4]))).ToArray();
        var size = all.Values.Length / all.Shape[0] / 4;
        for (var i = 0; i < all.Shape[0] * 4; i++)
            all.Values.AsSpan(i * size, size).CopyTo(maps[i % 4].Values.AsSpan(i / 4 * size));
        return maps;
    }

    private static Span<float> GatePlane(FeatureMap gate, int batch, Direction direction, int channel) =>
        gate.Plane(batch, (int)direction * (gate.Channels / 4) + channel);

    /// <summary>From a plane whose rows run along the scan to one as it lies in the image, or back.</summary>
    private static void Turn(ReadOnlySpan<float> source, Span<float> target, Direction direction, bool back)
    {
        var side = (int)Math.Sqrt(source.Length);
        var lines = ScanLines.Of(direction, side, side);
        for (var across = 0; across < lines.Length; across++)
            for (var line = 0; line < lines.Count; line++)
            {
                var (turned, plain) = (across * lines.Count + line, lines.Offset(line, across));
                target[back ? turned : plain] = source[back ? plain : turned];
            }
    }
}

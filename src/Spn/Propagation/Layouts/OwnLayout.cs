using Spn.Arrays;

namespace Spn;

/// <summary>
/// Our own order of axes: what TorchSharp's module takes, under a name. What is not finite comes in too: one inspects to find it.
/// </summary>
internal static class OwnLayout
{
    private const string Shape = "N×4×K×C×H×W with K = 1 or 3 (2 or 4 with the maps of a gate)";

    public static LayoutWeights Read(string path, LayoutOptions options)
    {
        var file = LayoutFile.Read(path, "weights", "weights", "input_gate");
        var normalisation = options.Normalisation
            ?? file.Word("normalisation", [.. Normalisations.All.Select(one => (one.ToWords(), one))]) ?? Normalisation.Clip;
        var gated = normalisation == Normalisation.Gate ? 1 : 0;
        var tensor = file.Tensor(
            "weights", Shape, shape => shape.Count == 6 && shape[1] == 4 && shape[2] is >= 1 and <= 4, finite: false);
        if (tensor.Shape[2] - gated is not (1 or 3))
            throw file.Wrong(gated == 1
                ? $"expected 2 or 4 maps a direction, K + 1 of a gate, for the normalisation gate, got {tensor.Shape[2]}; "
                    + "choose another one"
                : $"expected 1 or 3 maps a direction for the normalisation {normalisation.ToWords()}, got {tensor.Shape[2]}, "
                    + "as a gate has; choose the normalisation gate");
        var (connection, extents) = ((Connection)(tensor.Shape[2] - gated), tensor.Shape);
        var map = new MapShape(extents[0], extents[3], extents[4], extents[5]);
        var weights = gated == 1 ? PropagationWeights.Gated(connection, map, tensor.Values)
            : new PropagationWeights(connection, map, tensor.Values);
        if (file.Has("input_gate"))
            weights = weights.WithInputGate(file.Gate("input_gate", map, map.Channels));
        return new LayoutWeights(weights, normalisation, file.Chunk(options) ?? 0);
    }

    public static void Write(string path, LayoutWeights file, bool gradient)
    {
        var (weights, shape) = (file.Weights, file.Weights.Shape);
        List<SafeTensor> tensors =
        [
            new("weights", [shape.Batch, 4, weights.Maps, shape.Channels, shape.Height, shape.Width], weights.Values),
        ];
        if (weights.InputGate is { } gate)
            tensors.Add(LayoutFile.Named("input_gate", gate));
        SafeTensors.Write(path, tensors, gradient ? null : Metadata(file));
    }

    /// <summary>How weights are used, for those who read the file.</summary>
    public static Dictionary<string, string> Metadata(LayoutWeights file) => new()
    {
        ["normalisation"] = file.Normalisation.ToWords(), ["chunk"] = FormattableString.Invariant($"{file.Chunk}"),
    };
}

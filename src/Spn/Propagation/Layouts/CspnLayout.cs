using Spn.Arrays;

namespace Spn;

/// <summary>
/// CSPN's <c>guidance</c>, N×8×H×W. Its maps stand at the pixel that gives: map k goes to the pixel above left, above, above right, left,
/// right, below left, below, below right, as their names say. So map k is our neighbour 7 − k, moved by one pixel.
/// </summary>
internal static class CspnLayout
{
    private const int Last = IteratedWeights.Neighbours - 1;

    private const int MostSteps = 10_000;

    private static readonly (string Word, IteratedNormalisation Value)[] Normalisations =
        [("8sum", IteratedNormalisation.AbsoluteSum), ("8sum_abs", IteratedNormalisation.Absolute)];

    private static readonly (string Word, IteratedCentre Value)[] Centres =
        [("start", IteratedCentre.Start), ("current", IteratedCentre.Current)];

    public static LayoutIterated Read(string path, LayoutOptions options)
    {
        var file = LayoutFile.Read(path, "guidance", "guidance", "sparse_depth");
        if (options.Normalisation is not null || options.Chunk is not null)
            throw new ArgumentException(
                "expected neither a normalisation nor a chunk of scans for CSPN, got one; its norm_type, 8sum or 8sum_abs, stands in the "
                + "file's metadata.", nameof(options));
        var guidance = file.Map("guidance", "N×8×H×W", shape => shape[1] == IteratedWeights.Neighbours);
        var shape = guidance.Shape with { Channels = 1 };
        var weights = new IteratedWeights(shape);
        Move(shape, (n, k, from, to) => weights.Plane(n, Last - k, 0)[to] = guidance.Plane(n, k)[from]);
        var sparse = !file.Has("sparse_depth") ? null : file.MapLike("sparse_depth", shape, "guidance");
        if (sparse is not null && !sparse.Values.Any(value => value > 0))
            sparse = null;
        var settings = new IteratedOptions
        {
            Steps = options.Steps ?? Steps(file) ?? IteratedOptions.Default.Steps,
            Normalisation = file.Word("norm_type", Normalisations) ?? IteratedNormalisation.AbsoluteSum,
            Centre = file.Word("centre", Centres) ?? IteratedCentre.Start,
        };
        return new LayoutIterated(weights, settings.Check(), sparse, file.Word("hints", ("keep", true), ("set", false)) ?? true);
    }

    private static int? Steps(LayoutFile file) => file.Number("steps", 1) is not { } steps ? null : steps <= MostSteps ? steps
        : throw file.Wrong(FormattableString.Invariant(
            $"expected steps in its metadata from 1 to {MostSteps}, got {steps}; write fewer, or give them as an option"));

    public static void Write(string path, LayoutIterated file, bool gradient)
    {
        var (weights, shape, options) = (file.Weights, file.Weights.Shape, file.Options);
        if (shape.Channels != 1 || options.Normalisation == IteratedNormalisation.Raw)
            throw new ArgumentException(
                $"expected weights that all channels share, with q = p / Σ|p| or |p| / Σ|p|, for CSPN's layout, got {file.Weights}, "
                + $"{options.Normalisation}; write each channel alone.", nameof(file));
        var guidance = new FeatureMap(shape with { Channels = IteratedWeights.Neighbours });
        Move(shape, (n, k, from, to) => guidance.Plane(n, k)[from] = weights.Plane(n, Last - k, 0)[to]);
        List<SafeTensor> tensors = [LayoutFile.Named("guidance", guidance)];
        if (file.Sparse is { } sparse)
            tensors.Add(LayoutFile.Named("sparse_depth", sparse));
        SafeTensors.Write(path, tensors, gradient ? null : new Dictionary<string, string>
        {
            ["steps"] = FormattableString.Invariant($"{options.Steps}"),
            ["norm_type"] = Normalisations.First(one => one.Value == options.Normalisation).Word,
            ["centre"] = Centres.First(one => one.Value == options.Centre).Word,
            ["hints"] = file.KeepsInput ? "keep" : "set",
        });
    }

    /// <summary>For every batch item, map and pair of pixels that exist: from the pixel that gives to the one that receives.</summary>
    private static void Move(MapShape shape, Action<int, int, int, int> move)
    {
        for (var n = 0; n < shape.Batch; n++)
            for (var k = 0; k < IteratedWeights.Neighbours; k++)
            {
                // The pixel that gives stands at this offset from the one that receives.
                var giver = IteratedWeights.Offsets[Last - k];
                for (var row = 0; row < shape.Height; row++)
                    for (var column = 0; column < shape.Width; column++)
                        if (IteratedWeights.Exists(giver, row, column, shape.Height, shape.Width))
                            move(n, k, (row + giver.Row) * shape.Width + column + giver.Column, row * shape.Width + column);
            }
    }
}

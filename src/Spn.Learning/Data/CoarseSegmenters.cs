using TorchSharp;

namespace Spn.Learning;

/// <summary>Trained segmenters that make coarse maps: one for new images, and one a fold for those that it was trained on.</summary>
public sealed record CoarseSegmenters
{
    /// <summary>From 1×3×H×W, sRGB in [0, 1], to 1×C×h×w probabilities: for images that are not trained on.</summary>
    public required Func<FeatureMap, FeatureMap> Whole { get; init; }

    /// <summary>The same, one a fold, each trained without the images of its fold; empty: <see cref="Whole"/> is asked about all.</summary>
    public IReadOnlyList<Func<FeatureMap, FeatureMap>> Folds { get; init; } = [];

    /// <summary>Pixels that a cell of their maps covers each way; 0: a map covers its image exactly.</summary>
    public int Cell { get; init; }

    /// <summary>
    /// The baselines of a folder that <c>spn train</c> wrote: the last checkpoint of the whole and of each fold, which no score has chosen.
    /// </summary>
    /// <param name="folder">The folder of the baseline.</param>
    /// <param name="folds">How many folds it was trained with; 1: none.</param>
    /// <param name="device">Where they are applied; null: the CPU.</param>
    /// <exception cref="IOException">A checkpoint is missing.</exception>
    /// <exception cref="InvalidDataException">A checkpoint is damaged, of a refiner, or not trained to its end.</exception>
    public static CoarseSegmenters Load(string folder, int folds = 1, torch.Device? device = null) =>
        Load(folder, folds, device, (_, _, _) => { });

    /// <summary>The same for a refiner: with the folds of its config, which must be those of its training images.</summary>
    /// <param name="folder">The folder of the baseline.</param>
    /// <param name="refiner">The refiner's config.</param>
    /// <param name="set">The data it is trained on.</param>
    /// <param name="device">Where the baselines are applied; null: the CPU.</param>
    /// <exception cref="IOException">A checkpoint is missing.</exception>
    /// <exception cref="InvalidDataException">
    /// A checkpoint is damaged, of a refiner, not trained to its end, or in folds of other data; the message names the difference.
    /// </exception>
    public static CoarseSegmenters Load(string folder, TrainingConfig refiner, TrainingSet set, torch.Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(refiner);
        ArgumentNullException.ThrowIfNull(set);
        var folds = refiner.Coarse.Folds;
        return Load(folder, folds, device, (checkpoint, path, fold) =>
        {
            if (folds > 1 || refiner.Data.HoldOut > 0)
                BaselineChecks.SameHeldOut(checkpoint, path, refiner);
            if (folds > 1)
                BaselineChecks.SameData(checkpoint, path, refiner, fold < 0 ? set : set.WithoutFold(fold, folds));
        });
    }

    private static CoarseSegmenters Load(
        string folder, int folds, torch.Device? device, Action<Checkpoint, string, int> check)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var whole = Load(new TrainingFolder(folder), -1, device, check);
        return new CoarseSegmenters
        {
            Whole = OneAtATime(whole),
            Cell = whole.Options.Scale,
            Folds = folds == 1 ? [] : [.. Enumerable.Range(0, folds).Select(
                fold => OneAtATime(Load(FoldFolder(folder, fold, folds), fold, device, check)))],
        };
    }

    /// <summary>A network serves one call at a time, whatever number of trainings ask it.</summary>
    private static Func<FeatureMap, FeatureMap> OneAtATime(BaselineSegmenter baseline)
    {
        var gate = new Lock();
        return image =>
        {
            lock (gate)
                return baseline.PredictCoarse(image);
        };
    }

    /// <summary>Where the baseline without one fold stands, within the folder of the whole.</summary>
    public static TrainingFolder FoldFolder(string folder, int fold, int folds) =>
        new(Path.Combine(folder, FormattableString.Invariant($"fold-{fold + 1}-of-{folds}")));

    private static BaselineSegmenter Load(
        TrainingFolder folder, int fold, torch.Device? device, Action<Checkpoint, string, int> check)
    {
        if (!File.Exists(folder.Last))
            throw new FileNotFoundException(
                $"expected a trained baseline at {folder.Last}, found none; train it first, with as many folds.");
        var checkpoint = Checkpoint.Load(folder.Last);
        if (checkpoint.Model is not BaselineSegmenter baseline)
            throw new InvalidDataException($"{folder.Last}: expected a baseline, got a refiner; name the folder of a baseline.");
        BaselineChecks.Finished(checkpoint, folder.Last);
        check(checkpoint, folder.Last, fold);
        if (device is not null)
            baseline.to(device);
        return baseline;
    }
}

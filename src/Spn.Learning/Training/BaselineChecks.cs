using System.Globalization;

namespace Spn.Learning;

/// <summary>
/// Whether a baseline is one that a refiner may learn from: trained to its end, and for each fold on the other folds of the same images.
/// </summary>
internal static class BaselineChecks
{
    /// <summary>Under what names a checkpoint carries how many images it was trained on, and which fold was left out.</summary>
    public const string ImagesKey = "training.images", FoldKey = "training.fold";

    /// <summary>Refuses a training that was stopped on its way.</summary>
    /// <exception cref="InvalidDataException">Steps are missing.</exception>
    public static void Finished(Checkpoint checkpoint, string path)
    {
        if (ConfigOf(checkpoint, path) is not { Training: var training })
            return;
        var state = TrainingState.FromMetadata(checkpoint.State, path);
        if (state.Step < training.Steps)
            throw new InvalidDataException(
                $"{path}: expected a baseline trained to its end, got one after {state.Step} of {training.Steps} steps; resume it "
                + "first.");
    }

    /// <summary>Refuses a baseline whose folds are not those of the refiner's training images.</summary>
    /// <param name="checkpoint">The baseline.</param>
    /// <param name="path">Its file.</param>
    /// <param name="refiner">The refiner's config.</param>
    /// <param name="part">The images that the baseline should have been trained on.</param>
    /// <exception cref="InvalidDataException">A setting differs; the message names it.</exception>
    public static void SameData(Checkpoint checkpoint, string path, TrainingConfig refiner, TrainingSet part)
    {
        if (ConfigOf(checkpoint, path) is not { } baseline)
            return;
        Refuse(path, "folds", refiner.Coarse.Folds, baseline.Folds);
        Refuse(path, "images", part.Train.Count, checkpoint.State.GetValueOrDefault(ImagesKey));
        Refuse(path, "fold", part.Fold, checkpoint.State.GetValueOrDefault(FoldKey));
    }

    /// <summary>Refuses a baseline that has learned from images that the refiner holds out to be chosen by.</summary>
    /// <param name="checkpoint">The baseline.</param>
    /// <param name="path">Its file.</param>
    /// <param name="refiner">The refiner's config.</param>
    /// <exception cref="InvalidDataException">It holds out others, or none; the message names the setting.</exception>
    public static void SameHeldOut(Checkpoint checkpoint, string path, TrainingConfig refiner)
    {
        if (ConfigOf(checkpoint, path) is not { } baseline)
            return;
        Refuse(path, "data.row", refiner.Data.Row, baseline.Data.Row);
        Refuse(path, "data.holdOut", refiner.Data.HoldOut, baseline.Data.HoldOut);
    }

    private static TrainingConfig? ConfigOf(Checkpoint checkpoint, string path) =>
        checkpoint.State.TryGetValue(TrainingConfig.MetadataKey, out var text) ? TrainingConfig.Parse(text, $"config in {path}") : null;

    private static void Refuse(string path, string what, object expected, object? got)
    {
        var one = Convert.ToString(expected, CultureInfo.InvariantCulture);
        var other = Convert.ToString(got, CultureInfo.InvariantCulture);
        if (one != other)
            throw new InvalidDataException(
                $"{path}: expected a baseline trained in folds of the refiner's images, got '{what}' {other} instead of {one}; train "
                + "the baseline on the same data.");
    }
}

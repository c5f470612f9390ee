using System.Globalization;
using Spn.Imaging;

namespace Spn.Learning;

/// <summary>Whether a baseline is one that a refiner may learn from: trained to its end, and for each fold on the other folds of the same images.</summary>
internal static class BaselineChecks
{
    /// <summary>Under what names a checkpoint carries how many images it was trained on, and which fold was left out.</summary>
    public const string ImagesKey = "training.images", FoldKey = "training.fold";

    /// <summary>Refuses a training that was stopped on its way.</summary>
    /// <exception cref="InvalidDataException">Steps are missing.</exception>
    public static void Finished(Checkpoint checkpoint, string path)
    {
        if (!checkpoint.State.TryGetValue(TrainingConfig.MetadataKey, out var text))
            return;
        var (training, state) = (TrainingConfig.Parse(text, $"config in {path}").Training, TrainingState.FromMetadata(checkpoint.State, path));
        if (state.Step < training.Steps && !(training.Patience > 0 && state.Stale >= training.Patience))
            throw new InvalidDataException($"{path}: expected a baseline trained to its end, got one after {state.Step} of {training.Steps} steps; go on with it first (spn train --resume).");
    }

    /// <summary>Refuses a baseline whose folds are not those of the refiner's training images.</summary>
    /// <param name="checkpoint">The baseline.</param>
    /// <param name="path">Its file.</param>
    /// <param name="refiner">The refiner's config.</param>
    /// <param name="part">The images that the baseline should have been trained on.</param>
    /// <exception cref="InvalidDataException">A setting differs; the message names it.</exception>
    public static void SameData(Checkpoint checkpoint, string path, TrainingConfig refiner, TrainingSet part)
    {
        if (!checkpoint.State.TryGetValue(TrainingConfig.MetadataKey, out var text))
            return;
        var baseline = TrainingConfig.Parse(text, $"config in {path}");
        Refuse(path, SettingsDifference.Between(Training(refiner.Folder), Training(baseline.Folder)));
        Refuse(path, SettingsDifference.Between(new { folds = refiner.Coarse.Folds }, new { folds = baseline.Folds }));
        // Checkpoints of earlier versions do not say these two.
        if (checkpoint.State.TryGetValue(ImagesKey, out var images))
            Refuse(path, SettingsDifference.Between(new { images = part.Train.Count.ToString(CultureInfo.InvariantCulture) }, new { images }));
        if (checkpoint.State.TryGetValue(FoldKey, out var fold))
            Refuse(path, SettingsDifference.Between(new { fold = part.Fold }, new { fold }));
    }

    /// <summary>What decides the training images; classes are checked where maps are made.</summary>
    private static FolderSetOptions Training(FolderSetOptions folder) => folder with { TestImages = "", TestLabels = "", IgnoredLabel = null, Palette = Palette.CamVid };

    private static void Refuse(string path, string difference)
    {
        if (difference.Length > 0)
            throw new InvalidDataException($"{path}: expected a baseline trained in folds of the refiner's images, got {difference}; train the baseline on the same data.");
    }
}

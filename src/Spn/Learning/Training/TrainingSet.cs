using Spn.Imaging;
using Spn.Segmentation;

namespace Spn.Learning;

/// <summary>Labelled images to train on, to choose by, and to report on.</summary>
public sealed record TrainingSet
{
    /// <summary>What messages call it.</summary>
    public required string Name { get; init; }

    /// <summary>Names and colours of the classes; labels are below their number, or <see cref="LabelMap.Ignore"/>.</summary>
    public required Palette Palette { get; init; }

    /// <summary>The images that gradients come from.</summary>
    public required IReadOnlyList<LabelledImage> Train { get; init; }

    /// <summary>The images that choose the best checkpoint and stop early: kept apart from both others, so that the report stays honest.</summary>
    public required IReadOnlyList<LabelledImage> Validation { get; init; }

    /// <summary>The images that scores are reported on.</summary>
    public required IReadOnlyList<LabelledImage> Test { get; init; }

    /// <summary>The fold whose images are left out of <see cref="Train"/>, as in <c>1 of 3</c>.</summary>
    internal string Fold { get; init; } = "none";

    /// <summary>The number of classes.</summary>
    public int Classes => Palette.Count;

    /// <summary>Scenes drawn by <see cref="SceneGenerator"/> when they are first needed: nothing to download. The same options give the same bytes everywhere.</summary>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public static TrainingSet FromScenes(SceneSetOptions? options = null)
    {
        var settings = (options ?? SceneSetOptions.Default).Check();
        IReadOnlyList<LabelledImage> Render(string part, int first, int count) => new LazyImages([.. Enumerable.Range(0, count).Select(i => (Func<LabelledImage>)(() =>
            LabelledImage.FromScene(SceneGenerator.Render(settings.Scene with { Seed = unchecked(settings.Seed * 1_000_003 + first + i) }), FormattableString.Invariant($"{part} scene {i}"))))]);
        var classes = settings.Scene.Classes;
        return new TrainingSet
        {
            Name = "scenes",
            Palette = new Palette([.. SceneGenerator.Palette.Names.Take(classes)], [.. SceneGenerator.Palette.Colours.Take(classes)], SceneGenerator.Palette.IgnoreColour),
            Train = Render("train", 0, settings.Train),
            Validation = Render("validation", SceneSetOptions.MostScenes, settings.Validation),
            Test = Render("test", 2 * SceneSetOptions.MostScenes, settings.Test),
        };
    }

    /// <summary>
    /// A folder as CamVid's is laid out: photographs in <c>train</c> and <c>val</c>, label maps of the same names in <c>trainannot</c>
    /// and <c>valannot</c>. Files are read when they are first needed and kept as bytes.
    /// </summary>
    /// <param name="folder">The folder that holds the four.</param>
    /// <param name="options">Names of the folders, classes, ignored label, size; CamVid's when null.</param>
    /// <exception cref="IOException">A folder or a label map is missing.</exception>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public static TrainingSet FromFolder(string folder, FolderSetOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var settings = (options ?? FolderSetOptions.Default).Check();
        var train = FolderImages.Find(folder, settings.TrainImages, settings.TrainLabels, settings);
        var test = FolderImages.Find(folder, settings.TestImages, settings.TestLabels, settings);
        if (settings.HoldOut == 0)
            return Make(train, test, test);
        if (train.Count < settings.HoldOut)
            throw new ArgumentException($"expected at least {settings.HoldOut} training images, of which one in {settings.HoldOut} is held out, got {train.Count}; add images, or hold out none (0).", nameof(options));
        // The middle of the sequence in one piece: neighbouring frames of a film are nearly the same picture.
        var held = train.Count / settings.HoldOut;
        var from = (train.Count - held) / 2;
        return Make([.. train.Take(from), .. train.Skip(from + held)], [.. train.Skip(from).Take(held)], test);

        TrainingSet Make(IReadOnlyList<Func<LabelledImage>> training, IReadOnlyList<Func<LabelledImage>> validation, IReadOnlyList<Func<LabelledImage>> testing)
        {
            var reported = new LazyImages(testing);
            return new TrainingSet
            {
                Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), Palette = settings.Palette,
                Train = new LazyImages(training), Validation = ReferenceEquals(validation, testing) ? reported : new LazyImages(validation), Test = reported,
            };
        }
    }

    /// <summary>The set without the training images of one fold (<see cref="CoarseMaps.FoldOf"/>): what a baseline learns from that is then asked about them.</summary>
    /// <param name="fold">0 to <paramref name="folds"/> − 1.</param>
    /// <param name="folds">At least 2.</param>
    /// <exception cref="ArgumentException">No image would be left, or a number is outside its range.</exception>
    public TrainingSet WithoutFold(int fold, int folds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        Expect.Index(fold, folds);
        var all = Train;
        var kept = Enumerable.Range(0, all.Count).Where(i => CoarseMaps.FoldOf(i, folds) != fold).ToArray();
        return kept.Length > 0
            ? this with { Name = FormattableString.Invariant($"{Name} without fold {fold + 1} of {folds}"), Fold = FormattableString.Invariant($"{fold + 1} of {folds}"), Train = new LazyImages([.. kept.Select(i => (Func<LabelledImage>)(() => all[i]))]) }
            : throw new ArgumentException($"expected images outside fold {fold + 1} of {folds}, got none among {all.Count}; choose fewer folds.", nameof(folds));
    }

    /// <summary>The name, the sizes of its parts and its classes.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Name}: {Train.Count} images to train on, {Validation.Count} to choose by, {Test.Count} to report on, {Classes} classes");
}

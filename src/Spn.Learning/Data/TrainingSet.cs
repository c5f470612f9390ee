using Spn.DataSets;
using Spn.Imaging;
using Spn.Scenes;
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

    /// <summary>
    /// The images that choose the best checkpoint. Where they are those of the report, report the last checkpoint, which nothing has
    /// chosen.
    /// </summary>
    public required IReadOnlyList<LabelledImage> Validation { get; init; }

    /// <summary>The images that scores are reported on.</summary>
    public required IReadOnlyList<LabelledImage> Test { get; init; }

    /// <summary>The fold whose images are left out of <see cref="Train"/>, as in <c>1 of 3</c>.</summary>
    internal string Fold { get; init; } = "none";

    /// <summary>How many training images in a row stay together in a fold.</summary>
    internal int Row { get; init; } = CoarseMaps.UsualRow;

    /// <summary>Whether some training images were held out to choose by.</summary>
    internal bool HoldsOut { get; init; }

    /// <summary>The number of classes.</summary>
    public int Classes => Palette.Count;

    /// <summary>
    /// Scenes drawn by <see cref="SceneGenerator"/> when they are first needed: nothing to download. The same options give the same bytes
    /// everywhere.
    /// </summary>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public static TrainingSet FromScenes(SceneSetOptions? options = null)
    {
        var settings = options ?? SceneSetOptions.Default;
        SettingsCheck.Check(settings);
        var scene = new SceneOptions
        {
            Height = settings.Height, Width = settings.Width, Objects = settings.Objects, Clutter = settings.Clutter,
        };
        IReadOnlyList<LabelledImage> Render(string part, int first, int count) => new LazyImages([.. Enumerable.Range(0, count).Select(
            i => (Func<LabelledImage>)(() => LabelledImage.FromScene(
                SceneGenerator.Render(scene with { Seed = 1_000_003 + first + i }), FormattableString.Invariant($"{part} scene {i}"))))]);

        // Seeds far apart, so that no part ever shows a scene of another.
        return new TrainingSet
        {
            Name = "scenes",
            Palette = SceneGenerator.Palette,
            Train = Render("train", 0, settings.Train),
            Validation = Render("validation", SceneSetOptions.MostScenes, settings.Validation),
            Test = Render("test", 2 * SceneSetOptions.MostScenes, settings.Test),
        };
    }

    /// <summary>
    /// A data set: <c>train</c> to train on, <c>val</c> to choose by, <c>test</c> to report on. A set without <c>test</c> is chosen by and
    /// reported on <c>val</c>. Files are read when they are first needed and kept as bytes.
    /// </summary>
    /// <param name="set">Has at least <c>train</c> and <c>val</c>.</param>
    /// <param name="train">The split to train on, as in <c>trainaug</c>.</param>
    /// <exception cref="ArgumentException">A split is missing.</exception>
    public static TrainingSet FromSet(SegmentationSet set, string train = "train")
    {
        ArgumentNullException.ThrowIfNull(set);
        // By the names of their files coarse maps are found.
        string NameOf(SetSample sample) => sample.PhotoPath.Length > 0 ? Path.GetFileName(sample.PhotoPath) : sample.Name;
        LazyImages Images(string split) => new([.. set.Split(split).Samples.Select(
            sample => (Func<LabelledImage>)(() => LabelledImage.FromScene(sample.Load(set.Palette), NameOf(sample))))]);
        var validation = Images("val");
        return new TrainingSet
        {
            Name = set.Name,
            Palette = set.Palette,
            Train = Images(train),
            Validation = validation,
            Test = set.Has("test") ? Images("test") : validation,
        };
    }

    /// <summary>The data set in a folder: see <see cref="FolderSetOptions.Open"/> and <see cref="FromSet"/>.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">Classes, ignored label and layout; CamVid's when null.</param>
    /// <param name="maxPixels">The most pixels that an image may claim.</param>
    /// <exception cref="IOException">A folder or a label map is missing.</exception>
    /// <exception cref="InvalidDataException">The first sample of a split is not as the scheme has it.</exception>
    public static TrainingSet FromFolder(string folder, FolderSetOptions? options = null, int maxPixels = Image.MaxPixels)
    {
        var settings = options ?? FolderSetOptions.CamVid;
        return settings.Of(settings.Open(folder, maxPixels));
    }

    /// <summary>
    /// The set with some of its training images held out: no gradient sees them, and they choose the best checkpoint, so that the images
    /// to report on choose nothing.
    /// </summary>
    /// <param name="row">How many training images in a row stay together, at least 1.</param>
    /// <param name="every">One row in so many is held out; 0: none, and the set is given back with its rows alone.</param>
    /// <exception cref="ArgumentException">No image would be left to train on or to choose by, or a number is out of its range.</exception>
    public TrainingSet WithHeldOut(int row, int every)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(row, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(every);
        if (every == 0)
            return this with { Row = row };
        var all = Train;
        // The middle one of so many rows: the first is no beginning of the film, and the last no end.
        bool IsHeld(int i) => i / row % every == every / 2;
        var (held, kept) = (Part(IsHeld), Part(i => !IsHeld(i)));
        return held.Count > 0 && kept.Count > 0
            ? this with { Train = kept, Validation = held, Row = row, HoldsOut = true }
            : throw new ArgumentException(
                $"expected training images both to hold out and to train on, but 'holdOut' {every} with rows of {row} takes "
                + $"{held.Count} of {all.Count}; change 'holdOut' or 'row'.", nameof(every));

        LazyImages Part(Func<int, bool> takes) => new(
            [.. Enumerable.Range(0, all.Count).Where(takes).Select(i => (Func<LabelledImage>)(() => all[i]))]);
    }

    /// <summary>
    /// The set without the training images of one fold (<see cref="CoarseMaps.FoldOf"/>): what a baseline learns from that is then asked
    /// about them.
    /// </summary>
    /// <param name="fold">0 to <paramref name="folds"/> − 1.</param>
    /// <param name="folds">At least 2.</param>
    /// <exception cref="ArgumentException">No image would be left, or a number is outside its range.</exception>
    public TrainingSet WithoutFold(int fold, int folds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        Expect.Index(fold, folds);
        var all = Train;
        var kept = Enumerable.Range(0, all.Count).Where(i => CoarseMaps.FoldOf(i, folds, Row) != fold).ToArray();
        var name = FormattableString.Invariant($"{fold + 1} of {folds}");
        return kept.Length > 0
            ? this with
            {
                Name = $"{Name} without fold {name}",
                Fold = name,
                Train = new LazyImages([.. kept.Select(i => (Func<LabelledImage>)(() => all[i]))]),
            }
            : throw new ArgumentException(
                $"expected images outside fold {fold + 1} of {folds}, got none among {all.Count}; choose fewer folds.", nameof(folds));
    }

    /// <summary>The name, the sizes of its parts and its classes.</summary>
    public override string ToString() =>
        $"{Name}: {Train.Count} images to train on, {Validation.Count} to choose by, {Test.Count} to report on, {Classes} classes";
}

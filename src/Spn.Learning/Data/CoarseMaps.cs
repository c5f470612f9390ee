using Spn.Imaging;
using Spn.Segmentation;

namespace Spn.Learning;

/// <summary>
/// The coarse segmentation of each image of a list: what a refiner starts from. Class probabilities at low resolution, made when first
/// asked for and kept.
/// </summary>
public sealed class CoarseMaps
{
    internal const int UsualRow = 5;

    private readonly IReadOnlyList<LabelledImage> _images;
    private readonly Lazy<FeatureMap>[] _maps;
    private readonly int _cell;

    private CoarseMaps(IReadOnlyList<LabelledImage> images, int classes, int cell, Func<int, FeatureMap> make)
    {
        (_images, Classes, _cell) = (images, classes, cell);
        _maps = [.. Enumerable.Range(0, images.Count).Select(i => new Lazy<FeatureMap>(() => make(i)))];
    }

    /// <summary>C, the number of classes.</summary>
    public int Classes { get; }

    /// <summary>The number of images.</summary>
    public int Count => _maps.Length;

    /// <summary>Pixels that a cell of a map covers each way; 0: a map covers its image exactly.</summary>
    internal int Cell => _cell;

    /// <summary>1×C×h×w probabilities at low resolution, summing to one over the classes. Kept: don't write to it.</summary>
    public FeatureMap this[int image] => _maps[Expect.Index(image, Count)].Value;

    /// <summary>
    /// The truth, coarsely: each block of pixels takes its most frequent label (<see cref="Resize.Majority"/>) with certainty; where
    /// none is known all classes are equally likely. No segmenter needed, and none is this good.
    /// </summary>
    /// <param name="images">The images.</param>
    /// <param name="classes">C, above every label.</param>
    /// <param name="block">The side of a block in pixels, 1 to 256.</param>
    /// <exception cref="ArgumentException">A number is outside its range.</exception>
    public static CoarseMaps Majority(IReadOnlyList<LabelledImage> images, int classes, int block = 8)
    {
        ArgumentNullException.ThrowIfNull(images);
        CheckClasses(classes);
        if (block is < 1 or > 256)
            throw new ArgumentOutOfRangeException(nameof(block), $"expected blocks of 1 to 256 pixels, got {block}.");
        return new CoarseMaps(images, classes, block, i => Certain(Resize.Majority(images[i].Labels, block), classes));
    }

    /// <summary>What one segmenter says of each image.</summary>
    /// <param name="images">The images.</param>
    /// <param name="classes">C, the classes of the segmenter.</param>
    /// <param name="segment">
    /// From an image 1×3×H×W, sRGB in [0, 1], to 1×C×h×w probabilities that cover it, at any resolution; called for one image at a time.
    /// </param>
    /// <param name="cell">
    /// Pixels that a cell of the map covers each way, where cells may reach beyond the image; 0: the map covers the image exactly.
    /// </param>
    public static CoarseMaps FromSegmenter(
        IReadOnlyList<LabelledImage> images, int classes, Func<FeatureMap, FeatureMap> segment, int cell = 0) =>
        CrossFitted(images, classes, [segment], cell);

    /// <summary>What a segmenter has written to files.</summary>
    /// <param name="images">The images, each with the name of its photograph.</param>
    /// <param name="classes">C, the classes of the segmenter.</param>
    /// <param name="folder">The files, read when they are first asked for.</param>
    public static CoarseMaps FromFolder(IReadOnlyList<LabelledImage> images, int classes, CoarseFolder folder)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(folder);
        CheckClasses(classes);
        return new CoarseMaps(images, classes, 0, i => folder.Read(images[i], classes));
    }

    /// <summary>
    /// What segmenters say of images that they were not trained on: image i is asked of the one of its fold, <see cref="FoldOf"/>, which
    /// was trained on the other folds. A segmenter is surer of the images it was trained on; a refiner that learned from such coarse maps
    /// trusts the worse ones of new images too much.
    /// </summary>
    /// <param name="images">The images, neighbours in a film beside one another.</param>
    /// <param name="classes">C, the classes of the segmenters.</param>
    /// <param name="folds">One segmenter a fold, at least one.</param>
    /// <param name="cell">Pixels that a cell of a map covers each way; 0: a map covers its image exactly.</param>
    /// <param name="row">How many images in a row go to one fold.</param>
    /// <exception cref="ArgumentException">There is no segmenter, or a number is outside its range.</exception>
    public static CoarseMaps CrossFitted(
        IReadOnlyList<LabelledImage> images, int classes, IReadOnlyList<Func<FeatureMap, FeatureMap>> folds, int cell = 0,
        int row = UsualRow)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(folds);
        CheckClasses(classes);
        if (cell is < 0 or > 256)
            throw new ArgumentOutOfRangeException(nameof(cell), $"expected cells of 1 to 256 pixels, or 0, got {cell}.");
        if (folds.Count == 0)
            throw new ArgumentException("expected at least one segmenter, got none; train a baseline first.", nameof(folds));
        ArgumentOutOfRangeException.ThrowIfLessThan(row, 1);
        var one = new Lock();
        return new CoarseMaps(images, classes, cell, i =>
        {
            lock (one)
                return Checked(folds[FoldOf(i, folds.Count, row)](images[i].ToFeatureMap()), classes);
        });
    }

    /// <summary>
    /// The fold of an image: five in a row go to one, the next five to the next, and so on around. Neighbouring frames of a film are nearly
    /// the same picture, so most stay together; longer rows would keep whole scenes from a segmenter that new images are not as far from.
    /// </summary>
    /// <param name="image">From 0.</param>
    /// <param name="folds">At least 1.</param>
    /// <param name="row">How many in a row go to one fold.</param>
    public static int FoldOf(int image, int folds, int row = UsualRow)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(row, 1);
        return image / row % folds;
    }

    /// <summary>The coarse map at the size of its image, bilinear.</summary>
    /// <returns>1×C×H×W.</returns>
    public FeatureMap Upsampled(int image) => Upsample(this[image], _images[image].Height, _images[image].Width, _cell);

    /// <summary>A coarse map at the size of its image, bilinear.</summary>
    /// <param name="coarse">1×C×h×w.</param>
    /// <param name="height">H, rows of the image.</param>
    /// <param name="width">W, columns of the image.</param>
    /// <param name="cell">
    /// Pixels that a cell of the map covers each way, where cells may reach beyond the image; 0: the map covers the image exactly.
    /// </param>
    /// <returns>1×C×H×W.</returns>
    /// <exception cref="ArgumentException">There is more than one map, or a number is outside its range.</exception>
    public static FeatureMap Upsample(FeatureMap coarse, int height, int width, int cell = 0)
    {
        ArgumentNullException.ThrowIfNull(coarse);
        if (coarse.Batch != 1)
            throw new ArgumentException(
                $"expected one coarse map, 1×C×h×w, got {coarse.Shape}; upsample batch items one by one.", nameof(coarse));
        if (cell is < 0 or > 256)
            throw new ArgumentOutOfRangeException(nameof(cell), $"expected cells of 1 to 256 pixels, or 0, got {cell}.");
        Expect.Shape(new MapShape(1, 1, height, width), "height, width");
        var upsampled = new FeatureMap(new MapShape(1, coarse.Channels, height, width));
        var (rows, columns) = (new PatchTaps(0, height, 1), new PatchTaps(0, width, 1));
        Sample(coarse, rows, (double)height / coarse.Height, columns, (double)width / coarse.Width, cell, upsampled, item: 0);
        return upsampled;
    }

    /// <summary>Labels as probabilities: certain of each, all classes equally likely where none is known.</summary>
    /// <param name="labels">h×w labels, each below <paramref name="classes"/> or <see cref="LabelMap.Ignore"/>.</param>
    /// <param name="classes">C, 1 to 255.</param>
    /// <returns>1×C×h×w.</returns>
    /// <exception cref="ArgumentException">A label is neither below C nor the ignore label.</exception>
    public static FeatureMap Certain(LabelMap labels, int classes)
    {
        var map = OneHot.Encode(labels, classes);
        for (var i = 0; i < labels.Labels.Length; i++)
            if (labels.Labels[i] == LabelMap.Ignore)
                for (var c = 0; c < classes; c++)
                    map.Plane(0, c)[i] = 1f / classes;
        return map;
    }

    /// <summary>The coarse map where a patch looks, into item <paramref name="item"/> of a batch.</summary>
    internal void Sample(int image, PatchTaps rows, PatchTaps columns, FeatureMap batch, int item)
    {
        var (map, of) = (this[image], _images[image]);
        Sample(map, rows, (double)of.Height / map.Height, columns, (double)of.Width / map.Width, _cell, batch, item);
    }

    private static void Sample(
        FeatureMap map, PatchTaps rows, double tall, PatchTaps columns, double wide, int cell, FeatureMap to, int item)
    {
        for (var c = 0; c < map.Channels; c++)
            PatchTaps.Bilinear(
                map.Plane(0, c), map.Height, map.Width, rows, cell > 0 ? cell : tall, columns, cell > 0 ? cell : wide, to.Plane(item, c));
    }

    private static FeatureMap Checked(FeatureMap map, int classes) => map.Batch == 1 && map.Channels == classes
        ? map
        : throw new ArgumentException(
            $"expected coarse maps 1×{classes}×h×w, got {map.Shape} from the segmenter; use one trained on these classes.", nameof(map));

    private static void CheckClasses(int classes)
    {
        if (classes is < 1 or > 255)
            throw new ArgumentOutOfRangeException(nameof(classes), $"expected 1 to 255 classes, got {classes}.");
    }
}

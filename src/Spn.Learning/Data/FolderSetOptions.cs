using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Spn.DataSets;
using Spn.Imaging;

namespace Spn.Learning;

/// <summary>How a folder is laid out: the words of <see cref="SetScheme.Names"/>.</summary>
public enum DataScheme
{
    /// <summary>As its folders say, or the file that data-scripts leave in it.</summary>
    Auto,

    /// <summary><see cref="SetScheme.Voc"/>.</summary>
    Voc,

    /// <summary><see cref="SetScheme.Helen"/>.</summary>
    Helen,

    /// <summary><see cref="SetScheme.CamVid"/>: of any classes.</summary>
    Camvid,

    /// <summary><see cref="SetScheme.Cityscapes"/>.</summary>
    Cityscapes,

    /// <summary><see cref="SetScheme.Ade20k"/>.</summary>
    Ade20k,

    /// <summary><see cref="SetScheme.Scenes"/>.</summary>
    Scenes,

    /// <summary><see cref="SetScheme.Folders"/>.</summary>
    Folders,
}

/// <summary>How a folder of images is read.</summary>
public sealed record FolderSetOptions
{
    /// <summary>CamVid: eleven classes, and label 11 for what is not labelled.</summary>
    public static FolderSetOptions CamVid { get; } = new()
    {
        Palette = SetScheme.CamVid.Palette, IgnoredLabel = SetScheme.CamVid.IgnoredLabel,
    };

    /// <summary>
    /// Names and colours of the classes, those of the data set's scheme when null. In a config the name of one of
    /// <see cref="DataSet.All"/>, or a list of names.
    /// </summary>
    [JsonPropertyName("classes")]
    public Palette? Palette { get; init; }

    /// <summary>
    /// A label besides 255 that stands for "not labelled": it takes part in no loss and no score. Null when there is none.
    /// </summary>
    [Range(0, 255)]
    public byte? IgnoredLabel { get; init; }

    /// <summary>
    /// How many training images in a row stay together, in a fold or held out: neighbouring frames of a film are nearly the same picture.
    /// Longer rows keep whole scenes from a segmenter that new images are not as far from.
    /// </summary>
    [Range(1, 100_000)]
    public int Row { get; init; } = 5;

    /// <summary>
    /// One row of training images in so many is held out: no gradient sees it, and it chooses the best checkpoint, so that the images to
    /// report on choose nothing. 0, the default, holds out none.
    /// </summary>
    [Range(0, 1000)]
    public int HoldOut { get; init; }

    /// <summary>
    /// How the folder is laid out. The classes of a scheme that has its own are those of <see cref="Palette"/>, if any is named.
    /// </summary>
    public DataScheme Scheme { get; init; }

    /// <summary>
    /// Whether to train on the list <c>trainaug</c> of PASCAL VOC (10,582 images with SBD's labels) in place of <c>train</c>.
    /// </summary>
    public bool Augmented { get; init; }

    /// <summary>The split that is trained on.</summary>
    internal string TrainSplit => Augmented ? "trainaug" : "train";

    /// <summary>Opens the folder of a data set as these options have it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="maxPixels">The most pixels that an image may claim.</param>
    /// <exception cref="IOException">A folder or a file is missing, or the layout is not known.</exception>
    /// <exception cref="InvalidDataException">The first sample of a split is not as the scheme has it.</exception>
    /// <exception cref="ArgumentException">The classes are not those of the scheme.</exception>
    public SegmentationSet Open(string folder, int maxPixels = Image.MaxPixels)
    {
        var known = new SetOptions { Palette = Palette, IgnoredLabel = IgnoredLabel, MaxPixels = maxPixels };
        return Scheme == DataScheme.Auto
            ? SegmentationSet.Open(folder, known)
            : SegmentationSet.Open(folder, SetScheme.Named(Scheme.ToString()), known);
    }

    /// <summary>The images of a data set as these options divide them.</summary>
    /// <exception cref="ArgumentException">A split is missing, or too few images are there to hold some out.</exception>
    internal TrainingSet Of(SegmentationSet set) => TrainingSet.FromSet(set, TrainSplit).WithHeldOut(Row, HoldOut);
}

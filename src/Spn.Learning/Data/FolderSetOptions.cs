using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Spn.Imaging;

namespace Spn.Learning;

/// <summary>How the label maps of a folder are read.</summary>
public sealed record FolderSetOptions
{
    /// <summary>CamVid: eleven classes, and label 11 for what is not labelled.</summary>
    public static FolderSetOptions CamVid { get; } = new() { IgnoredLabel = 11 };

    /// <summary>
    /// Names and colours of the classes. In a config the name of one of <see cref="DataSet.All"/>, or a list of names.
    /// </summary>
    [JsonPropertyName("classes")]
    public Palette Palette { get; init; } = Palette.CamVid;

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
}

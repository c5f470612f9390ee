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
}

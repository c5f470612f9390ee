using Spn.Imaging;

namespace Spn.DataSets;

/// <summary>What is known about a data set besides its folder and its scheme.</summary>
public sealed record SetOptions
{
    /// <summary>Everything as the scheme has it.</summary>
    public static SetOptions Default { get; } = new();

    /// <summary>
    /// Names and colours of the classes; null: those of the scheme. Schemes of one data set refuse others; <see cref="SetScheme.CamVid"/>
    /// takes any, and <see cref="SetScheme.Folders"/> needs them.
    /// </summary>
    public Palette? Palette { get; init; }

    /// <summary>A label besides 255 that means "not labelled"; null: that of the scheme, where the classes are the scheme's too.</summary>
    public byte? IgnoredLabel { get; init; }

    /// <summary>The most pixels that an image may claim, 1 to <see cref="Image.MostPixels"/>.</summary>
    public int MaxPixels { get; init; } = Image.MaxPixels;

    /// <summary>Whether the first sample of each split is read and checked when the set is opened.</summary>
    public bool CheckFirst { get; init; } = true;
}

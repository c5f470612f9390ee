using Spn.Imaging;

namespace Spn.Learning;

/// <summary>How the folder of a data set is laid out and read.</summary>
public sealed record FolderSetOptions
{
    /// <summary>CamVid: eleven classes, label 11 not labelled, full size, no training images held out.</summary>
    public static FolderSetOptions Default { get; } = new();

    /// <summary>The folder of training photographs.</summary>
    public string TrainImages { get; init; } = "train";

    /// <summary>The folder of their label maps.</summary>
    public string TrainLabels { get; init; } = "trainannot";

    /// <summary>The folder of photographs that scores are reported on.</summary>
    public string TestImages { get; init; } = "val";

    /// <summary>The folder of their label maps.</summary>
    public string TestLabels { get; init; } = "valannot";

    /// <summary>Names and colours of the classes.</summary>
    public Palette Palette { get; init; } = Palette.CamVid;

    /// <summary>A label besides 255 that stands for "not labelled"; null when there is none.</summary>
    public byte? IgnoredLabel { get; init; } = 11;

    /// <summary>1 for full size; n divides both sides by n, at most 64.</summary>
    public int Shrink { get; init; } = 1;

    /// <summary>n holds one training image in n out to choose the best checkpoint by; 0 chooses by the images that are reported on.</summary>
    public int HoldOut { get; init; }

    /// <summary>The same with other classes.</summary>
    public FolderSetOptions WithPalette(Palette palette) => this with { Palette = palette };

    /// <summary>The same with another ignored label.</summary>
    public FolderSetOptions WithIgnoredLabel(byte? label) => this with { IgnoredLabel = label };

    /// <summary>The same at another size.</summary>
    public FolderSetOptions WithShrink(int shrink) => this with { Shrink = shrink };

    /// <summary>The same with one training image in n held out.</summary>
    public FolderSetOptions WithHoldOut(int holdOut) => this with { HoldOut = holdOut };

    internal FolderSetOptions Check()
    {
        if (Shrink is < 1 or > 64)
            throw new ArgumentOutOfRangeException(null, $"expected a divisor of the size from 1 to 64, got {Shrink}.");
        if (HoldOut is < 0 or 1)
            throw new ArgumentOutOfRangeException(null, $"expected one image in 2 or more to be held out, or 0 for none, got {HoldOut}.");
        return this;
    }
}

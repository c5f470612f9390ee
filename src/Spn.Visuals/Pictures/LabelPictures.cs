using Spn.Imaging;

namespace Spn.Visuals;

/// <summary>
/// Segmentations drawn into their photographs, pixel for pixel: images to save, where <see cref="Figures"/> gives figures with legends.
/// </summary>
public static class LabelPictures
{
    /// <summary>What is right, of the class in question: bluish green.</summary>
    public static Rgb TruePositive { get; } = new(0x00, 0x9E, 0x73);

    /// <summary>What was taken for the class and is not: vermilion.</summary>
    public static Rgb FalsePositive { get; } = new(0xD5, 0x5E, 0x00);

    /// <summary>What is of the class and was not found: sky blue.</summary>
    public static Rgb FalseNegative { get; } = new(0x56, 0xB4, 0xE9);

    /// <summary>The labels' colours over the photograph; the class called <c>background</c> and ignored pixels leave it clear.</summary>
    /// <param name="photo">1×1×H×W or 1×3×H×W in [0, 1].</param>
    /// <param name="labels">H×W labels.</param>
    /// <param name="palette">Colours and names.</param>
    /// <param name="opacity">How much the colours hide, 0 to 1.</param>
    /// <returns>H×W×3 samples of 8 bits.</returns>
    /// <exception cref="ArgumentException">
    /// The sizes differ, the photograph has other channels or a NaN, or the opacity is out of range.
    /// </exception>
    public static Image Overlay(FeatureMap photo, LabelMap labels, Palette palette, double opacity = 0.55)
    {
        ArgumentNullException.ThrowIfNull(palette);
        if (!(opacity is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(opacity), FormattableString.Invariant($"expected an opacity from 0 to 1, got {opacity}."));
        var canvas = PhotoCanvas.Of(photo, labels);
        var clear = Clear(palette);
        for (var i = 0; i < labels.Labels.Length; i++)
            if (!clear[labels.Labels[i]])
                canvas.Blend(i, palette[labels.Labels[i]], opacity);
        return canvas.ToImage();
    }

    /// <summary>
    /// The outlines of the labels: each side of a boundary in the colour of its class; background and ignored pixels stay clear.
    /// </summary>
    /// <param name="photo">1×1×H×W or 1×3×H×W in [0, 1].</param>
    /// <param name="labels">H×W labels.</param>
    /// <param name="palette">Colours and names.</param>
    /// <returns>H×W×3 samples of 8 bits; lines grow with the picture, one pixel for each 700 of its longer side.</returns>
    /// <exception cref="ArgumentException">The sizes differ, or the photograph has other channels or a NaN.</exception>
    public static Image Contours(FeatureMap photo, LabelMap labels, Palette palette)
    {
        ArgumentNullException.ThrowIfNull(palette);
        var canvas = PhotoCanvas.Of(photo, labels);
        var clear = Clear(palette);
        var width = 1 + Math.Max(labels.Height, labels.Width) / 700;
        for (var row = 0; row < labels.Height; row++)
            for (var column = 0; column < labels.Width; column++)
            {
                var i = row * labels.Width + column;
                if (!clear[labels.Labels[i]] && IsEdge(labels, row, column, width))
                    canvas.Blend(i, palette[labels.Labels[i]], 1);
            }

        return canvas.ToImage();
    }

    /// <summary>
    /// True positives, false positives and false negatives of one class over the grey photograph; the rest of it is right. Ignored pixels
    /// are dark.
    /// </summary>
    /// <param name="photo">1×1×H×W or 1×3×H×W in [0, 1].</param>
    /// <param name="truth">H×W true labels.</param>
    /// <param name="predicted">H×W predicted labels.</param>
    /// <param name="label">The class.</param>
    /// <returns>H×W×3 samples of 8 bits.</returns>
    /// <exception cref="ArgumentException">The sizes differ, or the photograph has other channels or a NaN.</exception>
    public static Image Errors(FeatureMap photo, LabelMap truth, LabelMap predicted, byte label)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        var canvas = PhotoCanvas.Of(photo, truth).Grey();
        PhotoCanvas.CheckSize(photo, predicted);
        for (var i = 0; i < truth.Labels.Length; i++)
        {
            var (isIt, saidSo) = (truth.Labels[i] == label, predicted.Labels[i] == label);
            if (truth.Labels[i] == LabelMap.Ignore)
                canvas.Blend(i, default, 0.65);
            else if (isIt || saidSo)
                canvas.Blend(i, isIt ? saidSo ? TruePositive : FalseNegative : FalsePositive, 0.75);
        }

        return canvas.ToImage();
    }

    /// <summary>
    /// What a refinement did to every class at once, over the grey photograph: mended (green), spoilt (vermilion), wrong before and after
    /// (blue). Ignored pixels are dark.
    /// </summary>
    /// <param name="photo">1×1×H×W or 1×3×H×W in [0, 1].</param>
    /// <param name="truth">H×W true labels.</param>
    /// <param name="before">H×W labels before.</param>
    /// <param name="after">H×W labels after.</param>
    /// <returns>H×W×3 samples of 8 bits.</returns>
    /// <exception cref="ArgumentException">The sizes differ, or the photograph has other channels or a NaN.</exception>
    public static Image Changes(FeatureMap photo, LabelMap truth, LabelMap before, LabelMap after)
    {
        var canvas = PhotoCanvas.Of(photo, truth).Grey();
        PhotoCanvas.CheckSize(photo, before);
        PhotoCanvas.CheckSize(photo, after);
        for (var i = 0; i < truth.Labels.Length; i++)
        {
            var (was, isRight) = (before.Labels[i] == truth.Labels[i], after.Labels[i] == truth.Labels[i]);
            if (truth.Labels[i] == LabelMap.Ignore)
                canvas.Blend(i, default, 0.65);
            else if (!was || !isRight)
                canvas.Blend(i, isRight ? TruePositive : was ? FalsePositive : FalseNegative, 0.75);
        }

        return canvas.ToImage();
    }

    private static bool[] Clear(Palette palette)
    {
        var clear = new bool[256];
        for (var label = 0; label < 256; label++)
            clear[label] = label == LabelMap.Ignore || palette.NameOf((byte)label) == "background";
        return clear;
    }

    private static bool IsEdge(LabelMap labels, int row, int column, int width)
    {
        var own = labels.Labels[row * labels.Width + column];
        for (var step = 1; step <= width; step++)
            if (Other(row - step, column) || Other(row + step, column) || Other(row, column - step) || Other(row, column + step))
                return true;
        return false;

        bool Other(int r, int c) =>
            (uint)r < (uint)labels.Height && (uint)c < (uint)labels.Width && labels.Labels[r * labels.Width + c] != own;
    }
}

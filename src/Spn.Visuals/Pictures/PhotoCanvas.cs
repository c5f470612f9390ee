using Spn.Imaging;

namespace Spn.Visuals;

/// <summary>The pixels of a photograph, to draw on.</summary>
internal sealed class PhotoCanvas
{
    private readonly int _height, _width;
    private readonly byte[] _pixels;

    private PhotoCanvas(int height, int width, byte[] pixels) => (_height, _width, _pixels) = (height, width, pixels);

    public static PhotoCanvas Of(FeatureMap photo, LabelMap labels)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(labels);
        CheckSize(photo, labels);
        if (photo.Batch != 1 || photo.Channels is not (1 or 3))
            throw new ArgumentException($"expected a photograph 1×1×H×W or 1×3×H×W, got {photo.Shape}; give one image.", nameof(photo));
        var plane = photo.Shape.PlaneSize;
        if (Array.FindIndex(photo.Values, float.IsNaN) is >= 0 and var at)
            throw new ArgumentException(
                $"expected a photograph in [0, 1], got NaN at row {at % plane / photo.Width}, "
                + $"column {at % photo.Width}; look where it is made.",
                nameof(photo));
        var pixels = new byte[3 * plane];
        for (var c = 0; c < 3; c++)
        {
            var from = photo.Plane(0, photo.Channels == 3 ? c : 0);
            for (var i = 0; i < plane; i++)
                pixels[3 * i + c] = (byte)(Math.Clamp(from[i], 0f, 1f) * 255 + 0.5f);
        }

        return new PhotoCanvas(photo.Height, photo.Width, pixels);
    }

    public static void CheckSize(FeatureMap photo, LabelMap labels)
    {
        if (photo.Height != labels.Height || photo.Width != labels.Width)
            throw new ArgumentException(
                $"expected labels of {photo.Height}×{photo.Width} like the photograph, got {labels.Height}×{labels.Width}; give the "
                + "label map of this photograph.", nameof(labels));
    }

    /// <summary>The photograph without its colours, so that those drawn on it stand out.</summary>
    public PhotoCanvas Grey()
    {
        for (var i = 0; i < _pixels.Length; i += 3)
        {
            var luma = (byte)(Luma(_pixels[i], _pixels[i + 1], _pixels[i + 2]) + 0.5);
            (_pixels[i], _pixels[i + 1], _pixels[i + 2]) = (luma, luma, luma);
        }

        return this;
    }

    /// <summary>How light a colour is, in the range of its parts.</summary>
    public static double Luma(double red, double green, double blue) => 0.299 * red + 0.587 * green + 0.114 * blue;

    /// <summary>Lays a colour over a pixel.</summary>
    public void Blend(int pixel, Rgb colour, double opacity)
    {
        var at = 3 * pixel;
        _pixels[at] = Mixed(_pixels[at], colour.R);
        _pixels[at + 1] = Mixed(_pixels[at + 1], colour.G);
        _pixels[at + 2] = Mixed(_pixels[at + 2], colour.B);

        byte Mixed(byte below, byte above) => (byte)(below + opacity * (above - below) + 0.5);
    }

    public Image ToImage() => new(_height, _width, 3, Array.ConvertAll(_pixels, value => (ushort)value));
}

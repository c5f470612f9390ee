using SkiaSharp;
using Spn.Imaging;

namespace Spn.Photos;

/// <summary>From samples to the bytes of a file, by SkiaSharp.</summary>
internal static class SkiaEncoder
{
    public static byte[] Jpeg(Image image, int quality)
    {
        SkiaLibrary.Prepare();
        var map = image.ToFeatureMap();
        var plane = map.Shape.PlaneSize;
        var rgba = new byte[4L * plane];
        for (var c = 0; c < 4; c++)
        {
            var from = c < 3 ? map.Plane(0, map.Channels == 3 ? c : 0) : default;
            for (var i = 0; i < plane; i++)
                rgba[4 * i + c] = c < 3 ? (byte)(from[i] * 255 + 0.5f) : (byte)255;
        }

        var info = new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var copy = SKImage.FromPixelCopy(info, rgba)
            ?? throw new ArgumentException($"expected an image that fits a JPEG file, got {image}.", nameof(image));
        using var data = copy.Encode(SKEncodedImageFormat.Jpeg, quality)
            ?? throw new ArgumentException($"expected an image of at most 65500 pixels a side, got {image}.", nameof(image));
        return data.ToArray();
    }
}

using SkiaSharp;
using Spn.Imaging;

namespace Spn.Photos;

/// <summary>Turns a picture as the camera noted in EXIF, so that its first row is the top of what was seen.</summary>
internal static class Upright
{
    /// <summary>The picture as it is to be looked at.</summary>
    /// <param name="origin">Where the file's first row and first column lie in the picture.</param>
    /// <param name="height">Rows of the file.</param>
    /// <param name="width">Columns of the file.</param>
    /// <param name="channels">Samples of a pixel.</param>
    /// <param name="samples">H·W·C samples, kept where there is nothing to turn.</param>
    public static Image Turn(SKEncodedOrigin origin, int height, int width, int channels, ushort[] samples)
    {
        if (origin == SKEncodedOrigin.TopLeft)
            return new Image(height, width, channels, samples);

        // Orientations 5 to 8 have the file's rows as columns.
        var turned = origin >= SKEncodedOrigin.LeftTop;
        var fromBottom = origin is SKEncodedOrigin.BottomRight or SKEncodedOrigin.BottomLeft or SKEncodedOrigin.RightBottom
            or SKEncodedOrigin.LeftBottom;
        var fromRight = origin is SKEncodedOrigin.TopRight or SKEncodedOrigin.BottomRight or SKEncodedOrigin.RightTop
            or SKEncodedOrigin.RightBottom;
        var (rows, columns) = turned ? (width, height) : (height, width);
        var upright = new ushort[samples.Length];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
            {
                var (down, across) = (fromBottom ? rows - 1 - row : row, fromRight ? columns - 1 - column : column);
                var from = turned ? across * width + down : down * width + across;
                samples.AsSpan(from * channels, channels).CopyTo(upright.AsSpan((row * columns + column) * channels));
            }

        return new Image(rows, columns, channels, upright);
    }
}

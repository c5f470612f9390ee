using System.IO.Compression;
using Spn.Imaging;
using Spn.Photos;
using Spn.Visuals;

namespace Spn.Tool.Reports;

/// <summary>A photograph and its label maps, small, as a page holds them.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Photo">A JPEG file in base64.</param>
/// <param name="Maps">
/// The truth and the predictions, a byte a pixel, one after another, deflated, in base64; each prediction as what has to be added (xor) to
/// the truth, which is mostly nothing.
/// </param>
internal sealed record Thumbnail(int Height, int Width, string Photo, string Maps)
{
    /// <summary>The longer side of any at most.</summary>
    public const int MostSide = 320;

    private const int Quality = 70;

    /// <summary>The longer side at most, so that pages of many images stay small.</summary>
    /// <param name="count">The images of the page.</param>
    public static int Side(int count) => count <= 100 ? MostSide : count <= 400 ? 240 : 176;

    /// <summary>Shrinks them: the photograph by its mean colours, labels by the nearest.</summary>
    /// <param name="photo">1×3×H×W.</param>
    /// <param name="truth">H×W.</param>
    /// <param name="predicted">Each H×W.</param>
    /// <param name="side">The longer side of the result at most.</param>
    public static Thumbnail Of(FeatureMap photo, LabelMap truth, IReadOnlyList<LabelMap> predicted, int side)
    {
        var longer = Math.Max(photo.Height, photo.Width);
        var (height, width) = longer <= side ? (photo.Height, photo.Width)
            : (Math.Max(1, photo.Height * side / longer), Math.Max(1, photo.Width * side / longer));
        var small = longer <= side ? photo : Resize.Area(photo, height, width);
        var known = Resize.Nearest(truth, height, width).Labels;
        byte[] maps =
        [
            .. known,
            .. predicted.SelectMany(map => Resize.Nearest(map, height, width).Labels.Zip(known, (label, right) => (byte)(label ^ right))),
        ];
        return new Thumbnail(
            height, width, Convert.ToBase64String(Photograph.EncodeJpeg(Image.FromFeatureMap(small), Quality)), PackedBytes.Of(maps));
    }

    /// <summary>The photograph as it is shown, 1×3×H×W.</summary>
    public FeatureMap UnpackPhoto() => Photograph.Decode(Convert.FromBase64String(Photo)).ToFeatureMap();

    /// <summary>The truth, then the predictions.</summary>
    /// <exception cref="InvalidDataException">There are no whole maps, or more than a page has.</exception>
    public IReadOnlyList<LabelMap> UnpackMaps()
    {
        const int most = 4;
        using var inflate = new ZLibStream(new MemoryStream(Convert.FromBase64String(Maps)), CompressionMode.Decompress);
        // A byte more than there may be tells that there are more.
        var unpacked = new byte[most * Height * Width + 1];
        var length = inflate.ReadAtLeast(unpacked, unpacked.Length, throwOnEndOfStream: false);
        if (length == 0 || length > most * Height * Width || length % (Height * Width) != 0)
            throw new InvalidDataException($"expected 1 to {most} maps of {Height}×{Width}, got other bytes.");
        var planes = unpacked[..length].Chunk(Height * Width).ToList();
        return [.. planes.Select((plane, i) =>
            new LabelMap(Height, Width, i == 0 ? plane : [.. plane.Zip(planes[0], (label, right) => (byte)(label ^ right))]))];
    }
}

using Spn.Imaging;

namespace Spn.Visuals;

/// <summary>Rasters as PNG: with a palette where 256 colours are enough, else as RGB.</summary>
internal static class PngWriter
{
    public static byte[] Encode(Raster raster) => Png.Encode(ToIndexed(raster) ?? ToRgb(raster));

    public static string DataUri(Raster raster) => "data:image/png;base64," + Convert.ToBase64String(Encode(raster));

    private static Image ToRgb(Raster raster) =>
        new(raster.Height, raster.Width, 3, Array.ConvertAll(raster.Bytes, value => (ushort)value));

    private static Image? ToIndexed(Raster raster)
    {
        var colours = new Dictionary<Rgb, byte>();
        var indices = new byte[raster.Height * raster.Width];
        var (last, index) = (default(Rgb), (byte)0);
        for (var i = 0; i < indices.Length; i++)
        {
            var colour = new Rgb(raster.Bytes[3 * i], raster.Bytes[3 * i + 1], raster.Bytes[3 * i + 2]);
            if ((i == 0 || colour != last) && !colours.TryGetValue(colour, out index))
            {
                if (colours.Count == 256)
                    return null;
                colours[colour] = index = (byte)colours.Count;
            }
            (indices[i], last) = (index, colour);
        }
        return Image.Indexed(raster.Height, raster.Width, indices, [.. colours.Keys]);
    }
}

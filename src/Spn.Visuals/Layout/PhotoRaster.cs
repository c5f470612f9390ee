namespace Spn.Visuals;

/// <summary>Intensities and labels as colours.</summary>
internal static class PhotoRaster
{
    /// <summary>
    /// A grey (C = 1, 2) or RGB (C ≥ 3) item of a map in [0, 1]; values outside are clamped, those that are not finite are marked.
    /// </summary>
    public static Raster Of(FeatureMap photo, int batch)
    {
        var plane = photo.Shape.PlaneSize;
        var start = batch * photo.Channels * plane;
        var (green, blue) = photo.Channels >= 3 ? (plane, 2 * plane) : (0, 0);
        return Raster.Generate(photo.Height, photo.Width, (row, column) =>
        {
            var at = start + row * photo.Width + column;
            var (r, g, b) = (photo.Values[at], photo.Values[at + green], photo.Values[at + blue]);
            return float.IsFinite(r) && float.IsFinite(g) && float.IsFinite(b) ? new Ink(Byte(r), Byte(g), Byte(b)) : Ink.NotFinite;
        }).Shrunk(PlaneRaster.BlockOf(photo.Height, photo.Width));
    }

    /// <summary>The palette colour of each label; a large map is thinned, not mixed, so that no colour is invented.</summary>
    public static Raster Of(LabelMap labels, Imaging.Palette palette)
    {
        var block = PlaneRaster.BlockOf(labels.Height, labels.Width);
        return Raster.Generate((labels.Height + block - 1) / block, (labels.Width + block - 1) / block, (row, column) =>
            Ink.From(palette[labels.Labels[row * block * labels.Width + column * block]]));
    }

    private static byte Byte(float value) => (byte)MathF.Round(255 * Math.Clamp(value, 0, 1));
}

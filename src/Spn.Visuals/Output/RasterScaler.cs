namespace Spn.Visuals;

/// <summary>Stretches a raster over a rectangle of another: enlarged pixels keep their edges, shrunk ones are averaged.</summary>
internal static class RasterScaler
{
    public static void Draw(Raster source, Raster page, Point a, Point b)
    {
        var (left, top) = ((int)Math.Round(a.X), (int)Math.Round(a.Y));
        var (right, bottom) = ((int)Math.Round(b.X), (int)Math.Round(b.Y));
        if (right <= left || bottom <= top)
            return;
        var (stepX, stepY) = ((double)source.Width / (right - left), (double)source.Height / (bottom - top));
        for (var y = Math.Max(0, top); y < Math.Min(page.Height, bottom); y++)
            for (var x = Math.Max(0, left); x < Math.Min(page.Width, right); x++)
                page[y, x] = stepX <= 1 && stepY <= 1
                    ? source[Index((y - top + 0.5) * stepY, source.Height), Index((x - left + 0.5) * stepX, source.Width)]
                    : Mean(source, (y - top) * stepY, (y - top + 1) * stepY, (x - left) * stepX, (x - left + 1) * stepX);
    }

    /// <summary>The mean colour of a part of a raster, pixels at its rim counted by their share.</summary>
    private static Ink Mean(Raster source, double top, double bottom, double left, double right)
    {
        double r = 0, g = 0, b = 0, weight = 0;
        for (var y = (int)top; y < Math.Min(source.Height, Math.Ceiling(bottom)); y++)
            for (var x = (int)left; x < Math.Min(source.Width, Math.Ceiling(right)); x++)
            {
                var share = (Math.Min(y + 1, bottom) - Math.Max(y, top)) * (Math.Min(x + 1, right) - Math.Max(x, left));
                var ink = source[y, x];
                (r, g, b, weight) = (r + share * ink.R, g + share * ink.G, b + share * ink.B, weight + share);
            }
        return weight <= 0
            ? source[Index(top, source.Height), Index(left, source.Width)]
            : new Ink((byte)Math.Round(r / weight), (byte)Math.Round(g / weight), (byte)Math.Round(b / weight));
    }

    private static int Index(double at, int extent) => Math.Clamp((int)at, 0, extent - 1);
}

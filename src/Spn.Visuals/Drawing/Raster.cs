namespace Spn.Visuals;

/// <summary>An opaque RGB picture, H×W×3 bytes.</summary>
internal sealed class Raster
{
    public Raster(int height, int width)
    {
        (Height, Width) = (height, width);
        Bytes = new byte[height * width * 3];
    }

    public int Height { get; }

    public int Width { get; }

    public byte[] Bytes { get; }

    public Ink this[int row, int column]
    {
        get
        {
            var i = (row * Width + column) * 3;
            return new Ink(Bytes[i], Bytes[i + 1], Bytes[i + 2]);
        }
        set
        {
            var i = (row * Width + column) * 3;
            (Bytes[i], Bytes[i + 1], Bytes[i + 2]) = (value.R, value.G, value.B);
        }
    }

    public static Raster Generate(int height, int width, Func<int, int, Ink> colour)
    {
        var raster = new Raster(height, width);
        for (var row = 0; row < height; row++)
            for (var column = 0; column < width; column++)
                raster[row, column] = colour(row, column);
        return raster;
    }

    /// <summary>Every <paramref name="block"/>×<paramref name="block"/> block by its mean colour; the last blocks may be smaller.</summary>
    public Raster Shrunk(int block)
    {
        if (block <= 1)
            return this;
        return Generate((Height + block - 1) / block, (Width + block - 1) / block, (row, column) =>
        {
            var (r, g, b, count) = (0, 0, 0, 0);
            for (var y = row * block; y < Math.Min(Height, (row + 1) * block); y++)
                for (var x = column * block; x < Math.Min(Width, (column + 1) * block); x++)
                {
                    var ink = this[y, x];
                    (r, g, b, count) = (r + ink.R, g + ink.G, b + ink.B, count + 1);
                }
            byte Mean(int sum) => (byte)((sum + count / 2) / count);
            return new Ink(Mean(r), Mean(g), Mean(b));
        });
    }
}

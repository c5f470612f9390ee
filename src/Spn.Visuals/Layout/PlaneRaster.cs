namespace Spn.Visuals;

/// <summary>A plane of numbers as colours.</summary>
internal static class PlaneRaster
{
    /// <summary>Rasters are at most this long, however large the map; twice as long as drawn shows all that a sharp screen can.</summary>
    public const int MaxSide = 720;

    /// <summary>One raster pixel stands for this many map pixels along each axis.</summary>
    public static int BlockOf(int height, int width, int side = MaxSide) => Math.Max(1, (Math.Max(height, width) + side - 1) / side);

    /// <summary>What a reader should know of a map drawn smaller than it is; empty when it is not.</summary>
    public static string Notice(int height, int width, int side = MaxSide)
    {
        var block = Numbers.Count(BlockOf(height, width, side));
        return BlockOf(height, width, side) == 1 ? ""
            : $"Drawn smaller: each pixel is the mean of {block}×{block} pixels of the {Numbers.Count(height)}×{Numbers.Count(width)} map.";
    }

    /// <summary>The colours of a plane of H×W values; a block that holds a value that is not finite has its colour.</summary>
    public static Raster Of(ReadOnlySpan<float> plane, int height, int width, ColourScale scale, int side = MaxSide)
    {
        var block = BlockOf(height, width, side);
        var raster = new Raster((height + block - 1) / block, (width + block - 1) / block);
        for (var row = 0; row < raster.Height; row++)
            for (var column = 0; column < raster.Width; column++)
            {
                var (sum, count) = (0.0, 0);
                for (var y = row * block; y < Math.Min(height, (row + 1) * block); y++)
                    for (var x = column * block; x < Math.Min(width, (column + 1) * block); x++)
                        (sum, count) = (sum + plane[y * width + x], count + 1);
                raster[row, column] = scale[sum / count];
            }
        return raster;
    }
}

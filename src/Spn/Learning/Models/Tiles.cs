namespace Spn.Learning;

/// <summary>Applies a network to maps of one extent piece by piece.</summary>
internal static class Tiles
{
    /// <summary>Runs over all tiles, or at once where one covers the image.</summary>
    /// <param name="maps">N×C×H×W each, of one extent.</param>
    /// <param name="options">The side of a tile and the overlap.</param>
    /// <param name="multiple">Tiles begin at multiples of this, so that the pooling blocks of a tile are those of the image.</param>
    /// <param name="run">From parts of the maps to a result of their extent, which is copied at once.</param>
    /// <returns>A result of its own, N×C′×H×W.</returns>
    public static FeatureMap Run(FeatureMap[] maps, InferenceOptions options, int multiple, Func<FeatureMap[], FeatureMap> run)
    {
        int Up(int extent) => (extent + multiple - 1) / multiple * multiple;
        var (height, width) = (maps[0].Height, maps[0].Width);
        if (options.Tile == 0 || Math.Max(height, width) <= options.Tile)
            return run(maps).Copy();
        int tile = Up(options.Tile), overlap = Up(options.Overlap);
        FeatureMap? whole = null;
        for (var row = 0; row < height; row += tile)
            for (var column = 0; column < width; column += tile)
            {
                int top = Math.Max(0, row - overlap), left = Math.Max(0, column - overlap);
                int bottom = Math.Min(height, row + tile + overlap), right = Math.Min(width, column + tile + overlap);
                var part = run([.. maps.Select(map => Cut(map, top, left, bottom - top, right - left))]);
                whole ??= new FeatureMap(part.Shape with { Height = height, Width = width });
                Paste(part, whole, row, column, row - top, column - left, Math.Min(tile, height - row), Math.Min(tile, width - column));
            }

        return whole!;
    }

    private static FeatureMap Cut(FeatureMap map, int top, int left, int height, int width)
    {
        var part = new FeatureMap(map.Shape with { Height = height, Width = width });
        for (var plane = 0; plane < map.Shape.Planes; plane++)
            for (var row = 0; row < height; row++)
                Planes.Of(map, plane).Slice((top + row) * map.Width + left, width).CopyTo(Planes.Of(part, plane)[(row * width)..]);
        return part;
    }

    private static void Paste(FeatureMap part, FeatureMap whole, int row, int column, int partRow, int partColumn, int height, int width)
    {
        for (var plane = 0; plane < whole.Shape.Planes; plane++)
            for (var i = 0; i < height; i++)
                Planes.Of(part, plane).Slice((partRow + i) * part.Width + partColumn, width)
                    .CopyTo(Planes.Of(whole, plane)[((row + i) * whole.Width + column)..]);
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>Applies a network to maps of one extent piece by piece.</summary>
internal static class Tiles
{
    /// <summary>Runs over all tiles, or at once where one covers the image.</summary>
    /// <param name="maps">N×C×H×W each, of one extent.</param>
    /// <param name="options">The side of a tile and the overlap.</param>
    /// <param name="multiple">Tiles begin at multiples of this, so that the pooling blocks of a tile are those of the image.</param>
    /// <param name="run">From parts of the maps to a result of their extent.</param>
    /// <returns>N×C′×H×W, on the device of the maps.</returns>
    public static Tensor Run(Tensor[] maps, InferenceOptions options, int multiple, Func<Tensor[], Tensor> run)
    {
        int Up(int extent) => (int)Math.Min(((long)extent + multiple - 1) / multiple * multiple, int.MaxValue / multiple * multiple);
        var (height, width) = ((int)maps[0].shape[2], (int)maps[0].shape[3]);
        if (options.Tile == 0 || Math.Max(height, width) <= options.Tile)
            return run(maps).to(maps[0].device);
        int tile = Up(options.Tile), overlap = Up(options.Overlap);
        Tensor? whole = null;
        for (var row = 0; row < height; row += tile)
            for (var column = 0; column < width; column += tile)
            {
                using var scope = NewDisposeScope();
                int top = Math.Max(0, row - overlap), left = Math.Max(0, column - overlap);
                int bottom = Math.Min(height, row + tile + overlap), right = Math.Min(width, column + tile + overlap);
                int below = Math.Min(height, row + tile), beside = Math.Min(width, column + tile);
                var part = run(Array.ConvertAll(maps, map => map[.., .., top..bottom, left..right]));
                whole ??= empty([part.shape[0], part.shape[1], height, width], part.dtype, maps[0].device).MoveToOuterDisposeScope();
                whole[.., .., row..below, column..beside].copy_(part[.., .., (row - top)..(below - top), (column - left)..(beside - left)]);
            }

        return whole!;
    }
}

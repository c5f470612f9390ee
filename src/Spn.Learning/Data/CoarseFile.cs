using Spn.Imaging;
using Spn.Photos;

namespace Spn.Learning;

/// <summary>
/// A coarse map in a file, from any segmenter: labels as an image, or class probabilities as <c>.npy</c> or the one tensor of a
/// <c>.safetensors</c> file.
/// </summary>
internal static class CoarseFile
{
    /// <summary>Reads the coarse map of an image.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classes">C.</param>
    /// <param name="ignored">A label besides 255 that is no class.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="maxPixels">The most pixels it may claim.</param>
    /// <returns>1×C×h×w probabilities, no larger than the image.</returns>
    /// <exception cref="InvalidDataException">The file is malformed, of other classes, or larger than the image.</exception>
    public static FeatureMap Read(string path, int classes, byte? ignored, int height, int width, int maxPixels)
    {
        var labelled = new LabelOptions { Classes = classes, Ignored = ignored };
        // A model knows classes: its images are labels. Arrays say by their axes what they are.
        var content = MapFile.ArrayExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
            ? MapFile.Read(path, new MapOptions { Labels = labelled, MaxPixels = maxPixels })
            : MapFile.ReadLabels(path, labelled, maxPixels);
        var coarse = content switch
        {
            LabelContent { Labels: var labels } => CoarseMaps.Certain(labels, classes),
            ProbabilityContent { Probabilities: var map } when map.Channels == classes => map,
            ProbabilityContent { Probabilities: var map } => throw Classes(path, classes, map),
            MaskContent { Mask: var map } => throw Classes(path, classes, map),
            var other => throw new InvalidDataException($"{path}: expected labels or probabilities, got {other.Reading}."),
        };
        return coarse.Height <= height && coarse.Width <= width
            ? coarse
            : throw new InvalidDataException(
                $"{path}: expected a coarse map no larger than the photograph, {height}×{width}, got {coarse.Height}×{coarse.Width}; "
                + "shrink it, or give the photograph it belongs to.");
    }

    private static InvalidDataException Classes(string path, int classes, FeatureMap map) => new(
        $"{path}: expected class probabilities {classes}×h×w, got {map.Shape}; give one map with a plane for each class of the model.");
}

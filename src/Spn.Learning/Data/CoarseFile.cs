using Spn.Arrays;
using Spn.Imaging;

namespace Spn.Learning;

/// <summary>
/// A coarse map in a file, from any segmenter: labels as an image, or class probabilities as <c>.npy</c> or the one tensor of a
/// <c>.safetensors</c> file.
/// </summary>
internal static class CoarseFile
{
    /// <summary>The endings of files with probabilities.</summary>
    public static readonly IReadOnlyList<string> Arrays = [".npy", ".safetensors"];

    /// <summary>Whether a file's name says that it holds class probabilities.</summary>
    public static bool IsArray(string path) => Arrays.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the coarse map of an image.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classes">C.</param>
    /// <param name="ignored">A label besides 255 that is no class.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <returns>1×C×h×w probabilities, no larger than the image.</returns>
    /// <exception cref="InvalidDataException">The file is malformed, of other classes, or larger than the image.</exception>
    public static FeatureMap Read(string path, int classes, byte? ignored, int height, int width)
    {
        var coarse = IsArray(path) ? Probabilities(path, classes) : CoarseMaps.Certain(Labels(path, classes, ignored), classes);
        return coarse.Height <= height && coarse.Width <= width
            ? coarse
            : throw new InvalidDataException(
                $"{path}: expected a coarse map no larger than the photograph, {height}×{width}, got {coarse.Height}×{coarse.Width}; "
                + "shrink it, or give the photograph it belongs to.");
    }

    /// <summary>Reads a label map.</summary>
    /// <exception cref="InvalidDataException">The file is malformed, or of other classes.</exception>
    public static LabelMap Labels(string path, int classes, byte? ignored)
    {
        var labels = ImageFile.Read(path).ToLabelMap();
        if (ignored is { } label)
            labels = labels.WithIgnored(label);
        return labels.ClassCount <= classes
            ? labels
            : throw new InvalidDataException(
                $"{path}: expected labels below {classes}, the classes of the model, or {LabelMap.Ignore} (ignore), got "
                + $"{labels.ClassCount - 1}; name the label that means 'not labelled' (--ignore).");
    }

    private static FeatureMap Probabilities(string path, int classes)
    {
        var map = path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) ? Npy.ReadFeatureMap(path) : OnlyTensor(path);
        if (map.Batch != 1 || map.Channels != classes)
            throw new InvalidDataException(
                $"{path}: expected class probabilities {classes}×h×w, got {map.Shape}; give one map with a plane for each class of the "
                + "model.");
        return map.Values.All(value => value is >= 0 and <= 1)
            ? map
            : throw new InvalidDataException(
                $"{path}: expected probabilities from 0 to 1, got other values; apply a softmax to scores first.");
    }

    private static FeatureMap OnlyTensor(string path)
    {
        var tensors = SafeTensors.Read(path).Tensors;
        return tensors.Count == 1 && tensors[0].Shape.Count is 3 or 4
            ? new NpyArray(tensors[0].Values, tensors[0].Shape).ToFeatureMap()
            : throw new InvalidDataException(
                $"{path}: expected one tensor C×h×w or 1×C×h×w, got {(tensors.Count == 1 ? tensors[0] : $"{tensors.Count} tensors")}; "
                + "save the probabilities of one photograph alone.");
    }
}

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Spn.Imaging;
using Spn.Photos;

namespace Spn.Learning;

/// <summary>
/// Coarse maps that any segmenter wrote to a folder, under the names of the photographs: label maps (<c>.png</c>), or class probabilities
/// C×h×w (<c>.npy</c>, or the one tensor of a <c>.safetensors</c> file). Each covers its photograph exactly, at any lower resolution.
/// </summary>
public sealed class CoarseFolder
{
    private readonly MapFolder _maps;
    private readonly byte? _ignored;
    private readonly int _maxPixels;
    private readonly ConcurrentDictionary<string, object> _asked = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<LabelledImage, object> _marks = [];

    /// <summary>A folder.</summary>
    /// <param name="path">Holds one file for each photograph, of those to train on and of those to score.</param>
    /// <param name="ignored">A label besides 255 that is no class; null when there is none.</param>
    /// <param name="maxPixels">The most pixels that a map may claim.</param>
    /// <exception cref="IOException">There is no such folder.</exception>
    public CoarseFolder(string path, byte? ignored = null, int maxPixels = Image.MaxPixels)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
            throw new DirectoryNotFoundException(
                $"expected a folder of coarse maps at {path}, found none; name the folder that a segmenter wrote them to.");
        (Path, _maps, _ignored, _maxPixels) = (path, new MapFolder(path), ignored, maxPixels);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Reads the coarse map of an image.</summary>
    /// <exception cref="InvalidDataException">
    /// The file is malformed, of other classes, or larger than the image; or two images have one name.
    /// </exception>
    internal FeatureMap Read(LabelledImage image, int classes)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(image.Name);
        // A mark of the image, and not the image itself, which would then be kept.
        var mark = _marks.GetOrCreateValue(image);
        if (!ReferenceEquals(_asked.GetOrAdd(name, mark), mark))
            throw new InvalidDataException(
                $"{Path}: expected photographs of different names, got two called {name}, whose coarse maps cannot be told apart; rename "
                + "one and its coarse map.");
        return CoarseFile.Read(_maps.Of(image.Name), classes, _ignored, image.Height, image.Width, _maxPixels);
    }
}

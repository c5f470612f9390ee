using Spn.Imaging;
using Spn.Photos;

namespace Spn.DataSets.Schemes;

/// <summary>What the schemes have in common.</summary>
internal static class SchemeFolders
{
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static string Existing(string folder, string part, SetScheme scheme)
    {
        var path = Path.Combine(folder, part);
        return Directory.Exists(path) ? path : throw new DirectoryNotFoundException(
            $"expected a folder '{part}' in {folder}, found none; give a folder laid out like {scheme.Name} ({scheme.Layout}).");
    }

    /// <summary>A file that a list names.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public static void Need(string path, string list, string name)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"expected {path} for '{name}' of {list}, found none; unpack the whole archive.");
    }

    /// <summary>Samples of the photographs of a folder and of the maps of the same names in another.</summary>
    public static IReadOnlyList<SetSample> Pairs(string photographs, string annotations, SetReading reading, Func<string, LabelMap> labels)
    {
        var maps = new MapFolder(annotations);
        return
        [
            .. MapFolder.Photographs(photographs).Select(photo =>
            {
                var map = maps.Of(photo);
                return new SetSample(
                    Path.GetFileNameWithoutExtension(photo), new SampleFiles(photo, [map], reading.MaxPixels), () => labels(map));
            }),
        ];
    }

    /// <summary>Labels that are all classes of the set.</summary>
    /// <exception cref="InvalidDataException">One is not; it is named with its place.</exception>
    public static LabelMap Checked(string path, LabelMap labels, SetReading reading)
    {
        try
        {
            return LabelImage.Checked(labels, new LabelOptions { Palette = reading.Palette });
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>Numbers of a grey or palette file as they stand.</summary>
    /// <exception cref="InvalidDataException">It is coloured, damaged, or has numbers above 255.</exception>
    public static LabelMap Numbers(string path, int maxPixels)
    {
        var image = Photograph.Read(path, maxPixels);
        try
        {
            return image.Channels > 2 && !LabelImage.IsGrey(image)
                ? throw new InvalidDataException($"expected a grey file of numbers, got {image}; give the file of ids, not of colours.")
                : LabelImage.Read(image);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }
}

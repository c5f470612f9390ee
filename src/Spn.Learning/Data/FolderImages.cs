using Spn.Photos;

namespace Spn.Learning;

/// <summary>Finds the photographs of a folder and their label maps in another.</summary>
internal static class FolderImages
{
    public static IReadOnlyList<Func<LabelledImage>> Find(string folder, string part, FolderSetOptions options, int maxPixels)
    {
        var (photographs, annotations) = (Existing(folder, part), Existing(folder, part + "annot"));
        var maps = new MapFolder(annotations);
        return [.. MapFolder.Photographs(photographs).Select(photo =>
        {
            var annotation = maps.Of(photo);
            return (Func<LabelledImage>)(() => Checked(
                LabelledImage.Load(photo, annotation, options.IgnoredLabel, options.Palette, maxPixels), annotation, options));
        })];
    }

    private static LabelledImage Checked(LabelledImage image, string annotation, FolderSetOptions options) =>
        image.Labels.ClassCount <= options.Palette.Count
            ? image
            : throw new InvalidDataException(
                $"{annotation}: expected labels below {options.Palette.Count} or {LabelMap.Ignore} (ignore), got "
                + $"{image.Labels.ClassCount - 1}; name the palette of this data set, or the label it ignores.");

    private static string Existing(string folder, string part)
    {
        var path = Path.Combine(folder, part);
        return Directory.Exists(path) ? path : throw new DirectoryNotFoundException(
            $"expected a folder '{part}' in {folder}, found none; give a folder laid out like CamVid (train, trainannot, val, valannot).");
    }
}

using Spn.Imaging;
using Spn.Photos;

namespace Spn.DataSets.Schemes;

/// <summary>CamVid's label maps: indices of its eleven classes, or the colours of its 32.</summary>
internal static class CamVidFiles
{
    public static IReadOnlyList<SetSplit> Find(string folder, SetReading reading) =>
        FolderPairs.FindAnnotated(folder, reading, path => Labels(path, reading));

    private static LabelMap Labels(string path, SetReading reading)
    {
        if (!ReferenceEquals(reading.Palette, Palette.CamVid) || MapFile.ArrayExtensions.Contains(Path.GetExtension(path)))
            return FolderPairs.Labels(path, reading);
        var image = Photograph.Read(path, reading.MaxPixels);
        if (image.IsIndexed || image.Channels < 3 || LabelImage.IsGrey(image))
            return FolderPairs.Labels(path, reading);
        var colours = MapFile.ReadLabels(path, new LabelOptions { Palette = CamVidColours.All }, reading.MaxPixels).Labels;
        return new LabelMap(colours.Height, colours.Width, Array.ConvertAll(colours.Labels, colour => CamVidColours.ClassOf(colour)));
    }
}

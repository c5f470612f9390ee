using Spn.Imaging;
using Spn.Photos;

namespace Spn.DataSets.Schemes;

/// <summary>PASCAL VOC's folders: photographs, palette PNG, and a list of names for each split.</summary>
internal static class VocFiles
{
    /// <summary>The lists that are splits where they are there, the one to train on first.</summary>
    private static readonly string[] s_lists = ["train", "val", "trainaug", "trainval"];

    /// <summary>Where VOC's folders lie in what its archive makes; the folder itself for every other layout.</summary>
    public static string Root(string folder) =>
        new[] { folder, Path.Combine(folder, "VOC2012"), Path.Combine(folder, "VOCdevkit", "VOC2012") }
            .FirstOrDefault(root => Directory.Exists(Path.Combine(root, "JPEGImages"))) ?? folder;

    public static IReadOnlyList<SetSplit> Find(string folder, SetReading reading)
    {
        var root = Root(folder);
        var lists = SchemeFolders.Existing(root, Path.Combine("ImageSets", "Segmentation"), SetScheme.Voc);
        var photos = SchemeFolders.Existing(root, "JPEGImages", SetScheme.Voc);
        var labels = SchemeFolders.Existing(root, "SegmentationClass", SetScheme.Voc);
        var more = Path.Combine(root, "SegmentationClassAug");
        var splits = s_lists.Where(name => File.Exists(Path.Combine(lists, $"{name}.txt"))).Select(name =>
        {
            var list = Path.Combine(lists, $"{name}.txt");
            return new SetSplit(name, [.. NameList.Read(list).Select(id => Sample(id, list))]);
        }).ToArray();
        return splits.Length > 0 ? splits : throw new FileNotFoundException(
            $"expected lists of names ({string.Join(", ", s_lists.Select(name => $"{name}.txt"))}) in {lists}, found none; unpack the "
            + "whole archive, or run data-scripts/voc2012.cs.");

        SetSample Sample(string id, string list)
        {
            var (photo, own, other) = (
                Path.Combine(photos, $"{id}.jpg"), Path.Combine(labels, $"{id}.png"), Path.Combine(more, $"{id}.png"));
            SchemeFolders.Need(photo, list, id);
            var map = File.Exists(own) || !File.Exists(other) ? own : other;
            SchemeFolders.Need(map, list, id);
            return new SetSample(id, new SampleFiles(photo, [map], reading.MaxPixels), () => Labels(map, reading));
        }
    }

    /// <summary>The labels of a palette, grey or coloured file; the colours of a palette must be VOC's.</summary>
    private static LabelMap Labels(string path, SetReading reading)
    {
        // Whether a palette is VOC's is said before a label is out of its range.
        var content = (LabelContent)MapFile.Read(path, new MapOptions
        {
            Kind = MapKind.Labels, MaxPixels = reading.MaxPixels, Labels = new LabelOptions { Palette = reading.Palette, Classes = 255 },
        });
        var labels = content.Labels.Labels;
        for (var i = 0; i < labels.Length && content.ColourTable.Count > 0; i++)
            if (labels[i] < content.ColourTable.Count && content.ColourTable[labels[i]] != Palette.VocColour(labels[i]))
                throw new InvalidDataException(
                    $"{path}: expected VOC's colours in the file's palette, {Hex(Palette.VocColour(labels[i]))} for label {labels[i]} "
                    + $"({reading.Palette.NameOf(labels[i])}), got {Hex(content.ColourTable[labels[i]])} at "
                    + $"{LabelImage.Place(i, content.Width)}; this is the palette of another set, or of instances (SegmentationObject).");
        return SchemeFolders.Checked(path, content.Labels, reading);
    }

    private static string Hex(Rgb colour) => FormattableString.Invariant($"#{colour.R:X2}{colour.G:X2}{colour.B:X2}");
}

using Spn.Imaging;
using Spn.Photos;

namespace Spn.DataSets.Schemes;

/// <summary>Cityscapes' folders: a folder a city, and label files of ids or of train ids.</summary>
internal static class CityscapesFiles
{
    private const string PhotoEnd = "_leftImg8bit.png";

    /// <summary>The largest of Cityscapes' label ids.</summary>
    private const int MostId = 33;

    public static IReadOnlyList<SetSplit> Find(string folder, SetReading reading)
    {
        var photos = SchemeFolders.Existing(folder, "leftImg8bit", SetScheme.Cityscapes);
        var labels = SchemeFolders.Existing(folder, "gtFine", SetScheme.Cityscapes);
        return [.. new[] { "train", "val" }.Select(split => new SetSplit(split, Samples(photos, labels, split, reading)))];
    }

    private static IReadOnlyList<SetSample> Samples(string photos, string labels, string split, SetReading reading)
    {
        var cities = SchemeFolders.Existing(photos, split, SetScheme.Cityscapes);
        SetSample[] samples =
        [
            .. Directory.EnumerateDirectories(cities).Order(StringComparer.Ordinal).SelectMany(
                city => Directory.EnumerateFiles(city, $"*{PhotoEnd}").Order(StringComparer.Ordinal)).Select(photo =>
            {
                var name = Path.GetFileName(photo)[..^PhotoEnd.Length];
                var annotations = Path.Combine(labels, split, Path.GetFileName(Path.GetDirectoryName(photo)!));
                var (train, ids) = (
                    Path.Combine(annotations, $"{name}_gtFine_labelTrainIds.png"), Path.Combine(annotations, $"{name}_gtFine_labelIds.png"));
                if (!File.Exists(train) && !File.Exists(ids))
                    throw new FileNotFoundException(
                        $"expected {Path.GetFileName(train)} or {Path.GetFileName(ids)} in {annotations} for the photograph {photo}, found "
                        + "neither; unpack gtFine beside leftImg8bit.");
                var map = File.Exists(train) ? train : ids;
                return new SetSample(
                    name, new SampleFiles(photo, [map], reading.MaxPixels), () => map == train ? TrainIds(map, reading) : Ids(map, reading));
            }),
        ];
        return samples.Length > 0 ? samples : throw new FileNotFoundException(
            $"expected photographs CITY/*{PhotoEnd} in {cities}, found none; unpack leftImg8bit there.");
    }

    private static LabelMap Ids(string path, SetReading reading) => MapFile.ReadLabels(
        path, new LabelOptions { Encoding = LabelEncoding.Cityscapes }, reading.MaxPixels).Labels;

    private static LabelMap TrainIds(string path, SetReading reading)
    {
        var labels = SchemeFolders.Numbers(path, reading.MaxPixels);
        var at = labels.Labels.AsSpan().IndexOfAnyInRange((byte)reading.Palette.Count, (byte)(LabelMap.Ignore - 1));
        if (at < 0)
            return labels;
        var value = labels.Labels[at];
        throw new InvalidDataException(
            $"{path}: expected train ids, 0 to {reading.Palette.Count - 1} or {LabelMap.Ignore}, got {value} at "
            + $"{LabelImage.Place(at, labels.Width)}; " + (value <= MostId
                ? "these are Cityscapes' label ids in place of train ids: name the file _labelIds.png, or make train ids of it."
                : "mend the program that made the file."));
    }
}

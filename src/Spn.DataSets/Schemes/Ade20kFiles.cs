using Spn.Imaging;

namespace Spn.DataSets.Schemes;

/// <summary>The scene parsing benchmark of ADE20K: grey files of 0 (other) and the classes from 1.</summary>
internal static class Ade20kFiles
{
    public static IReadOnlyList<SetSplit> Find(string folder, SetReading reading)
    {
        var photos = SchemeFolders.Existing(folder, "images", SetScheme.Ade20k);
        var labels = SchemeFolders.Existing(folder, "annotations", SetScheme.Ade20k);
        return
        [
            .. new[] { (Split: "train", Part: "training"), (Split: "val", Part: "validation") }.Select(one => new SetSplit(
                one.Split, SchemeFolders.Pairs(
                    SchemeFolders.Existing(photos, one.Part, SetScheme.Ade20k),
                    SchemeFolders.Existing(labels, one.Part, SetScheme.Ade20k), reading, path => Labels(path, reading)))),
        ];
    }

    private static LabelMap Labels(string path, SetReading reading)
    {
        var numbers = SchemeFolders.Numbers(path, reading.MaxPixels);
        var at = numbers.Labels.AsSpan().IndexOfAnyInRange((byte)(reading.Palette.Count + 1), byte.MaxValue);
        if (at >= 0)
            throw new InvalidDataException(
                $"{path}: expected 0 (other) or classes from 1 to {reading.Palette.Count}, got {numbers.Labels[at]} at "
                + $"{LabelImage.Place(at, numbers.Width)}; give the annotations of the scene parsing benchmark (ADEChallengeData2016).");
        // 0 − 1 is 255: ignored.
        return new LabelMap(numbers.Height, numbers.Width, Array.ConvertAll(numbers.Labels, value => unchecked((byte)(value - 1))));
    }
}

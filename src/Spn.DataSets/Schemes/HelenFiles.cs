using Spn.Imaging;
using Spn.Photos;

namespace Spn.DataSets.Schemes;

/// <summary>HELEN with the soft masks of Smith et al.: eleven files a photograph, and lists of names.</summary>
internal static class HelenFiles
{
    /// <summary>The lists by what their splits are called here.</summary>
    public static IReadOnlyList<HelenList> Lists { get; } =
        [new("train", "exemplars.txt"), new("val", "tuning.txt"), new("test", "testing.txt")];

    /// <summary>
    /// The columns of the paper's Table 1. Overall sums the counts of brows, eyes, nose and mouth: skin, hair and background, which are
    /// large and easy, are left out.
    /// </summary>
    public static IReadOnlyList<ClassGroup> Groups { get; } = Array.AsReadOnly<ClassGroup>(
    [
        new("skin", [1]),
        new("brows", [2, 3], InOverall: true),
        new("eyes", [4, 5], InOverall: true),
        new("nose", [6], InOverall: true),
        new("mouth", [7, 8, 9], InOverall: true),
        new("U-lip", [7]),
        new("in-mouth", [8]),
        new("L-lip", [9]),
    ]);

    public static IReadOnlyList<SetSplit> Find(string folder, SetReading reading)
    {
        var photos = SchemeFolders.Existing(folder, "images", SetScheme.Helen);
        var labels = SchemeFolders.Existing(folder, "labels", SetScheme.Helen);
        return
        [
            .. Lists.Where(list => list.Split == "train" || File.Exists(Path.Combine(folder, list.File))).Select(list =>
            {
                var path = Path.Combine(folder, list.File);
                return new SetSplit(list.Split, [.. NameList.Read(path).Select(name => Sample(photos, labels, name, path, reading))]);
            }),
        ];
    }

    /// <summary>The file of a soft mask.</summary>
    public static string MaskFile(string labels, string name, int label) =>
        Path.Combine(labels, name, FormattableString.Invariant($"{name}_lbl{label:d2}.png"));

    private static SetSample Sample(string photos, string labels, string name, string list, SetReading reading)
    {
        var photo = Path.Combine(photos, $"{name}.jpg");
        SchemeFolders.Need(photo, list, name);
        string[] masks = [.. Enumerable.Range(0, reading.Palette.Count).Select(label => MaskFile(labels, name, label))];
        var number = Directory.Exists(Path.Combine(labels, name))
            ? Directory.EnumerateFiles(Path.Combine(labels, name), $"{name}_lbl*.png").Count()
            : 0;
        if (number != masks.Length || masks.FirstOrDefault(mask => !File.Exists(mask)) is not null)
            throw new FileNotFoundException(
                $"expected {masks.Length} masks {name}_lbl00.png to {name}_lbl{masks.Length - 1:d2}.png in {Path.Combine(labels, name)} for "
                + $"'{name}' of {list}, found {number}; unpack the whole archive.");
        return new SetSample(
            name, new SampleFiles(photo, masks, reading.MaxPixels), () => HelenMasks.Merge(HelenMasks.Read(masks, reading.MaxPixels)),
            () => HelenMasks.Read(masks, reading.MaxPixels));
    }
}

/// <summary>A list of names and the split that it is.</summary>
internal sealed record HelenList(string Split, string File);

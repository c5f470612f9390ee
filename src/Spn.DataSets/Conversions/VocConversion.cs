using System.Text;
using Spn.DataSets.Acquire;
using Spn.DataSets.Schemes;
using Spn.Imaging;

namespace Spn.DataSets.Conversions;

/// <summary>PASCAL VOC 2012 as it comes, and with SBD's labels the list <c>trainaug</c>.</summary>
public static class VocConversion
{
    /// <summary>What of VOC's archive is kept.</summary>
    public static Func<string, string?> Keep { get; } = EntryPath.Under("JPEGImages", "SegmentationClass", "ImageSets/Segmentation");

    /// <summary>What of SBD's archive is kept.</summary>
    public static Func<string, string?> KeepSbd { get; } = EntryPath.Under("dataset/cls", "dataset/train.txt", "dataset/val.txt");

    /// <summary>The folders of VOC's archive.</summary>
    /// <param name="conversion">The folders.</param>
    /// <param name="voc">The name of VOC's archive.</param>
    public static void Run(Conversion conversion, string voc)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        foreach (var folder in (string[])["JPEGImages", "SegmentationClass", "ImageSets/Segmentation"])
            conversion.Take(voc, folder);
    }

    /// <summary>
    /// The same, and SBD's labels (Hariharan et al. 2011) as palette PNG in <c>SegmentationClassAug</c>, with the list <c>trainaug</c>:
    /// VOC's training images, then all of SBD's that are neither in them nor in VOC's validation list.
    /// </summary>
    /// <param name="conversion">The folders.</param>
    /// <param name="voc">The name of VOC's archive.</param>
    /// <param name="sbd">The name of SBD's.</param>
    /// <exception cref="InvalidDataException">A label file is damaged, or has a label that is no class.</exception>
    public static void RunWithSbd(Conversion conversion, string voc, string sbd)
    {
        Run(conversion, voc);
        var lists = Path.Combine(conversion.Folder, "ImageSets", "Segmentation");
        var from = Path.Combine(conversion.Unpacked(sbd), "dataset");
        var train = NameList.Read(Path.Combine(lists, "train.txt"));
        HashSet<string> known = [.. train, .. NameList.Read(Path.Combine(lists, "val.txt"))];
        string[] more =
        [
            .. NameList.Read(Path.Combine(from, "train.txt")).Concat(NameList.Read(Path.Combine(from, "val.txt")))
                .Where(name => known.Add(name)).Order(StringComparer.Ordinal),
        ];
        conversion.Each("converting SBD's labels", more, name => Write(
            Path.Combine(from, "cls", $"{name}.mat"), Path.Combine(conversion.Folder, "SegmentationClassAug", $"{name}.png")));
        AtomicFile.WriteText(Path.Combine(lists, "trainaug.txt"), Lines(train.Concat(more)));
    }

    private static void Write(string mat, string png)
    {
        if (File.Exists(png))
            return;
        try
        {
            var labels = MatFile.Labels(ImageFile.ReadBytes(mat, "SBD's labels"), "GTcls", "Segmentation");
            Png.Write(png, LabelImage.Checked(labels, new LabelOptions { Palette = Palette.PascalVoc }), Palette.PascalVoc);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{mat}: {exception.Message}", exception);
        }
    }

    private static string Lines(IEnumerable<string> names) =>
        names.Aggregate(new StringBuilder(), (text, name) => text.Append(name).Append('\n')).ToString();
}

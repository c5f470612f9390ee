using Spn.DataSets.Acquire;

namespace Spn.DataSets.Conversions;

/// <summary>CamVid as SegNet's authors give it: already laid out.</summary>
public static class CamVidConversion
{
    private static readonly string[] s_folders = ["train", "trainannot", "val", "valannot", "test", "testannot"];

    /// <summary>What of the archive is kept.</summary>
    public static Func<string, string?> Keep { get; } = EntryPath.Under(s_folders);

    /// <summary>The six folders; each photograph and its labels are read once, so that a wrong one is found here.</summary>
    /// <param name="conversion">The folders.</param>
    /// <param name="archive">The name of the archive.</param>
    /// <exception cref="ArchiveException">A folder is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, a label is beyond the classes, or sizes differ.</exception>
    public static void Run(Conversion conversion, string archive)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        foreach (var folder in s_folders)
            conversion.Take(archive, folder);
        var set = SegmentationSet.Open(conversion.Folder, SetScheme.CamVid);
        conversion.Each("reading", [.. set.Splits.SelectMany(split => split.Samples)], sample => _ = sample.Load(set.Palette));
    }
}

using Spn.DataSets.Acquire;

namespace Spn.DataSets.Conversions;

/// <summary>CamVid as SegNet's authors give it: already laid out.</summary>
public static class CamVidConversion
{
    private static readonly string[] s_folders = ["train", "trainannot", "val", "valannot", "test", "testannot"];

    /// <summary>What of the archive is kept.</summary>
    public static Func<string, string?> Keep { get; } = EntryPath.Under(s_folders);

    /// <summary>The six folders.</summary>
    /// <param name="conversion">The folders.</param>
    /// <param name="archive">The name of the archive.</param>
    public static void Run(Conversion conversion, string archive)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        foreach (var folder in s_folders)
            conversion.Take(archive, folder);
    }
}

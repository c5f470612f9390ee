using Spn.DataSets.Schemes;

namespace Spn.DataSets;

/// <summary>A scheme, and how it was found.</summary>
internal sealed record FoundScheme(SetScheme Scheme, string By);

/// <summary>Finds the scheme of a folder.</summary>
internal static class SchemeFinder
{
    /// <exception cref="DirectoryNotFoundException">The folder is laid out like none of them.</exception>
    /// <exception cref="InvalidDataException">Its manifest is damaged, or names a scheme that is not known.</exception>
    public static FoundScheme Find(string folder)
    {
        if (SetManifest.Find(folder) is { } manifest)
            return new FoundScheme(manifest.KnownScheme(folder), $"by its {SetManifest.FileName}");
        foreach (var scheme in SetScheme.All)
            if (scheme.Marks.Count > 0 && scheme.Marks.All(mark => Path.Exists(Path.Combine(VocFiles.Root(folder), mark))))
                return new FoundScheme(scheme, $"by its {string.Join(" and ", scheme.Marks)}");
        if (FolderPairs.IsOne(folder))
            return new FoundScheme(SetScheme.Folders, "by its pairs of folders");
        throw new DirectoryNotFoundException(
            $"expected a data set in {folder}, found none of these layouts: "
            + $"{string.Join("; ", SetScheme.All.Where(scheme => scheme != SetScheme.Scenes))}; name the folder that holds them.");
    }
}

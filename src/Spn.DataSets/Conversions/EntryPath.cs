namespace Spn.DataSets.Conversions;

/// <summary>Chooses entries of an archive, wherever in it the set's folder lies.</summary>
public static class EntryPath
{
    /// <summary>
    /// A filter that keeps what lies under the given files and folders, by the path from there on: with <c>train</c> an entry
    /// <c>some/where/train/1.png</c> is unpacked to <c>train/1.png</c>. Hidden files and what macOS adds are left out.
    /// </summary>
    /// <param name="tops">Names, or paths with <c>/</c>.</param>
    public static Func<string, string?> Under(params string[] tops) => path =>
    {
        if (path.StartsWith("__MACOSX/", StringComparison.Ordinal) || Path.GetFileName(path).StartsWith('.'))
            return null;
        for (var at = 0; at >= 0; at = path.IndexOf('/', at) is var slash && slash < 0 ? -1 : slash + 1)
            foreach (var top in tops)
                if (path.AsSpan(at).StartsWith(top) && (path.Length == at + top.Length || path[at + top.Length] == '/'))
                    return path[at..];
        return null;
    };
}

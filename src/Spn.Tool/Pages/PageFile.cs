namespace Spn.Tool.Pages;

/// <summary>A page that is to be written.</summary>
internal static class PageFile
{
    /// <summary>Refuses what is no page or cannot be written, before anything is computed.</summary>
    /// <param name="option">The option that names it, as in <c>--out</c>.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">The file's name does not end in .html.</exception>
    /// <exception cref="IOException">It cannot be written there.</exception>
    public static void Check(string option, string path)
    {
        AtomicFile.Check(path);
        if (Path.GetExtension(path).ToLowerInvariant() is not (".html" or ".htm"))
            throw new ArgumentException($"expected {option} to end in .html, got '{Path.GetFileName(path)}'; change its extension.");
    }
}

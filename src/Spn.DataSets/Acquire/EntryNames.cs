using System.Text;

namespace Spn.DataSets.Acquire;

/// <summary>
/// The names of an archive's entries: each a relative path that means the same on every system, and no two that are one file on some
/// system.
/// </summary>
/// <param name="archive">What messages call the archive.</param>
internal sealed class EntryNames(string archive)
{
    private const int MostLength = 1024;

    private const int MostPart = 240;

    private static readonly HashSet<string> s_devices = new(
        [
            "CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(i => (IEnumerable<string>)[$"COM{i}", $"LPT{i}"]),
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Paths as a system without case and with one form of accents sees them, and what they are.</summary>
    private readonly Dictionary<string, Seen> _seen = new(StringComparer.Ordinal);

    /// <summary>Checks the name of an entry.</summary>
    /// <param name="name">As the archive has it.</param>
    /// <param name="folder">Whether it is a folder.</param>
    /// <returns>The path, its parts joined by <c>/</c>; empty for the archive's own top.</returns>
    /// <exception cref="ArchiveException">It is no safe name, or was there before.</exception>
    public string Add(string name, bool folder)
    {
        if (name.Length is 0 or > MostLength)
            throw Wrong(name, $"a name of 1 to {MostLength} characters");
        if (name[0] is '/' || name.AsSpan().IndexOfAny("\\:*?\"<>|") >= 0 || name.Any(char.IsControl))
            throw Wrong(name, "a relative name with / between its parts and none of \\ : * ? \" < > |");
        string[] parts = [.. name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".")];
        // A part of dots alone ends in one.
        foreach (var part in parts)
            if (part.Length > MostPart || part[^1] is '.' or ' ' || part[0] is ' ' || s_devices.Contains(part.Split('.')[0]))
                throw Wrong(name, "a name that stays inside the folder and is a file's on every system");
        for (var count = 1; count < parts.Length; count++)
            AddOne(string.Join('/', parts[..count]), name, folder: true);
        var path = string.Join('/', parts);
        if (parts.Length > 0)
            AddOne(path, name, folder);
        else if (!folder)
            throw Wrong(name, "the name of a file");
        return path;
    }

    private void AddOne(string path, string name, bool folder)
    {
        var folded = Folded(path, name);
        if (!_seen.TryGetValue(folded, out var before))
            _seen.Add(folded, new Seen(path, folder));
        else if (before.Path != path)
            throw Wrong(name, $"names that differ by more than case, beside '{before.Path}'");
        else if (!(folder && before.IsFolder))
            throw Wrong(name, "each file once");
    }

    private string Folded(string path, string name)
    {
        try
        {
            return path.Normalize(NormalizationForm.FormC).ToUpperInvariant();
        }
        catch (ArgumentException)
        {
            throw Wrong(name, "a name of whole characters");
        }
    }

    private ArchiveException Wrong(string name, string expected) => new(
        $"{archive}: expected {expected}, got the entry '{Expect.Shown(name, 80)}'; nothing was unpacked, take the archive from its own "
        + "site.");

    private sealed record Seen(string Path, bool IsFolder);
}

namespace Spn.DataSets.Acquire;

/// <summary>An archive, where the user has it, and what the user knows of it.</summary>
/// <param name="Source">What is known.</param>
/// <param name="Given">The user's own file; null: it is fetched.</param>
/// <param name="Sha256">The checksum that the user gave; null: none.</param>
internal sealed record AcquireArchive(ArchiveSource Source, string? Given, string? Sha256)
{
    /// <summary>What is said after a checksum that nobody has published.</summary>
    public string Known => Sha256 is not null || Source.Sha256.Length > 0 || Source.Md5.Length > 0
        ? ""
        : " (computed here: none is published; --sha256 checks one that you know)";

    /// <exception cref="ArchiveException">The user's checksum is not that of what was unpacked.</exception>
    public void CheckGiven(string unpacked)
    {
        if (Sha256 is { } given && given != unpacked)
            throw new ArchiveException(
                $"{Source.File}: expected the SHA-256 {given}, got {unpacked} in an earlier run; remove the folder "
                + ".partial beside --out and run it again.");
    }
}

/// <summary>Which archive the user gave for which.</summary>
internal static class AcquireArchives
{
    /// <exception cref="ArgumentException">A file or a checksum belongs to no archive of the set.</exception>
    /// <exception cref="FileNotFoundException">A file that was given is not there.</exception>
    public static IReadOnlyList<AcquireArchive> Of(SetSource source, AcquireRequest request)
    {
        var names = string.Join(", ", source.Archives.Select(archive => archive.File));
        var sums = request.Sha256.Select(one => Sum(one, source, names)).ToArray();
        string[] given = [.. request.From.SelectMany(path => Expand(path, source))];
        if (given.FirstOrDefault(path => Owner(path, source) is null) is { } other)
            throw new ArgumentException(source.Archives.Count == 0
                ? $"expected no --from: {source.Name} is made of no archive; leave it out."
                : $"expected --from with the name of an archive of {source.Name} ({names}), got '{Path.GetFileName(other)}'; rename it.");
        return
        [
            .. source.Archives.Select(archive => new AcquireArchive(
                Moved(archive, request.Mirror), given.LastOrDefault(path => Owner(path, source) == archive.File),
                sums.LastOrDefault(sum => sum.File == archive.File)?.Digits)),
        ];
    }

    private static IEnumerable<string> Expand(string path, SetSource source)
    {
        if (!Directory.Exists(path))
            return File.Exists(path) ? [path] : throw new FileNotFoundException(
                $"expected an archive at {Path.GetFullPath(path)} for --from, found none; correct the path.");
        string[] inside = [.. source.Archives.Select(archive => Path.Combine(path, archive.File)).Where(File.Exists)];
        return inside.Length > 0 ? inside : throw new FileNotFoundException(
            $"expected an archive of {source.Name} ({string.Join(", ", source.Archives.Select(archive => archive.File))}) in the folder "
            + $"{path} for --from, found none; correct the path.");
    }

    /// <summary>The archive that a file is: the only one whatever its name, else that of its name.</summary>
    private static string? Owner(string path, SetSource source) => source.Archives.Count == 1
        ? source.Archives[0].File
        : source.Archives.FirstOrDefault(archive => archive.File == Path.GetFileName(path))?.File;

    private static ArchiveSource Moved(ArchiveSource archive, string mirror)
    {
        if (mirror.Length == 0)
            return archive;
        if (!Uri.TryCreate(mirror, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new ArgumentException(
                $"expected --mirror with an address that begins with http:// or https://, got '{mirror}'; correct it.");
        return archive with { Address = $"{mirror.TrimEnd('/')}/{Uri.EscapeDataString(archive.File)}" };
    }

    private static NamedSum Sum(string text, SetSource source, string names)
    {
        var at = text.LastIndexOf('=');
        var (file, digits) = (at < 0 ? null : text[..at], text[(at + 1)..].ToLowerInvariant());
        if (digits.Length != 64 || digits.Any(digit => !char.IsAsciiHexDigit(digit)))
            throw new ArgumentException($"expected --sha256 with 64 hexadecimal digits, got '{text}'; correct it.");
        file ??= source.Archives.Count == 1 ? source.Archives[0].File : throw new ArgumentException(
            $"expected --sha256 FILE=DIGITS, since {source.Name} is made of {source.Archives.Count} archives ({names}), got digits alone.");
        return source.Archives.Any(archive => archive.File == file) ? new NamedSum(file, digits) : throw new ArgumentException(
            $"expected --sha256 with the name of an archive of {source.Name} ({names}), got '{file}'; correct it.");
    }

    private sealed record NamedSum(string File, string Digits);
}

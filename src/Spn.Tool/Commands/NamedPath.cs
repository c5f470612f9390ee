namespace Spn.Tool.Commands;

/// <summary>A file or folder that an option names.</summary>
/// <param name="Option">The option, as in <c>--out</c>.</param>
/// <param name="Path">The path as it was given.</param>
/// <param name="What">What is there, as in <c>the photograph</c>.</param>
internal sealed record NamedPath(string Option, string Path, string What)
{
    /// <summary>How file names compare here: outside Linux, names that differ only in case are taken for one.</summary>
    public static readonly StringComparer Comparer = OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    private const int MostLinks = 40;

    /// <summary>The paths that were given: those that are not null.</summary>
    public static IEnumerable<NamedPath> Given(params (string Option, string? Path, string What)[] paths) =>
        paths.Where(p => p.Path is not null).Select(p => new NamedPath(p.Option, p.Path!, p.What));

    /// <summary>Refuses outputs that would replace an input, or each other, however their paths are spelled.</summary>
    /// <param name="kind">What they are in the message, <c>file</c> or <c>folder</c>.</param>
    /// <param name="inputs">Where the command reads; a path may occur twice.</param>
    /// <param name="outputs">Where it writes.</param>
    /// <exception cref="ArgumentException">Two paths are one.</exception>
    public static void KeepApart(string kind, IEnumerable<NamedPath> inputs, IEnumerable<NamedPath> outputs)
    {
        var (read, written) = (new Dictionary<string, NamedPath>(Comparer), new Dictionary<string, NamedPath>(Comparer));
        foreach (var input in inputs)
            read.TryAdd(Real(input.Path), input);
        foreach (var output in outputs)
        {
            var real = Real(output.Path);
            if (read.TryGetValue(real, out var source))
                throw new ArgumentException($"{output.Option} is {source.What} itself, '{output.Path}'; name another {kind}.");
            if (!written.TryAdd(real, output))
                throw new ArgumentException(
                    $"{output.Option} and {written[real].Option} are the same {kind}, '{output.Path}'; name another for one of them.");
        }
    }

    /// <summary>The full path without symbolic links; what does not exist yet stays as it is named.</summary>
    private static string Real(string path, int links = 0)
    {
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        if (System.IO.Path.GetDirectoryName(full) is not { } parent)
            return full;
        var folder = Real(parent, links);
        var entry = new FileInfo(System.IO.Path.Combine(folder, System.IO.Path.GetFileName(full)));
        if (entry.LinkTarget is not { } target)
            return entry.FullName;
        return links < MostLinks
            ? Real(System.IO.Path.Combine(folder, target), links + 1)
            : throw new IOException($"'{path}' leads through too many symbolic links; name the file itself.");
    }
}

using Spn.Tool.Notebooks.Documents;

namespace Spn.Tool.Notebooks.Runs;

/// <summary>One notebook to run and where its results go.</summary>
/// <param name="Name">What the terminal calls it: its path below the folder given, without extension.</param>
/// <param name="Document">The notebook, read and checked.</param>
/// <param name="Folder">Its folder, where its cells run.</param>
/// <param name="Executed">The executed notebook to write.</param>
/// <param name="Page">The page to write.</param>
/// <param name="IsInPlace">Whether the executed notebook replaces the one that was read.</param>
internal sealed record RunItem(string Name, NotebookDocument Document, string Folder, string Executed, string Page, bool IsInPlace);

/// <summary>Finds the notebooks that a command line names, and reads all of them before the first one runs.</summary>
internal static class RunPlan
{
    /// <summary>
    /// Files as given; folders searched with their subfolders for <c>.ipynb</c>, without hidden ones and the output folder.
    /// </summary>
    /// <param name="inputs">Files and folders.</param>
    /// <param name="outFolder">Where results go.</param>
    /// <param name="inPlace">Whether executed notebooks replace those that were read.</param>
    /// <param name="broken">Is told each file that is no notebook, which is then left out.</param>
    /// <exception cref="FileNotFoundException">A path does not exist.</exception>
    /// <exception cref="ArgumentException">A folder holds no notebook, or two results would have one name.</exception>
    /// <exception cref="IOException">A result could not be written where it is to stand.</exception>
    public static IReadOnlyList<RunItem> Make(IReadOnlyList<string> inputs, string outFolder, bool inPlace, Action<string>? broken = null)
    {
        outFolder = Path.GetFullPath(outFolder);
        var items = new List<RunItem>();
        foreach (var (path, relative) in inputs.SelectMany(input => Expand(input, outFolder)).DistinctBy(f => f.Path))
        {
            var name = Path.ChangeExtension(relative, null);
            var target = Path.Combine(outFolder, name);
            var isNotebook = Path.GetExtension(path).Equals(".ipynb", StringComparison.OrdinalIgnoreCase);
            if (inPlace && !isNotebook)
                throw new ArgumentException($"expected .ipynb files for --in-place, got '{path}'; outputs cannot be kept in a .dib file.");
            var executed = inPlace ? path : target + ".ipynb";
            if (executed == path && !inPlace)
                throw new ArgumentException(
                    $"expected --out to be another folder than that of '{relative}', which would be replaced; name another one, or say "
                    + "--in-place.");
            try
            {
                items.Add(new RunItem(name.Replace('\\', '/'), NotebookDocument.Read(path), Path.GetDirectoryName(path)!,
                    executed, target + ".html", executed == path));
            }
            catch (Exception exception) when (
                broken is not null && exception is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                broken(exception.Message);
            }
        }

        if (items.GroupBy(i => i.Page).FirstOrDefault(g => g.Count() > 1) is { } clash)
            throw new ArgumentException($"expected notebooks of different names, got {clash.Count()} that would become '{Path.GetRelativePath(Environment.CurrentDirectory, clash.Key)}'; run them with different --out folders.");
        foreach (var item in items)
        {
            AtomicFile.Check(item.Executed);
            AtomicFile.Check(item.Page);
        }

        return items;
    }

    private static IEnumerable<(string Path, string Relative)> Expand(string input, string outFolder)
    {
        var full = Path.GetFullPath(input);
        if (File.Exists(full))
        {
            if (Path.GetExtension(full).ToLowerInvariant() is not (".ipynb" or ".dib"))
                throw new ArgumentException($"expected .ipynb or .dib files, got '{input}'.");
            return [(full, Path.GetFileName(full))];
        }

        if (!Directory.Exists(full))
            throw new FileNotFoundException($"expected a notebook or a folder of notebooks, but '{input}' does not exist.");
        var found = Search(full, outFolder).Order(StringComparer.Ordinal).Select(path => (path, Path.GetRelativePath(full, path))).ToList();
        return found.Count > 0 ? found : throw new ArgumentException($"expected notebooks in '{input}', found no .ipynb file there.");
    }

    private static IEnumerable<string> Search(string folder, string outFolder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.ipynb"))
            yield return file;
        foreach (var inner in Directory.EnumerateDirectories(folder))
            if (!Path.GetFileName(inner).StartsWith('.') && inner != outFolder)
                foreach (var file in Search(inner, outFolder))
                    yield return file;
    }
}

using Spn.Tool.Notebooks.Documents;

namespace Spn.Tool.Notebooks.Cells;

/// <summary>A piece of an imported file.</summary>
internal sealed record ImportedCell(string Kernel, string Source, string Label);

/// <summary>Reads what <c>#!import</c> takes: notebooks and script files.</summary>
internal static class ImportedFile
{
    /// <exception cref="InvalidDataException">The file is no notebook, or of a kind that cannot be imported.</exception>
    public static IReadOnlyList<ImportedCell> Read(string path)
    {
        var name = Path.GetFileName(path);
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".ipynb" or ".dib" => [.. NotebookDocument.Read(path).Cells
                .Where(c => c.Type is "code" or "markdown" && c.Source.Length > 0)
                .Select(c => new ImportedCell(c.Type == "markdown" ? KernelNames.Markdown : c.Kernel, c.Source, $"{name} cell {c.Number}"))],
            ".cs" or ".csx" => [new ImportedCell(KernelNames.CSharp, File.ReadAllText(path), name)],
            ".fs" or ".fsx" => [new ImportedCell(KernelNames.FSharp, File.ReadAllText(path), name)],
            var other => throw new InvalidDataException($"expected .ipynb, .dib, .cs, .csx or .fsx, got '{other}'."),
        };
    }
}

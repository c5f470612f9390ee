using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;

namespace Spn.Tool.Notebooks.Host;

/// <summary>The files that <c>#!import</c> is running, the innermost first.</summary>
internal sealed class ImportedFiles
{
    private readonly List<(string Path, CodeSource Source)> _files = [];

    /// <summary>Follows the imports of a kernel, and refuses a file that imports itself, which would never end.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="notebook">The path, without its extension, of the notebook that runs: it is no file to import either.</param>
    public ImportedFiles(CompositeKernel kernel, string? notebook) => kernel.AddMiddleware(async (command, context, next) =>
    {
        if (command is not ImportDocument import || !File.Exists(import.FilePath))
        {
            await next(command, context);
            return;
        }

        var path = Path.GetFullPath(import.FilePath);
        if (_files.Any(file => file.Path == path) || Path.ChangeExtension(path, null) == notebook)
        {
            context.Fail(command, message: $"#!import {import.FilePath}: the file imports itself.");
            return;
        }

        _files.Insert(0, (path, new CodeSource(Path.GetFileName(path), await File.ReadAllTextAsync(path))));
        try
        {
            await next(command, context);
        }
        finally
        {
            _files.RemoveAt(0);
        }
    });

    /// <summary>The files, the innermost first.</summary>
    public IEnumerable<CodeSource> Current => _files.Select(file => file.Source);
}

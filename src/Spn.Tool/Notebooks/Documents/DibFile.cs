using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Spn.Tool.Notebooks.Documents;

/// <summary>Turns a <c>.dib</c> file, plain text cut by <c>#!name</c> lines, into a notebook.</summary>
internal static class DibFile
{
    public static byte[] ToNotebook(string text)
    {
        var cells = new JsonArray();
        var (kernel, name) = (KernelNames.CSharp, KernelNames.CSharp);
        var body = new List<string>();
        foreach (var line in text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n'))
        {
            if (Marker(line) is not { } marker)
            {
                body.Add(line);
                continue;
            }

            Add();
            kernel = marker;
        }

        Add();
        var notebook = new JsonObject
        {
            ["cells"] = cells,
            ["metadata"] = new JsonObject { ["polyglot_notebook"] = new JsonObject { ["kernelInfo"] = new JsonObject { ["defaultKernelName"] = name } } },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        };
        return Encoding.UTF8.GetBytes(NotebookJson.Write(notebook, NotebookStyle.Jupyter, "") + "\n");

        void Add()
        {
            var source = string.Join("\n", body).Trim('\n');
            body.Clear();
            if (kernel == "meta")
                name = DefaultKernel(source) ?? name;
            else if (source.Length > 0)
                cells.Add(Cell(kernel, source, cells.Count + 1));
            kernel = name;
        }
    }

    private static string? Marker(string line)
    {
        var text = line.TrimEnd();
        return !text.StartsWith("#!", StringComparison.Ordinal) ? null : text == "#!meta" ? "meta" : KernelNames.Find(text[2..]);
    }

    private static JsonObject Cell(string kernel, string source, int number)
    {
        var cell = new JsonObject { ["cell_type"] = kernel == KernelNames.Markdown ? "markdown" : "code" };
        if (kernel != KernelNames.Markdown)
            cell["execution_count"] = null;
        cell["id"] = $"cell-{number}";
        cell["metadata"] = kernel == KernelNames.Markdown ? [] : new JsonObject { ["polyglot_notebook"] = new JsonObject { ["kernelName"] = kernel } };
        if (kernel != KernelNames.Markdown)
            cell["outputs"] = new JsonArray();
        cell["source"] = new JsonArray([.. SourceText.Lines(source).Select(l => (JsonNode)l)]);
        return cell;
    }

    private static string? DefaultKernel(string meta)
    {
        using var document = JsonDocument.Parse(meta);
        return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("kernelInfo", out var info)
            && info.ValueKind == JsonValueKind.Object && info.TryGetProperty("defaultKernelName", out var name) && name.ValueKind == JsonValueKind.String
            ? KernelNames.Find(name.GetString()!)
            : null;
    }
}

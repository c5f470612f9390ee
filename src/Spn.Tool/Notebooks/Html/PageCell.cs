using System.Text.Json;
using Spn.Tool.Notebooks.Documents;
using Spn.Tool.Notebooks.Html.Code;

namespace Spn.Tool.Notebooks.Html;

/// <summary>One cell, as the page needs it.</summary>
/// <param name="Cell">The cell as the notebook holds it.</param>
/// <param name="Json">Its JSON.</param>
internal sealed record PageCell(NotebookCell Cell, JsonElement Json)
{
    /// <summary>All cells of a notebook.</summary>
    public static IReadOnlyList<PageCell> Of(NotebookDocument notebook) =>
        [.. notebook.Cells.Select(cell => new PageCell(cell, cell.Span.Element(notebook.Json)))];

    /// <summary>Its text, with line feeds.</summary>
    public string Source { get; } = Cell.Source.ReplaceLineEndings("\n");

    public bool IsCode => Cell.Type == "code";

    /// <summary>Markdown cells, and raw cells that hold Markdown.</summary>
    public bool IsProse => Cell.Type == "markdown"
        || (Cell.Type == "raw" && PageJson.String(Json, "metadata", "format") == "text/markdown");

    /// <summary>
    /// The language of a code cell, lower case: <c>csharp</c>, <c>fsharp</c>, …. Its magic line decides before its metadata.
    /// </summary>
    public string Language => Languages.FromMagic(Source) is { Length: > 0 } magic ? magic : Languages.Normalize(Cell.Kernel);

    /// <summary>The number beside an executed cell; empty without one.</summary>
    public string ExecutionCount =>
        PageJson.Property(Json, "execution_count") is { ValueKind: JsonValueKind.Number } run ? run.GetRawText() : "";

    /// <summary>The nbformat objects of its outputs.</summary>
    public IReadOnlyList<JsonElement> Outputs =>
        PageJson.Property(Json, "outputs") is { ValueKind: JsonValueKind.Array } all ? [.. all.EnumerateArray()] : [];

    /// <summary>Pictures by name, for Markdown.</summary>
    public JsonElement? Attachments => PageJson.Property(Json, "attachments");

    /// <summary>
    /// Whether it has a tag of Jupyter Book's (<c>remove-input</c>, <c>hide-output</c>, …), or JupyterLab's flag of that meaning.
    /// </summary>
    public bool Has(string tag) => Cell.Tags.Contains(tag) || (tag switch
    {
        "hide-input" => PageJson.Property(Jupyter, "source_hidden"),
        "hide-output" => PageJson.Property(Jupyter, "outputs_hidden"),
        _ => null,
    }) is { ValueKind: JsonValueKind.True };

    private JsonElement? Jupyter => PageJson.Property(PageJson.Property(Json, "metadata"), "jupyter");
}

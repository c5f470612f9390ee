using System.Text;
using Markdig.Syntax;
using Spn.Tool.Notebooks.Html.Code;
using Spn.Tool.Notebooks.Html.Markup;

namespace Spn.Tool.Notebooks.Html;

/// <summary>
/// An executed notebook as one HTML page that opens offline: no network, no script of ours, formulas as MathML. The same
/// notebook gives the same bytes.
/// </summary>
/// <param name="Html">The page, with line feeds.</param>
/// <param name="Warnings">What could not be shown as meant (unknown TeX, missing pictures, …), one sentence each with the cell's number.</param>
internal sealed record HtmlPage(string Html, IReadOnlyList<string> Warnings)
{
    private static readonly string Style = ReadStyle();

    /// <summary>The page alone, for callers that have no use for warnings.</summary>
    /// <param name="notebookJson">A notebook of nbformat 4.</param>
    /// <param name="title">The page's title.</param>
    /// <exception cref="InvalidDataException">The text is not such a notebook.</exception>
    public static string Render(string notebookJson, string title) => Create(notebookJson, title).Html;

    /// <summary>The page and what could not be shown.</summary>
    /// <param name="notebookJson">A notebook of nbformat 4.</param>
    /// <param name="title">The page's title.</param>
    /// <param name="folder">The notebook's folder, where relative pictures are looked for; null inlines none.</param>
    /// <exception cref="InvalidDataException">The text is not such a notebook.</exception>
    public static HtmlPage Create(string notebookJson, string title, string? folder = null)
    {
        ArgumentNullException.ThrowIfNull(notebookJson);
        ArgumentNullException.ThrowIfNull(title);
        var cells = PageJson.Read(notebookJson);
        var report = new PageReport();
        var resources = new Resources(folder, report);
        var markdown = new MarkdownText(resources, report);
        var outputs = new Outputs(markdown, resources, report);
        var documents = cells.Where(IsProse).ToDictionary(c => c.Number, c => markdown.Parse(c.Source));

        var body = new StringBuilder();
        var outputsHtml = new StringBuilder();
        foreach (var cell in cells.Where(c => !c.Tags.Contains("remove-cell")))
        {
            report.Cell = cell.Number;
            body.Append(cell.Kind switch
            {
                _ when documents.TryGetValue(cell.Number, out var document) => Prose(cell, markdown.Render(document, cell.Attachments)),
                PageCellKind.Code => Code(cell, outputs, outputsHtml),
                _ => Raw(cell),
            });
        }

        return new(Page(title, body.ToString(), markdown.Contents, ContentPolicy.For(outputsHtml.ToString())), report.Warnings);
    }

    /// <summary>Markdown cells, and raw cells that hold Markdown.</summary>
    private static bool IsProse(PageCell cell) => cell.Kind == PageCellKind.Markdown
        || (cell.Kind == PageCellKind.Raw && PageJson.String(cell.Metadata, "format") == "text/markdown");

    private static string Prose(PageCell cell, string html)
    {
        var hidden = cell.Tags.Contains("hide-cell") || cell.Tags.Contains("hide-input");
        return hidden
            ? $"<section class=\"prose\"><details><summary>Show text</summary>\n{html}</details></section>\n"
            : $"<section class=\"prose\">\n{html}</section>\n";
    }

    private static string Raw(PageCell cell) => cell.Source.Length == 0 ? "" : $"<section><pre class=\"output\">{HtmlText.Encode(cell.Source)}</pre></section>\n";

    private static string Code(PageCell cell, Outputs outputs, StringBuilder outputsHtml)
    {
        var input = cell.Tags.Contains("remove-input") || cell.Source.Trim().Length == 0 ? "" : Input(cell);
        var results = cell.Tags.Contains("remove-output") ? "" : outputs.Render(cell.Outputs);
        outputsHtml.Append(results);
        if (results.Length > 0 && cell.Tags.Contains("hide-output"))
            results = $"<details><summary>Show output</summary>\n{results}</details>\n";
        if (results.Length > 0)
            results = $"<div class=\"outputs\">\n{results}</div>\n";
        var content = input + results;
        if (content.Length == 0)
            return "";
        if (cell.Tags.Contains("hide-cell"))
            content = $"<details><summary>Show code and output</summary>\n{content}</details>\n";
        return $"<section class=\"code\">\n{content}</section>\n";
    }

    private static string Input(PageCell cell)
    {
        var label = Languages.Label(cell.Language);
        var badge = label.Length > 0 ? $"<span class=\"language {(cell.Language is "csharp" or "fsharp" ? cell.Language : "other")}\">{HtmlText.Encode(label)}</span>" : "";
        var parameters = cell.Tags.Contains("parameters") ? "<span class=\"role\">parameters</span>" : "";
        var count = cell.ExecutionCount.Length > 0 ? $"<span class=\"count\">[{HtmlText.Encode(cell.ExecutionCount)}]</span>" : "";
        var source = $"<div class=\"bar\">{badge}{parameters}{count}</div><pre class=\"source\"><code>{CodeColouring.ToHtml(cell.Source.Trim('\n'), cell.Language)}</code></pre>";
        return cell.Tags.Contains("hide-input")
            ? $"<details class=\"input\"><summary>Show code</summary>{source}</details>\n"
            : $"<div class=\"input\">{source}</div>\n";
    }

    private static string Page(string title, string body, IReadOnlyList<ContentsEntry> contents, string policy)
    {
        var heading = contents.Any(c => c.Level == 1) ? "" : $"<h1 class=\"title\">{HtmlText.Encode(title)}</h1>\n";
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{HtmlText.Encode(title)}</title>
            <style>
            {Style}</style>
            </head>
            <body>
            {Contents(contents)}<main>
            {heading}{body}</main>
            </body>
            </html>

            """.ReplaceLineEndings("\n");
    }

    /// <summary>A small table of contents: the headings of the second and third level, where there are at least three.</summary>
    private static string Contents(IReadOnlyList<ContentsEntry> contents)
    {
        var entries = contents.Where(c => c.Level is 2 or 3).ToList();
        if (entries.Count < 3)
            return "";
        var lines = string.Concat(entries.Select(e => $"<li class=\"level-{(e.Level == 2 ? "two" : "three")}\"><a href=\"#{HtmlText.Encode(e.Anchor)}\">{e.Html.Trim()}</a></li>\n"));
        return $"<nav class=\"contents\" aria-label=\"Contents\"><details open><summary>Contents</summary>\n<ul>\n{lines}</ul>\n</details></nav>\n";
    }

    private static string ReadStyle()
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream("Spn.Tool.Notebooks.Html.page.css")
            ?? throw new InvalidOperationException("The page's style sheet is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}

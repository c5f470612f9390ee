using System.Text;
using Spn.Tool.Notebooks.Documents;
using Spn.Tool.Notebooks.Html.Code;
using Spn.Tool.Notebooks.Html.Markup;
using Spn.Tool.Pages;

namespace Spn.Tool.Notebooks.Html;

/// <summary>
/// An executed notebook as one HTML page that opens offline: no network, formulas as MathML, and of script of ours only what makes
/// charts live. The same notebook gives the same bytes.
/// </summary>
/// <param name="Html">The page, with line feeds.</param>
/// <param name="Warnings">
/// What could not be shown as meant (unknown TeX, missing pictures, …), one sentence each with the cell's number.
/// </param>
internal sealed record HtmlPage(string Html, IReadOnlyList<string> Warnings)
{
    private static readonly string Style = ReadStyle();

    /// <summary>The page of a notebook, and what could not be shown.</summary>
    /// <param name="notebook">The notebook with its outputs; its name is the title of the page.</param>
    /// <param name="folder">The notebook's folder, where relative pictures are looked for; null inlines none.</param>
    public static HtmlPage Create(NotebookDocument notebook, string? folder = null)
    {
        var cells = PageCell.Of(notebook);
        var report = new PageReport();
        var resources = new Resources(folder, report);
        var markdown = new MarkdownText(resources, report);
        var outputs = new Outputs(markdown, resources, report);
        var documents = cells.Where(c => c.IsProse).ToDictionary(c => c.Cell.Number, c => markdown.Parse(c.Source));

        var body = new StringBuilder();
        var outputsHtml = new StringBuilder();
        var live = new LiveCharts(report.Warn);
        foreach (var cell in cells.Where(c => !c.Has("remove-cell")))
        {
            report.Cell = cell.Cell.Number;
            body.Append(documents.TryGetValue(cell.Cell.Number, out var document) ? Prose(cell, markdown.Render(document, cell.Attachments))
                : cell.IsCode ? Code(cell, outputs, live, outputsHtml)
                : Raw(cell));
        }

        return new(Page(notebook.Name, body.ToString(), live.Library, markdown.Contents,
            ContentPolicy.For(outputsHtml.ToString(), live.Scripts)), report.Warnings);
    }

    private static string Prose(PageCell cell, string html)
    {
        var hidden = cell.Has("hide-cell") || cell.Has("hide-input");
        return hidden
            ? $"<section class=\"prose\"><details><summary>Show text</summary>\n{html}</details></section>\n"
            : $"<section class=\"prose\">\n{html}</section>\n";
    }

    private static string Raw(PageCell cell) => cell.Source.Length == 0
        ? "" : $"<section><pre class=\"output\">{HtmlText.Encode(cell.Source)}</pre></section>\n";

    private static string Code(PageCell cell, Outputs outputs, LiveCharts live, StringBuilder outputsHtml)
    {
        var input = cell.Has("remove-input") || cell.Source.Trim().Length == 0 ? "" : Input(cell);
        var results = cell.Has("remove-output") ? "" : live.Take(outputs.Render(cell.Outputs));
        outputsHtml.Append(results);
        if (results.Length > 0 && cell.Has("hide-output"))
            results = $"<details><summary>Show output</summary>\n{results}</details>\n";
        if (results.Length > 0)
            results = $"<div class=\"outputs\">\n{results}</div>\n";
        var content = input + results;
        if (content.Length == 0)
            return "";
        if (cell.Has("hide-cell"))
            content = $"<details><summary>Show code and output</summary>\n{content}</details>\n";
        return $"<section class=\"code\">\n{content}</section>\n";
    }

    private static string Input(PageCell cell)
    {
        var label = Languages.Label(cell.Language);
        var language = cell.Language is "csharp" or "fsharp" ? cell.Language : "other";
        var badge = label.Length > 0 ? $"<span class=\"language {language}\">{HtmlText.Encode(label)}</span>" : "";
        var parameters = cell.Has("parameters") ? "<span class=\"role\">parameters</span>" : "";
        var count = cell.ExecutionCount.Length > 0 ? $"<span class=\"count\">[{HtmlText.Encode(cell.ExecutionCount)}]</span>" : "";
        var code = CodeColouring.ToHtml(cell.Source.Trim('\n'), cell.Language);
        var source = $"<div class=\"bar\">{badge}{parameters}{count}</div><pre class=\"source\"><code>{code}</code></pre>";
        return cell.Has("hide-input")
            ? $"<details class=\"input\"><summary>Show code</summary>{source}</details>\n"
            : $"<div class=\"input\">{source}</div>\n";
    }

    private static string Page(string title, string body, string library, IReadOnlyList<ContentsEntry> contents, string policy)
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
            {library}</body>
            </html>

            """.ReplaceLineEndings("\n");
    }

    /// <summary>A small table of contents: the headings of the second and third level, where there are at least three.</summary>
    private static string Contents(IReadOnlyList<ContentsEntry> contents)
    {
        var entries = contents.Where(c => c.Level is 2 or 3).ToList();
        if (entries.Count < 3)
            return "";
        var lines = string.Concat(entries.Select(e =>
            $"<li class=\"level-{(e.Level == 2 ? "two" : "three")}\"><a href=\"#{HtmlText.Encode(e.Anchor)}\">{e.Html.Trim()}</a></li>\n"));
        return "<nav class=\"contents\" aria-label=\"Contents\"><details open><summary>Contents</summary>\n"
            + $"<ul>\n{lines}</ul>\n</details></nav>\n";
    }

    private static string ReadStyle()
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream("Spn.Tool.Notebooks.Html.page.css")
            ?? throw new InvalidOperationException("The page's style sheet is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}

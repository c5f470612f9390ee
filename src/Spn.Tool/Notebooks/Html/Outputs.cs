using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Spn.Tool.Notebooks.Html.Markup;

namespace Spn.Tool.Notebooks.Html;

/// <summary>The outputs of code cells as HTML, each in the richest form that the page can show.</summary>
internal sealed partial class Outputs(MarkdownText markdown, Resources resources, PageReport report)
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All outputs of a cell in order; what the console printed in a row to one stream is one block.</summary>
    public string Render(IReadOnlyList<JsonElement> outputs)
    {
        var html = new StringBuilder();
        for (var index = 0; index < outputs.Count; index++)
        {
            var output = outputs[index];
            switch (PageJson.String(output, "output_type"))
            {
                case "stream":
                    var name = PageJson.String(output, "name");
                    var text = new StringBuilder(PageJson.Text(PageJson.Property(output, "text")));
                    while (index + 1 < outputs.Count && PageJson.String(outputs[index + 1], "output_type") == "stream"
                        && PageJson.String(outputs[index + 1], "name") == name)
                        text.Append(PageJson.Text(PageJson.Property(outputs[++index], "text")));
                    html.Append($"<pre class=\"output stream {(name == "stderr" ? "stderr" : "stdout")}\">")
                        .Append($"{AnsiText.ToHtml(text.ToString())}</pre>\n");
                    break;
                case "error":
                    html.Append(Error(output));
                    break;
                case "display_data" or "execute_result" or "update_display_data":
                    html.Append(Bundle(PageJson.Property(output, "data"), PageJson.Property(output, "metadata")));
                    break;
                case var other:
                    report.Warn($"an output of the unknown kind '{other}' was left out");
                    html.Append($"<p class=\"left-out\" role=\"note\">Output of the unknown kind {HtmlText.Encode(other)} left out</p>\n");
                    break;
            }
        }

        return html.ToString();
    }

    private static string Error(JsonElement output)
    {
        if (SkippedNotebook.IsError(PageJson.String(output, "ename")))
        {
            var reason = HtmlText.Encode(PageJson.String(output, "evalue"));
            return $"<p class=\"output skipped\" role=\"note\"><strong>Skipped.</strong> This notebook did not run here: {reason}</p>\n";
        }

        var trace = PageJson.Property(output, "traceback") is { ValueKind: JsonValueKind.Array } lines
            ? string.Join('\n', lines.EnumerateArray().Select(l => PageJson.Text(l))) : "";
        var title = $"{PageJson.String(output, "ename")}: {PageJson.String(output, "evalue")}";
        return $"<pre class=\"output error\" role=\"alert\">{AnsiText.ToHtml(trace.Trim().Length > 0 ? trace : title)}</pre>\n";
    }

    private string Bundle(JsonElement? data, JsonElement? metadata)
    {
        string Text(string mime) => PageJson.Text(PageJson.Property(data, mime));
        bool Has(string mime) => PageJson.Property(data, mime) is { ValueKind: not JsonValueKind.Null };

        if (Has("text/html"))
            return Figure("html", WarnOfHandlers(resources.MakeSelfContained(Text("text/html"), null)));
        if (Has("image/svg+xml"))
            return Figure("picture", resources.MakeSelfContained(XmlProlog().Replace(Text("image/svg+xml"), ""), null));
        foreach (var mime in new[] { "image/png", "image/jpeg", "image/gif", "image/webp" })
        {
            if (Has(mime))
                return Figure("picture", Picture(mime, Text(mime), Text("text/plain"), PageJson.Property(metadata, mime)));
        }

        if (Has("text/markdown"))
            return $"<div class=\"output prose\">{markdown.Render(markdown.Parse(Text("text/markdown")), null)}</div>\n";
        if (Has("text/latex"))
            return $"<div class=\"output display\">{Latex(Text("text/latex"))}</div>\n";
        if (Has("application/json"))
            return "<pre class=\"output\">"
                + $"{HtmlText.Encode(JsonSerializer.Serialize(PageJson.Property(data, "application/json"), Indented))}</pre>\n";
        if (Has("text/plain"))
            return $"<pre class=\"output\">{AnsiText.ToHtml(Text("text/plain"))}</pre>\n";
        var kinds = data is { ValueKind: JsonValueKind.Object } bundle
            ? string.Join(", ", bundle.EnumerateObject().Select(p => p.Name)) : "";
        if (kinds.Length == 0)
            return "";
        report.Warn($"an output is given only as {kinds}, which the page cannot show");
        return $"<p class=\"left-out\" role=\"note\">Output left out: it is given only as {HtmlText.Encode(kinds)}</p>\n";
    }

    private static string Figure(string kind, string html) => $"<div class=\"output figure {kind}\">\n{html}\n</div>\n";

    private static string Picture(string mime, string base64, string description, JsonElement? size)
    {
        string Length(string name) =>
            PageJson.Property(size, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var pixels)
            ? string.Create(CultureInfo.InvariantCulture, $" {name}=\"{pixels}\"") : "";
        var alt = description.Length <= 200 ? description : string.Concat(description.AsSpan(0, 199), "…");
        return $"<img src=\"data:{mime};base64,{PageJson.Base64(base64)}\" alt=\"{HtmlText.Encode(alt)}\""
            + $"{Length("width")}{Length("height")}>";
    }

    /// <summary>LaTeX output is a formula in dollars or an environment.</summary>
    private string Latex(string source)
    {
        var trimmed = source.Trim();
        foreach (var (opening, closing) in new[] { ("$$", "$$"), (@"\[", @"\]"), (@"\(", @"\)"), ("$", "$") })
        {
            if (trimmed.Length >= opening.Length + closing.Length && trimmed.StartsWith(opening, StringComparison.Ordinal)
                && trimmed.EndsWith(closing, StringComparison.Ordinal))
                return markdown.Formula(trimmed[opening.Length..^closing.Length], display: true);
        }

        return markdown.Formula(trimmed, display: true);
    }

    /// <summary>The page runs scripts that stand in outputs, but no handlers in attributes: say so instead of a dead button.</summary>
    private string WarnOfHandlers(string html)
    {
        if (Handler().IsMatch(html))
            report.Warn(
                "an output has a handler in an attribute (onclick=…), which the page does not run; use a script with addEventListener");
        return html;
    }

    [GeneratedRegex(@"^\s*(?:<\?xml.*?\?>\s*)?(?:<!DOCTYPE[^>\[]*(?:\[.*?\])?[^>]*>\s*)?",
        RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex XmlProlog();

    [GeneratedRegex(@"<[a-zA-Z][^<>]*\son[a-z]+\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex Handler();
}

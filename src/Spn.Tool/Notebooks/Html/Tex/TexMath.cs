using System.Xml.Linq;

namespace Spn.Tool.Notebooks.Html.Tex;

/// <summary>A formula as HTML, with what could not be shown.</summary>
/// <param name="Html">A <c>math</c> element, or for source that cannot be read a marked <c>code</c> element with it.</param>
/// <param name="Tag">The equation's number as \tag gives it; empty without one.</param>
/// <param name="Warnings">One sentence for each command or mistake that was shown as source.</param>
internal sealed record MathResult(string Html, string Tag, IReadOnlyList<string> Warnings);

/// <summary>
/// Converts a subset of LaTeX's mathematics to MathML Core, which browsers show without script or network. What the subset
/// lacks stands in the result as source, marked, and is reported.
/// </summary>
internal static class TexMath
{
    /// <summary>Converts the source between the dollars.</summary>
    /// <param name="source">TeX, without its delimiters.</param>
    /// <param name="display">An equation on its own line, or one in running text.</param>
    /// <param name="macros">What \newcommand defined before; definitions in this formula are added.</param>
    public static MathResult Convert(string source, bool display, IDictionary<string, TexMacro>? macros = null)
    {
        var clean = HtmlText.Clean(source).Trim();
        try
        {
            var parser = new TexParser(clean, display, macros ?? new Dictionary<string, TexMacro>());
            var content = parser.ParseFormula();
            var math = new XElement(
                "math",
                display ? new XAttribute("display", "block") : null,
                new XElement("semantics", content, new XElement("annotation", new XAttribute("encoding", "application/x-tex"), clean)));
            return new(math.ToString(SaveOptions.DisableFormatting), parser.Tag, parser.Warnings);
        }
        catch (TexException exception)
        {
            var message = $"This formula cannot be read: {exception.Message}.";
            return new(
                $"<code class=\"tex-error\" title=\"{HtmlText.Encode(message)}\">{HtmlText.Encode(clean)}</code>",
                "",
                [$"formula {Shorten(clean)}: {exception.Message}"]);
        }
    }

    private static string Shorten(string source)
    {
        var line = source.ReplaceLineEndings(" ");
        return line.Length <= 60 ? line : string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[59]) ? 59 : 60), "…");
    }
}

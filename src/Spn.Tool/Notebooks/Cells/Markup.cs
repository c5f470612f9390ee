using Markdig;

namespace Spn.Tool.Notebooks.Cells;

/// <summary>What cells that are not code show.</summary>
internal static class Markup
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseMathematics().UseAdvancedExtensions().Build();

    /// <summary>The text as HTML, as the real kernel shows it, and as it stands, for pages that render mathematics themselves.</summary>
    public static SortedDictionary<string, string> Markdown(string text)
    {
        text = text.Trim('\n');
        return new(StringComparer.Ordinal) { ["text/html"] = Markdig.Markdown.ToHtml(text, Pipeline), ["text/markdown"] = text };
    }

    public static SortedDictionary<string, string> Html(string text) => new(StringComparer.Ordinal) { ["text/html"] = text.Trim('\n') };

    public static SortedDictionary<string, string> Script(string text) =>
        new(StringComparer.Ordinal) { ["text/html"] = $"<script type=\"text/javascript\">{text.Trim('\n')}</script>" };
}

using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Parsers.Inlines;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Spn.Tool.Notebooks.Html.Tex;

namespace Spn.Tool.Notebooks.Html.Markup;

/// <summary>A line of the page's table of contents.</summary>
/// <param name="Level">1 to 6, as the heading.</param>
/// <param name="Anchor">The heading's name on the page.</param>
/// <param name="Html">Its words, without links.</param>
internal sealed record ContentsEntry(int Level, string Anchor, string Html);

/// <summary>
/// Markdown as Jupyter reads it (tables, footnotes, task lists, fences, HTML, formulas) into HTML that needs nothing from outside.
/// One for a page: anchors, footnote numbers and TeX macros run through all its cells. Scripts in prose are left out, as in Jupyter.
/// </summary>
internal sealed partial class MarkdownText(Resources resources, PageReport report)
{
    private static readonly MarkdownPipeline Pipeline = CreatePipeline();

    private readonly Anchors _anchors = new();
    private readonly List<ContentsEntry> _contents = [];
    private readonly Dictionary<string, TexMacro> _macros = [];

    /// <summary>The headings of all cells parsed so far, in order.</summary>
    public IReadOnlyList<ContentsEntry> Contents => _contents;

    /// <summary>How many footnotes the rendered cells have had.</summary>
    public int Footnotes { get; set; }

    /// <summary>Parses a cell and names its headings. All cells are parsed before the first is rendered, so that links find them.</summary>
    public MarkdownDocument Parse(string source)
    {
        var document = Markdown.Parse(HtmlText.Clean(source), Pipeline);
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            var anchor = _anchors.Add(heading);
            Markdig.Renderers.Html.HtmlAttributesExtensions.GetAttributes(heading).Id = anchor;
        }

        return document;
    }

    /// <summary>A cell as HTML.</summary>
    /// <param name="document">From <see cref="Parse"/>.</param>
    /// <param name="attachments">The cell's pictures.</param>
    public string Render(MarkdownDocument document, System.Text.Json.JsonElement? attachments)
    {
        foreach (var link in document.Descendants<LinkInline>().ToList())
            Settle(link, attachments);
        foreach (var heading in document.Descendants<HeadingBlock>())
            _contents.Add(new(heading.Level, Markdig.Renderers.Html.HtmlAttributesExtensions.GetAttributes(heading).Id ?? "", LinkTags().Replace(RenderInlines(heading), "")));
        return SelfContained(RenderObject(document), attachments);
    }

    /// <summary>A formula as HTML; what it lacks is reported.</summary>
    public string Formula(string source, bool display)
    {
        var result = TexMath.Convert(source, display, _macros);
        foreach (var warning in result.Warnings)
            report.Warn(warning);
        if (!display)
            return result.Html;
        var tag = result.Tag.Length > 0 ? $"<span class=\"tag\">{HtmlText.Encode(result.Tag)}</span>" : "";
        return $"<span class=\"equation\"><span class=\"formula\">{result.Html}</span>{tag}</span>";
    }

    /// <summary>Reports something of the cell that is being rendered.</summary>
    public void Warn(string message) => report.Warn(message);

    private string RenderInlines(HeadingBlock heading) => RenderObject(heading.Inline ?? new ContainerInline());

    private string RenderObject(MarkdownObject markdown)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer) { UseNonAsciiNoEscape = true };
        Pipeline.Setup(renderer);
        MarkupRenderers.Install(renderer, this);
        renderer.Render(markdown);
        return writer.ToString();
    }

    /// <summary>Puts pictures into the page and points links at the page's headings and at other lessons' pages.</summary>
    private void Settle(LinkInline link, System.Text.Json.JsonElement? attachments)
    {
        var address = link.Url ?? "";
        if (link.IsImage)
        {
            if (resources.Inline(address, attachments) is { } data)
                link.Url = data;
            else
                link.ReplaceBy(new HtmlInline($"<span class=\"left-out\" role=\"note\">Picture left out: {HtmlText.Encode(address)}</span>"), copyChildren: false);
        }
        else if (address.StartsWith('#'))
        {
            link.Url = '#' + _anchors.Resolve(address[1..]);
        }
        else
        {
            link.Url = NotebookAddress().Replace(address, "$1.html$2");
        }
    }

    private string SelfContained(string html, System.Text.Json.JsonElement? attachments)
    {
        var withoutScripts = Script().Replace(html, _ =>
        {
            report.Warn("a script in the text was left out");
            return "<span class=\"left-out\" role=\"note\">Script left out</span>";
        });
        return resources.MakeSelfContained(withoutScripts, attachments);
    }

    private static MarkdownPipeline CreatePipeline()
    {
        var builder = new MarkdownPipelineBuilder()
            .UsePipeTables().UseFootnotes().UseTaskLists().UseAutoLinks().UseAlertBlocks().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough);
        builder.BlockParsers.Insert(0, new TexBlockParser());
        builder.InlineParsers.InsertBefore<EscapeInlineParser>(new TexInlineParser());
        return builder.Build();
    }

    [GeneratedRegex(@"</?a\b[^>]*>")]
    private static partial Regex LinkTags();

    [GeneratedRegex(@"<script\b.*?(?:</script\s*>|$)", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Script();

    /// <summary>A relative link to another notebook, with or without a place in it.</summary>
    [GeneratedRegex(@"^((?![a-zA-Z][a-zA-Z0-9+.\-]*:|/)[^#?]*)\.ipynb(#.*)?$")]
    private static partial Regex NotebookAddress();
}

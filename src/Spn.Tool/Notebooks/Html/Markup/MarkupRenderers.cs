using System.Text.RegularExpressions;
using Markdig.Extensions.Alerts;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Spn.Tool.Notebooks.Html.Code;

namespace Spn.Tool.Notebooks.Html.Markup;

/// <summary>How the page writes those parts of Markdown that it writes in its own way.</summary>
internal static partial class MarkupRenderers
{
    /// <summary>Puts them in the place of Markdig's.</summary>
    public static void Install(HtmlRenderer renderer, MarkdownText text)
    {
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new CodeRenderer(text));
        renderer.ObjectRenderers.Replace<QuoteBlockRenderer>(new QuoteRenderer());
        renderer.ObjectRenderers.Replace<AlertBlockRenderer>(new AlertRenderer());
        renderer.ObjectRenderers.Replace<HtmlTableRenderer>(new TableRenderer());
        renderer.ObjectRenderers.Replace<HtmlBlockRenderer>(new HtmlPartRenderer(text));
        renderer.ObjectRenderers.Replace<HeadingRenderer>(new AnchoredHeadingRenderer());
        renderer.ObjectRenderers.Replace<HtmlFootnoteGroupRenderer>(new NotesRenderer(text));
        renderer.ObjectRenderers.Replace<HtmlFootnoteLinkRenderer>(new NoteLinkRenderer(text));
        renderer.ObjectRenderers.Add(new TexBlockRenderer(text));
        renderer.ObjectRenderers.Add(new TexInlineRenderer(text));
    }

    private sealed class TexBlockRenderer(MarkdownText text) : HtmlObjectRenderer<TexBlock>
    {
        protected override void Write(HtmlRenderer renderer, TexBlock block)
        {
            if (!block.Closed)
                text.Warn($"a formula is not closed by {block.Closing}");
            renderer.EnsureLine().Write("<div class=\"display\">").Write(text.Formula(block.Source.ToString(), display: true)).WriteLine("</div>");
        }
    }

    private sealed class TexInlineRenderer(MarkdownText text) : HtmlObjectRenderer<TexInline>
    {
        protected override void Write(HtmlRenderer renderer, TexInline inline) =>
            renderer.Write(text.Formula(inline.Source, inline.Display));
    }

    private sealed class CodeRenderer(MarkdownText text) : HtmlObjectRenderer<CodeBlock>
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock block)
        {
            var source = block.Lines.ToString().TrimEnd('\n');
            var info = (block as FencedCodeBlock)?.Info ?? "";
            if (info.Equals("math", StringComparison.OrdinalIgnoreCase))
                renderer.EnsureLine().Write("<div class=\"display\">").Write(text.Formula(source, display: true)).WriteLine("</div>");
            else
                renderer.EnsureLine().Write("<pre class=\"source\"><code>").Write(CodeColouring.ToHtml(source, Languages.Normalize(info))).WriteLine("</code></pre>");
        }
    }

    private sealed class QuoteRenderer : HtmlObjectRenderer<QuoteBlock>
    {
        protected override void Write(HtmlRenderer renderer, QuoteBlock block) => WriteQuote(renderer, block, Callouts.Kind(block), "");
    }

    private sealed class AlertRenderer : HtmlObjectRenderer<AlertBlock>
    {
        protected override void Write(HtmlRenderer renderer, AlertBlock block)
        {
            var word = block.Kind.ToString();
            var title = word.Length > 0 ? char.ToUpperInvariant(word[0]) + word[1..].ToLowerInvariant() : "Note";
            WriteQuote(renderer, block, Callouts.Kind(word) is { Length: > 0 } kind ? kind : "note", $"<p><strong>{HtmlText.Encode(title)}.</strong></p>\n");
        }
    }

    private static void WriteQuote(HtmlRenderer renderer, QuoteBlock block, string kind, string title)
    {
        renderer.EnsureLine().WriteLine(kind.Length == 0 ? "<blockquote>" : $"<aside class=\"callout {kind}\">").Write(title);
        var before = renderer.ImplicitParagraph;
        renderer.ImplicitParagraph = false;
        renderer.WriteChildren(block);
        renderer.ImplicitParagraph = before;
        renderer.EnsureLine().WriteLine(kind.Length == 0 ? "</blockquote>" : "</aside>");
    }

    /// <summary>A table in a box of its own that scrolls when it is wide.</summary>
    private sealed class TableRenderer : HtmlTableRenderer
    {
        protected override void Write(HtmlRenderer renderer, Table table)
        {
            renderer.EnsureLine().WriteLine("<div class=\"table\">");
            base.Write(renderer, table);
            renderer.EnsureLine().WriteLine("</div>");
        }
    }

    private sealed class AnchoredHeadingRenderer : HtmlObjectRenderer<HeadingBlock>
    {
        protected override void Write(HtmlRenderer renderer, HeadingBlock heading)
        {
            var anchor = heading.GetAttributes().Id ?? "";
            renderer.EnsureLine().Write($"<h{heading.Level} id=\"{HtmlText.Encode(anchor)}\">");
            renderer.WriteLeafInline(heading);
            renderer.WriteLine(
                $" <a class=\"anchor\" href=\"#{HtmlText.Encode(anchor)}\" aria-label=\"Link to this section\">#</a></h{heading.Level}>");
        }
    }

    /// <summary>HTML in the text goes through as it is; formulas between its tags are set, but not in code or scripts.</summary>
    private sealed partial class HtmlPartRenderer(MarkdownText text) : HtmlObjectRenderer<HtmlBlock>
    {
        protected override void Write(HtmlRenderer renderer, HtmlBlock block)
        {
            var html = block.Lines.ToString();
            renderer.EnsureLine().WriteLine(block.Type == HtmlBlockType.NonInterruptingBlock || block.Type == HtmlBlockType.InterruptingBlock
                ? Formula().Replace(html, match => match.Groups["tex"].Success ? text.Formula(System.Net.WebUtility.HtmlDecode(match.Groups["tex"].Value), match.Value.StartsWith("$$", StringComparison.Ordinal)) : match.Value)
                : html);
        }

        [GeneratedRegex(@"<(pre|code|script|style|textarea)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>|\\\$|\$\$(?<tex>[^$<]+)\$\$|\$(?<tex>[^\s$<](?:[^$<\n]*[^\s$<])?)\$(?!\d)", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
        private static partial Regex Formula();
    }

    /// <summary>Footnotes below their cell, numbered through the page so that their names stay unique.</summary>
    private sealed class NotesRenderer(MarkdownText text) : HtmlObjectRenderer<FootnoteGroup>
    {
        protected override void Write(HtmlRenderer renderer, FootnoteGroup group)
        {
            renderer.EnsureLine().WriteLine($"<ol class=\"footnotes\" start=\"{(text.Footnotes + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)}\">");
            foreach (var note in group.OfType<Footnote>())
            {
                renderer.WriteLine($"<li id=\"{NoteName(text, note)}\">");
                renderer.WriteChildren(note);
                renderer.EnsureLine().WriteLine("</li>");
            }

            renderer.WriteLine("</ol>");
            text.Footnotes += group.Count;
        }
    }

    private sealed class NoteLinkRenderer(MarkdownText text) : HtmlObjectRenderer<FootnoteLink>
    {
        protected override void Write(HtmlRenderer renderer, FootnoteLink link)
        {
            var name = NoteName(text, link.Footnote);
            var back = $"{name}-{link.Index.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
            var number = (text.Footnotes + link.Footnote.Order).ToString(System.Globalization.CultureInfo.InvariantCulture);
            renderer.Write(link.IsBackLink
                ? $" <a class=\"back\" href=\"#{back}\" aria-label=\"Back to the text\">↩</a>"
                : $"<sup id=\"{back}\"><a href=\"#{name}\">{number}</a></sup>");
        }
    }

    private static string NoteName(MarkdownText text, Footnote note) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"footnote-{text.Footnotes + note.Order}");
}

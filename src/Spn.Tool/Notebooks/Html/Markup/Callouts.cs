using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Spn.Tool.Notebooks.Html.Markup;

/// <summary>
/// Quotations that are more than quotations: <c>&gt; **Paper, Eq. (1).** …</c> is the paper's, <c>&gt; **Predict.** …</c> asks the reader,
/// and so on. The first word in bold decides.
/// </summary>
internal static class Callouts
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Paper"] = "paper", ["Theorem"] = "paper", ["Definition"] = "paper", ["Note"] = "note", ["Remark"] = "note", ["Ours"] = "note", ["Important"] = "note",
        ["Tip"] = "look", ["Look"] = "look", ["Observe"] = "look", ["Check"] = "look", ["Answer"] = "look", ["Predict"] = "predict",
        ["Exercise"] = "exercise", ["Exercises"] = "exercise", ["Try"] = "exercise", ["Careful"] = "careful", ["Warning"] = "careful", ["Caution"] = "careful",
    };

    /// <summary>The kind of a quotation; empty for a plain one.</summary>
    public static string Kind(QuoteBlock quote)
    {
        if (quote.FirstOrDefault() is not ParagraphBlock { Inline.FirstChild: EmphasisInline { DelimiterCount: 2 } bold })
            return "";
        var text = string.Concat(bold.Descendants<LiteralInline>().Select(l => l.Content.ToString()));
        return Kind(new string(text.TakeWhile(char.IsLetter).ToArray()));
    }

    /// <summary>The kind that a word stands for, also in <c>&gt; [!NOTE]</c>; empty for any other word.</summary>
    public static string Kind(string word) => Kinds.GetValueOrDefault(word, "");
}

using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Spn.Tool.Notebooks.Html.Markup;

/// <summary>Names for headings, unique on the page: lower case, words joined by hyphens, as on GitHub.</summary>
internal sealed class Anchors
{
    private readonly HashSet<string> _used = [];

    /// <summary>A new name for a heading with that text.</summary>
    public string Add(HeadingBlock heading)
    {
        var slug = Slug(Text(heading));
        if (slug.Length == 0)
            slug = "section";
        var name = slug;
        for (var number = 1; !_used.Add(name); number++)
            name = $"{slug}-{number}";
        return name;
    }

    /// <summary>The heading that a link inside the page means, however it writes the name; the link itself when there is none.</summary>
    public string Resolve(string fragment)
    {
        var slug = Slug(Uri.UnescapeDataString(fragment));
        return _used.Contains(slug) ? slug : fragment;
    }

    private static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (var rune in text.Trim().ToLowerInvariant().EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '_')
                slug.Append(rune.ToString());
            else if (Rune.IsWhiteSpace(rune))
                slug.Append('-');
        }

        return slug.ToString();
    }

    /// <summary>The words of a heading.</summary>
    private static string Text(HeadingBlock heading) => string.Concat((heading.Inline?.Descendants() ?? []).Select(inline => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        TexInline tex => tex.Source,
        LineBreakInline => " ",
        _ => "",
    }));
}

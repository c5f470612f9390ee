using System.Text;

namespace Spn.Tool.Notebooks.Html.Code;

/// <summary>Source as HTML, with light colours for C# and F# and encoded text for the rest.</summary>
internal static class CodeColouring
{
    /// <summary>The source with a span around each keyword, string, comment, number and directive.</summary>
    /// <param name="source">A cell or a fence. A line that begins with <c>#!name</c> changes the language from there on.</param>
    /// <param name="language">A name that <see cref="Languages.Normalize"/> gives.</param>
    public static string ToHtml(string source, string language)
    {
        var html = new StringBuilder();
        var part = new StringBuilder();
        var lines = source.Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            var chosen = Languages.FromMagic(lines[index]);
            if (chosen.Length > 0 || lines[index].StartsWith("#!", StringComparison.Ordinal))
            {
                Append(html, part, language);
                html.Append("<span class=\"d\">").Append(HtmlText.Encode(lines[index])).Append("</span>");
                language = chosen.Length > 0 ? chosen : language;
            }
            else
            {
                part.Append(lines[index]);
            }

            if (index < lines.Length - 1)
                part.Append('\n');
        }

        Append(html, part, language);
        return html.ToString();
    }

    private static void Append(StringBuilder html, StringBuilder part, string language)
    {
        var source = part.ToString();
        part.Clear();
        if (language is not ("csharp" or "fsharp"))
        {
            html.Append(HtmlText.Encode(source));
            return;
        }

        var end = 0;
        foreach (var token in Joined(language == "fsharp" ? FSharpTokens.Read(source) : CSharpTokens.Read(source), source))
        {
            html.Append(HtmlText.Encode(source[end..token.Start]));
            end = token.Start + token.Length;
            html.Append($"<span class=\"{Class(token.Kind)}\">{HtmlText.Encode(source[token.Start..end])}</span>");
        }

        html.Append(HtmlText.Encode(source[end..]));
    }

    /// <summary>Coloured tokens only; strings and comments that come in pieces, also over lines, as one.</summary>
    private static IEnumerable<CodeToken> Joined(IEnumerable<CodeToken> tokens, string source)
    {
        CodeToken? open = null;
        foreach (var token in tokens.Where(t => t.Kind != CodeKind.Plain && t.Length > 0))
        {
            var joins = open is { } before && before.Kind == token.Kind && token.Kind is CodeKind.Text or CodeKind.Comment
                && source.AsSpan(before.Start + before.Length, token.Start - before.Start - before.Length).Trim('\n').IsEmpty;
            if (!joins && open is { } done)
                yield return done;
            open = joins ? new(open!.Value.Start, token.Start + token.Length - open.Value.Start, token.Kind) : token;
        }

        if (open is { } last)
            yield return last;
    }

    private static string Class(CodeKind kind) => kind switch
    {
        CodeKind.Keyword => "k",
        CodeKind.Text => "s",
        CodeKind.Comment => "c",
        CodeKind.Number => "n",
        _ => "d",
    };
}

using System.Text;

namespace Spn.Tool.Notebooks.Html;

/// <summary>Text made safe to stand in HTML and in XML.</summary>
internal static class HtmlText
{
    /// <summary>Encodes text for element content and for attributes in double quotes.</summary>
    public static string Encode(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        foreach (var character in Clean(text))
        {
            _ = character switch
            {
                '&' => result.Append("&amp;"),
                '<' => result.Append("&lt;"),
                '>' => result.Append("&gt;"),
                '"' => result.Append("&quot;"),
                '\'' => result.Append("&#39;"),
                _ => result.Append(character),
            };
        }

        return result.ToString();
    }

    /// <summary>
    /// Line ends as line feeds, and the replacement character for what neither XML nor HTML allows: control characters, lone
    /// surrogates, non-characters.
    /// </summary>
    public static string Clean(string text)
    {
        var lines = text.Contains('\r') ? text.Replace("\r\n", "\n").Replace('\r', '\n') : text;
        var result = new StringBuilder(lines.Length);
        foreach (var rune in lines.EnumerateRunes())
        {
            var allowed = rune.Value is '\t' or '\n'
                || (rune.Value >= 0x20 && rune.Value is not (>= 0x7F and <= 0x9F) && (rune.Value & 0xFFFE) != 0xFFFE);
            if (!allowed)
                result.Append('\ufffd');
            else if (rune.IsBmp)
                result.Append((char)rune.Value);
            else
                result.Append(rune.ToString());
        }

        return result.ToString();
    }
}

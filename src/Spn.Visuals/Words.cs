using System.Text;

namespace Spn.Visuals;

/// <summary>Text that users give: cut where it is long, wrapped where it is wide, encoded for XML.</summary>
internal static class Words
{
    /// <summary>The text, or its first <paramref name="limit"/> letters and a mark that says that it was cut.</summary>
    public static string Cut(string? text, int limit)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var line = text.ReplaceLineEndings(" ");
        if (line.Length <= limit)
            return line;
        var end = char.IsHighSurrogate(line[limit - 1]) ? limit - 1 : limit;
        return line[..end] + "… (cut)";
    }

    /// <summary>The text that a user gave, or ours where it is empty.</summary>
    public static string Or(string? given, string usual) => string.IsNullOrEmpty(given) ? usual : given;

    /// <summary>The text in lines no wider than <paramref name="width"/> px, broken at spaces; a longer word is broken anywhere.</summary>
    public static IReadOnlyList<string> Wrap(string text, double width, double size, bool bold = false)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : line + " " + word;
            if (StrokeFont.Width(longer, size, bold) <= width)
            {
                line = longer;
                continue;
            }
            if (line.Length > 0)
                lines.Add(line);
            line = word;
            while (line.Length > 1 && StrokeFont.Width(line, size, bold) > width)
            {
                var fits = 1;
                while (StrokeFont.Width(line[..(fits + 1)], size, bold) <= width)
                    fits++;
                if (fits > 1 && char.IsHighSurrogate(line[fits - 1]))
                    fits--;
                lines.Add(line[..fits]);
                line = line[fits..];
            }
        }
        if (line.Length > 0)
            lines.Add(line);
        return lines;
    }

    /// <summary>The text with the five marked characters of XML replaced; a character that XML forbids becomes U+FFFD.</summary>
    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
            encoded.Append(rune.Value switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                '\t' or '\n' or '\r' => rune.ToString(),
                < 0x20 or 0x7f or 0xfffe or 0xffff => "\ufffd",
                _ => rune.ToString(),
            });
        return encoded.ToString();
    }

    /// <summary>A count and its noun: <c>1 pixel</c>, <c>3 pixels</c>.</summary>
    public static string Many(long count, string noun) =>
        $"{Numbers.Count(count)} {noun}{(count == 1 ? "" : noun.EndsWith('s') ? "es" : "s")}";
}

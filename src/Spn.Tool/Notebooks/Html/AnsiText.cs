using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Spn.Tool.Notebooks.Html;

/// <summary>Console text as HTML: colours and weights of ANSI escapes become spans, other escapes vanish, the rest is encoded.</summary>
internal static partial class AnsiText
{
    /// <summary>Converts one text. A carriage return inside a line starts the line anew, as a console shows it.</summary>
    public static string ToHtml(string text)
    {
        var html = new StringBuilder();
        var style = default(Style);
        var lines = text.Replace("\r\n", "\n").Split('\n').Select(line => line.TrimEnd('\r').Split('\r')[^1]);
        var source = string.Join('\n', lines);
        var at = 0;
        foreach (Match escape in Escape().Matches(source))
        {
            Append(html, source[at..escape.Index], style);
            if (escape.Groups["colour"].Success)
                style = style.With(escape.Groups["colour"].Value);
            at = escape.Index + escape.Length;
        }

        Append(html, source[at..], style);
        return html.ToString();
    }

    private static void Append(StringBuilder html, string text, Style style)
    {
        if (text.Length == 0)
            return;
        var css = style.ToCss();
        _ = css.Length == 0 ? html.Append(HtmlText.Encode(text)) : html.Append($"<span style=\"{css}\">{HtmlText.Encode(text)}</span>");
    }

    [GeneratedRegex(@"\x1B\[(?<colour>[0-9;]*)m|\x1B\[[0-?]*[ -/]*[@-~]|\x1B\][^\x07\x1B]*(?:\x07|\x1B\\)|\x1B[@-Z\\-_]")]
    private static partial Regex Escape();

    private readonly record struct Style(string? Foreground, string? Background, bool Bold, bool Italic, bool Underline, bool Faint)
    {
        public Style With(string codes)
        {
            var style = this;
            var numbers = codes.Split(';').Select(c =>
                int.TryParse(c, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0).ToArray();
            for (var index = 0; index < numbers.Length; index++)
            {
                style = numbers[index] switch
                {
                    0 => default,
                    1 => style with { Bold = true },
                    2 => style with { Faint = true },
                    3 => style with { Italic = true },
                    4 => style with { Underline = true },
                    22 => style with { Bold = false, Faint = false },
                    23 => style with { Italic = false },
                    24 => style with { Underline = false },
                    39 => style with { Foreground = null },
                    49 => style with { Background = null },
                    >= 30 and <= 37 and var n => style with { Foreground = Named(n - 30) },
                    >= 90 and <= 97 and var n => style with { Foreground = Named(n - 90 + 8) },
                    >= 40 and <= 47 and var n => style with { Background = Named(n - 40) },
                    >= 100 and <= 107 and var n => style with { Background = Named(n - 100 + 8) },
                    38 => style with { Foreground = Extended(numbers, ref index) },
                    48 => style with { Background = Extended(numbers, ref index) },
                    _ => style,
                };
            }

            return style;
        }

        public string ToCss()
        {
            var parts = new List<string>();
            if (Foreground is not null)
                parts.Add($"color:{Foreground}");
            if (Background is not null)
                parts.Add($"background:{Background}{(Foreground is null ? ";color:#fff" : "")}");
            if (Bold)
                parts.Add("font-weight:bold");
            if (Italic)
                parts.Add("font-style:italic");
            if (Underline)
                parts.Add("text-decoration:underline");
            if (Faint)
                parts.Add("opacity:.7");
            return string.Join(';', parts);
        }

        /// <summary>The colour after 38 or 48: one of 256, or red, green and blue.</summary>
        private static string? Extended(int[] numbers, ref int index)
        {
            if (index + 2 < numbers.Length && numbers[index + 1] == 5)
            {
                index += 2;
                return FromCube(Math.Clamp(numbers[index], 0, 255));
            }

            if (index + 4 < numbers.Length && numbers[index + 1] == 2)
            {
                index += 4;
                return Hex(numbers[index - 2], numbers[index - 1], numbers[index]);
            }

            index = numbers.Length;
            return null;
        }

        private static string FromCube(int number)
        {
            if (number < 16)
                return Named(number);
            if (number >= 232)
                return Hex(8 + 10 * (number - 232), 8 + 10 * (number - 232), 8 + 10 * (number - 232));
            int Level(int step) => step == 0 ? 0 : 55 + 40 * step;
            return Hex(Level((number - 16) / 36), Level((number - 16) / 6 % 6), Level((number - 16) % 6));
        }

        /// <summary>One of the terminal's sixteen colours; the style sheet says which, for light and for dark pages.</summary>
        private static string Named(int number) => string.Create(CultureInfo.InvariantCulture, $"var(--ansi-{number})");

        private static string Hex(int red, int green, int blue) =>
            string.Create(CultureInfo.InvariantCulture,
                $"#{Math.Clamp(red, 0, 255):x2}{Math.Clamp(green, 0, 255):x2}{Math.Clamp(blue, 0, 255):x2}");
    }
}

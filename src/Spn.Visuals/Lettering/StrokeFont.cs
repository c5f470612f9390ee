using System.Globalization;
using System.Text;

namespace Spn.Visuals;

/// <summary>
/// A letter: how far it moves the pen and its strokes, in hundredths of an em, y upwards. A stroke of one point is a dot.
/// </summary>
internal sealed record Glyph(double Advance, IReadOnlyList<Point[]> Strokes);

/// <summary>
/// The lettering of our PNG pictures: a monoline sans serif of centre lines. A letter with accents is its base letter with the
/// accents above; a letter that the font lacks is a hollow box.
/// </summary>
internal static class StrokeFont
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵀ";
    private const string SuperscriptBases = "0123456789+−T";
    private const string Subscripts = "₀₁₂₃₄₅₆₇₈₉₊₋ₜᵢⱼₙₖₓ";
    private const string SubscriptBases = "0123456789+−tijnkx";
    private const double Script = 0.62;

    private static readonly Glyph s_missing = new(60, [[new(10, 4), new(10, 68), new(50, 68), new(50, 4), new(10, 4)]]);
    private static readonly Dictionary<int, Glyph> s_glyphs = Load();

    /// <summary>The letters of a text, accents joined to their letters.</summary>
    public static IEnumerable<Glyph> Glyphs(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            yield return Find(rune);
    }

    /// <summary>The width of a text in px.</summary>
    public static double Width(string text, double size, bool bold = false)
    {
        var width = 0.0;
        foreach (var glyph in Glyphs(text))
            width += glyph.Advance;
        return width * size / 100 * (bold ? 1.06 : 1);
    }

    private static Glyph Find(Rune rune)
    {
        if (s_glyphs.TryGetValue(rune.Value, out var glyph))
            return glyph;
        if (Rune.IsWhiteSpace(rune))
            return s_glyphs[' '];
        var parts = rune.ToString().Normalize(NormalizationForm.FormD);
        var first = Rune.GetRuneAt(parts, 0);
        if (parts.Length == rune.Utf16SequenceLength || !s_glyphs.TryGetValue(first.Value, out var letter))
            return s_missing;
        var top = letter.Strokes.SelectMany(stroke => stroke).Max(point => point.Y);
        var strokes = letter.Strokes.ToList();
        foreach (var mark in parts[first.Utf16SequenceLength..])
            strokes.AddRange(Accents.Strokes(mark, letter.Advance / 2, Math.Min(top, 68)));
        return new Glyph(letter.Advance, strokes);
    }

    private static Dictionary<int, Glyph> Load()
    {
        var glyphs = new Dictionary<int, Glyph> { [' '] = new(27.8, []) };
        foreach (var line in (LatinGlyphs.Table + "\n" + SymbolGlyphs.Table).Split('\n'))
        {
            var (afterLetter, afterAdvance) = (line.IndexOf(' '), line.IndexOf(' ', 2));
            var advance = double.Parse(line[(afterLetter + 1)..afterAdvance], CultureInfo.InvariantCulture);
            glyphs[Rune.GetRuneAt(line, 0).Value] = new Glyph(advance, GlyphPath.Parse(line[afterAdvance..]));
        }
        AddScaled(glyphs, Superscripts, SuperscriptBases, raise: 30);
        AddScaled(glyphs, Subscripts, SubscriptBases, raise: -14);
        return glyphs;
    }

    private static void AddScaled(Dictionary<int, Glyph> glyphs, string letters, string bases, double raise)
    {
        for (var i = 0; i < letters.Length; i++)
        {
            var source = glyphs[bases[i]];
            var strokes = source.Strokes.Select(stroke => Array.ConvertAll(stroke, p => new Point(p.X * Script, p.Y * Script + raise)));
            glyphs[letters[i]] = new Glyph(source.Advance * Script, [.. strokes]);
        }
    }
}

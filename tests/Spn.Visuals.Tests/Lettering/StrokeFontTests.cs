namespace Spn.Visuals.Tests;

public class StrokeFontTests
{
    private const string Symbols = "λσραβγδεθκμπτφωΣΔΠΩ∑∏∞∂∇√×÷±·⋯−–—≤≥≠≈‖→←↑↓↗↖↘↙₀₁₂₃₄₅₆₇₈₉ₜ⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵀ°′…‘’“”äöüÄÖÜßéèçñ";

    [Fact]
    public void Ascii_and_the_symbols_of_the_paper_have_letters_of_their_own()
    {
        var missing = StrokeFont.Glyphs("\u2603").Single();
        foreach (var letter in Enumerable.Range(0x21, 0x7e - 0x20).Select(code => ((char)code).ToString())
            .Concat(Symbols.Select(symbol => symbol.ToString())))
        {
            var glyph = StrokeFont.Glyphs(letter).Single();
            Assert.NotSame(missing, glyph);
            Assert.NotEmpty(glyph.Strokes);
        }
    }

    [Fact]
    public void No_letter_reaches_far_out_of_its_box()
    {
        foreach (var letter in Enumerable.Range(0x21, 0x7e - 0x20).Select(code => ((char)code).ToString())
            .Concat(Symbols.Select(symbol => symbol.ToString())))
            foreach (var point in StrokeFont.Glyphs(letter).Single().Strokes.SelectMany(stroke => stroke))
            {
                Assert.InRange(point.X, -2, StrokeFont.Width(letter, 100) + 3);
                Assert.InRange(point.Y, -25, 95);
            }
    }

    [Fact]
    public void An_accent_stands_over_its_letter_without_making_it_wider()
    {
        Assert.Equal(StrokeFont.Width("e", 10), StrokeFont.Width("é", 10));
        Assert.True(Top("é") > Top("e"));

        static double Top(string letter) => StrokeFont.Glyphs(letter).Single().Strokes.SelectMany(stroke => stroke).Max(point => point.Y);
    }

    [Fact]
    public void A_letter_that_the_font_lacks_is_a_box() => Assert.Equal(5, StrokeFont.Glyphs("漢").Single().Strokes[0].Length);

    [Fact]
    public void Digits_are_equally_wide() => Assert.Single("0123456789".Select(digit => StrokeFont.Width(digit.ToString(), 12)).Distinct());
}

namespace Spn.Visuals.Tests;

public class WordsTests
{
    [Fact]
    public void A_long_text_is_cut_and_says_so()
    {
        Assert.Equal("abc… (cut)", Words.Cut("abcdef", 3));
        Assert.Equal("abc", Words.Cut("abc", 3));
        Assert.Equal("a… (cut)", Words.Cut("a\U0001F600b", 2));
        Assert.Equal("", Words.Cut(null, 3));
    }

    [Fact]
    public void Wrapped_lines_fit_and_hold_every_word()
    {
        const string Text = "several words and one_that_is_much_longer_than_a_line_can_be";
        var lines = Words.Wrap(Text, 90, 12);
        Assert.All(lines, line => Assert.True(StrokeFont.Width(line, 12) <= 90));
        Assert.Equal(Text.Replace(" ", ""), string.Concat(lines).Replace(" ", ""));
    }

    [Fact]
    public void Characters_that_xml_forbids_are_replaced() =>
        Assert.Equal("&lt;&amp;&gt;&quot;&#39;\ufffd\ufffd", Words.Encode("<&>\"'\0\ud800"));
}

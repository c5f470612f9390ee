using System.Text.Json.Nodes;
using Spn.Tool.Notebooks.Html;
using static Spn.Tool.Tests.Notebooks.Html.SampleNotebook;

namespace Spn.Tool.Tests.Notebooks.Html;

public class OutputsTests
{
    [Fact]
    public void Html_goes_in_as_it_is() => Assert.Contains("<div class=\"output figure html\">\n<p class=x>1 &lt; 2</p>\n</div>",
        Page(Data("text/html", "<p class=x>1 &lt; 2</p>")));

    [Theory]
    [InlineData("image/png")]
    [InlineData("image/jpeg")]
    public void Pictures_go_in_as_data_with_the_plain_text_as_description(string mime) =>
        Assert.Contains($"<img src=\"data:{mime};base64,{Png}\" alt=\"a &lt;map&gt;\">",
            Page(Data(mime, Png[..20] + "\n" + Png[20..], "text/plain", "a <map>")));

    [Fact]
    public void A_picture_keeps_the_size_of_its_metadata()
    {
        var output = Data("image/png", Png);
        output["metadata"] = new JsonObject { ["image/png"] = new JsonObject { ["width"] = 320, ["height"] = 200 } };
        Assert.Contains("width=\"320\" height=\"200\"", Page(output));
    }

    [Fact]
    public void Svg_goes_in_without_its_prolog()
    {
        var html = Page(Data("image/svg+xml",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"x.dtd\">\n<svg width=\"1\"></svg>"));
        Assert.Contains("<div class=\"output figure picture\">\n<svg width=\"1\"></svg>\n</div>", html);
    }

    [Fact]
    public void Markdown_and_latex_are_rendered()
    {
        Assert.Contains("<p><strong>b</strong> <math>", Page(Data("text/markdown", "**b** $x$")));
        foreach (var source in new[] { "$x$", "$$x$$", "\\(x\\)", "\\[x\\]", "x" })
            Assert.Contains("<math display=\"block\"><semantics><mi>x</mi>", Page(Data("text/latex", source)));
    }

    [Fact]
    public void Json_is_indented_and_encoded()
    {
        var output = Data();
        output["data"] = new JsonObject { ["application/json"] = new JsonObject { ["a"] = new JsonArray(1, "<é>") } };
        Assert.Contains("<pre class=\"output\">{\n  &quot;a&quot;: [\n    1,\n    &quot;&lt;é&gt;&quot;\n  ]\n}</pre>", Page(output));
    }

    [Fact]
    public void Plain_text_is_encoded_and_a_list_of_lines_is_joined()
    {
        var output = Data();
        output["data"] = new JsonObject { ["text/plain"] = new JsonArray("1 <\n", "  2") };
        Assert.Contains("<pre class=\"output\">1 &lt;\n  2</pre>", Page(output));
    }

    [Fact]
    public void The_richest_form_wins()
    {
        string[] order = ["text/html", "image/svg+xml", "image/png", "image/jpeg",
            "text/markdown", "text/latex", "application/json", "text/plain"];
        string[] marks = ["figure html", "<svg", "data:image/png", "data:image/jpeg",
            "prose\"><p>", "display=\"block\"", "&quot;", "<pre class=\"output\">"];
        string[] texts = ["<p>1</p>", "<svg></svg>", Png, Png, "m", "x", "j", "p"];
        for (var first = 0; first < order.Length; first++)
        {
            var pairs = Enumerable.Range(first, order.Length - first).Reverse().SelectMany(i => new[] { order[i], texts[i] }).ToArray();
            Assert.Contains(marks[first], Page(Data(pairs)));
        }
    }

    [Fact]
    public void Neighbouring_prints_to_one_stream_are_one_block()
    {
        var html = Page(Stream("stdout", "a\n"), Stream("stdout", "b\n"), Stream("stderr", "c"), Stream("stdout", "d"));
        Assert.Contains("<pre class=\"output stream stdout\">a\nb\n</pre>\n<pre class=\"output stream stderr\">c</pre>\n<pre class=\"output stream stdout\">d</pre>", html);
    }

    [Fact]
    public void An_error_shows_its_trace_or_else_its_name_and_message()
    {
        Assert.Contains("role=\"alert\"><span style=\"color:var(--ansi-1)\">Boom</span>\n  at 1</pre>",
            Page(Error("E", "m", "\u001b[31mBoom\u001b[0m", "  at 1")));
        Assert.Contains(">E: m &lt;</pre>", Page(Error("E", "m <")));
    }

    [Fact]
    public void What_the_page_cannot_show_is_said_and_reported()
    {
        var page = Pages.Create(Of(Code("1", Data("application/vnd.widget", "{}"), new JsonObject { ["output_type"] = "hologram" })), "T");
        Assert.Contains("Output left out: it is given only as application/vnd.widget", page.Html);
        Assert.Contains("hologram", page.Html);
        Assert.Equal(2, page.Warnings.Count);
    }

    [Fact]
    public void A_handler_in_an_attribute_is_reported_for_it_will_not_run() =>
        Assert.Contains("addEventListener",
            Assert.Single(Pages.Create(Of(Code("1", Data("text/html", "<button onclick=\"x()\">b</button>"))), "T").Warnings));

    [Theory]
    [InlineData("\u001b[1;32mok\u001b[0m", "<span style=\"color:var(--ansi-2);font-weight:bold\">ok</span>")]
    [InlineData("\u001b[38;5;196mx", "<span style=\"color:#ff0000\">x</span>")]
    [InlineData("\u001b[38;2;1;2;3mx\u001b[39my", "<span style=\"color:#010203\">x</span>y")]
    [InlineData("\u001b[2Ka\u001b[3Ab\u001b]0;title\u0007c", "abc")]
    [InlineData("10%\r20%\r30%\r\nend", "30%\nend")]
    [InlineData("\u001b[99999999999mx\u001b[38;5mx\u001b[38mx", "xxx")]
    public void Console_escapes_become_styles_or_vanish(string text, string expected) => Assert.Equal(expected, AnsiText.ToHtml(text));

    private static string Page(params JsonObject[] outputs) => Pages.Render(Of(Code("1", outputs)), "T");
}

using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using static Spn.Tool.Tests.Notebooks.Html.SampleNotebook;
using Property = Spn.Tests.Property;

namespace Spn.Tool.Tests.Notebooks.Html;

public class HtmlPageTests
{
    [Fact]
    public void The_same_notebook_gives_the_same_bytes_in_every_culture()
    {
        var notebook = Of(Markdown("# T\n\n$1.5$ text[^a]\n\n[^a]: note"),
            Code("var x = 1.5;", Data("text/html", "<script>1</script>"), Stream("stdout", "\u001b[38;2;1;2;3mx")));
        var before = CultureInfo.CurrentCulture;
        var page = Pages.Render(notebook, "T");
        try
        {
            foreach (var culture in new[] { "de-DE", "tr-TR", "fa-IR" })
            {
                CultureInfo.CurrentCulture = new(culture);
                Assert.Equal(page, Pages.Render(notebook, "T"));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.DoesNotContain('\r', page);
    }

    [Fact]
    public void The_page_names_its_language_its_encoding_and_a_policy_without_network()
    {
        var page = Pages.Render(Of(Markdown("text")), "A <title> & \"more\"");
        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n", page);
        Assert.Contains("content=\"default-src 'none'; img-src data:; media-src data:; font-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\"", page);
        Assert.Contains("<title>A &lt;title&gt; &amp; &quot;more&quot;</title>", page);
        Assert.Contains("<h1 class=\"title\">A &lt;title&gt;", page);
        Assert.DoesNotContain("<script", page);
    }

    [Fact]
    public void Scripts_of_outputs_are_admitted_by_their_hash()
    {
        var page = Pages.Render(Of(Code("1", Data("text/html", "<script>alert(1)</script>"))), "T");
        Assert.Contains("script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=';", page);
    }

    [Theory]
    [InlineData("<img src=\"https://example.org/a.png\">")]
    [InlineData("<script src='//cdn.example.org/x.js'></script>")]
    [InlineData("<link rel=stylesheet href=http://example.org/x.css>")]
    [InlineData("<iframe src=\"https://example.org\"></iframe>")]
    [InlineData("<video poster=\"https://example.org/p.png\"></video>")]
    [InlineData("<svg><image xlink:href=\"https://example.org/p.png\"/></svg>")]
    public void Nothing_is_loaded_from_the_network_and_what_asks_for_it_is_reported(string html)
    {
        foreach (var notebook in new[] { Of(Code("1", Data("text/html", html))), Of(Markdown($"text\n\n<div>{html}</div>")) })
        {
            var page = Pages.Create(notebook, "T");
            Assert.DoesNotMatch(new Regex("\\s(src|href|xlink:href|poster)\\s*=\\s*[\"']?(https?:)?//"), page.Html);
            Assert.NotEmpty(page.Warnings);
        }
    }

    [Fact]
    public void Links_in_prose_stay_links() =>
        Assert.Contains("<a href=\"https://arxiv.org/abs/1710.01020\">",
            Pages.Render(Of(Markdown("[paper](https://arxiv.org/abs/1710.01020)")), "T"));

    [Fact]
    public void Tags_and_the_jupyter_flags_decide_what_is_shown()
    {
        string Page(params string[] tags) => Pages.Render(Of(Code("the_source", Stream("stdout", "the_output")).Tagged(tags)), "T");
        Assert.Contains("the_source", Page());
        Assert.DoesNotContain("the_source", Page("remove-input"));
        Assert.Contains("the_output", Page("remove-input"));
        Assert.DoesNotContain("the_output", Page("remove-output"));
        Assert.DoesNotContain("the_", Page("remove-cell"));
        Assert.Contains("<details class=\"input\"><summary>Show code</summary>", Page("hide-input"));
        Assert.Contains("<details><summary>Show output</summary>", Page("hide-output"));
        Assert.Contains("parameters</span>", Page("parameters"));
        var hidden = Code("the_source");
        hidden["metadata"] = new JsonObject { ["jupyter"] = new JsonObject { ["source_hidden"] = true } };
        Assert.Contains("<summary>Show code</summary>", Pages.Render(Of(hidden), "T"));
    }

    [Fact]
    public void A_code_cell_shows_its_language_and_number_and_dims_its_magic()
    {
        var page = Pages.Render(Of(Code("#!fsharp\nlet x = 1 // one")), "T");
        Assert.Contains("<span class=\"language fsharp\">F#</span>", page);
        Assert.Contains("<span class=\"count\">[3]</span>", page);
        Assert.Contains("<span class=\"d\">#!fsharp</span>", page);
        Assert.Contains("<span class=\"k\">let</span> x = <span class=\"n\">1</span> <span class=\"c\">// one</span>", page);
    }

    [Fact]
    public void The_language_of_a_cell_is_its_magic_then_its_metadata_then_the_notebooks()
    {
        var cell = Code("let x = 1");
        cell["metadata"] = new JsonObject { ["polyglot_notebook"] = new JsonObject { ["kernelName"] = "fsharp" } };
        Assert.Contains(">F#</span>", Pages.Render(Of(cell), "T"));
        Assert.Contains(">C#</span>", Pages.Render(Of(Code("var x = 1;")), "T"));
        var older = Code("x");
        older["metadata"] = new JsonObject { ["dotnet_interactive"] = new JsonObject { ["language"] = "fsharp" } };
        Assert.Contains(">F#</span>", Pages.Render(Of(older), "T"));
    }

    [Fact]
    public void Three_headings_make_a_table_of_contents_with_their_formulas()
    {
        var page = Pages.Render(Of(Markdown("# T\n\n## One\n\n## Two $x$\n\n### Three [link](a.html)")), "T");
        Assert.Contains("<nav class=\"contents\" aria-label=\"Contents\">", page);
        Assert.Contains("<li class=\"level-two\"><a href=\"#one\">One</a></li>", page);
        Assert.Matches("<li class=\"level-two\"><a href=\"#two-x\">Two <math>.*</math></a></li>", page);
        Assert.Contains("<li class=\"level-three\"><a href=\"#three-link\">Three link</a></li>", page);
        Assert.DoesNotContain("<nav", Pages.Render(Of(Markdown("# T\n\n## One")), "T"));
    }

    [Fact]
    public void Hostile_text_is_encoded_wherever_it_stands()
    {
        const string Hostile = "</pre></script><script>alert(1)</script>\"'&<b>\u0000\u001b[31m";
        var page = Pages.Render(
            Of(
                Code(Hostile, Stream("stdout", Hostile), Stream("stderr", Hostile), Data("text/plain", Hostile),
                    Error(Hostile, Hostile), Error("E", "m", Hostile), Data("image/png", Png, "text/plain", Hostile)),
                Markdown($"`{Hostile}`\n\n```\n{Hostile}\n```\n\n```csharp\n{Hostile}\n```\n\n$\\text{{{Hostile}}}$\n\n## `{Hostile}`")),
            Hostile);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("<b>", page);
        Assert.DoesNotContain('\u001b', page);
        Assert.DoesNotContain('\0', page);
    }

    [Fact]
    public void Any_cell_text_makes_a_page_whose_plain_parts_are_encoded()
    {
        string[] pieces = ["<script>x</script>", "<b>", "\u001b[1;31m", "\u001b[", "\r", "\n", "`", "$x$", "$", "\\(", "[^1]", "> ",
            "- ", "#!fsharp\n", "\"", "\"\"\"", "(*", "/*", "'", "{", "$\"", "1e", "&amp;", "\ud800", "\u0000", "| a |\n|-|\n"];
        var texts = Gen.Elements(pieces).ListOf().Select(list => string.Concat(list));
        Check.One(Property.Cases(300), Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var code = Pages.Render(Of(Code(text, Stream("stdout", text), Data("text/plain", text), Error(text, text, text))), text);
            var prose = Pages.Render(Of(Markdown(text)), "T");
            return !code.Contains("<script") && !code.Contains("<b>") && !prose.Contains("<script")
                && code.EndsWith("</html>\n", StringComparison.Ordinal);
        }));
    }
}

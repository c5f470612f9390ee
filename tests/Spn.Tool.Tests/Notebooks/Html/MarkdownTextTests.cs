using System.Text.Json.Nodes;
using static Spn.Tool.Tests.Notebooks.Html.SampleNotebook;

namespace Spn.Tool.Tests.Notebooks.Html;

public sealed class MarkdownTextTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spn-markdown-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a $x$ b")]
    [InlineData("a \\(x\\) b")]
    [InlineData("| $x$ |\n|---|\n| 1 |")]
    [InlineData("- item $x$")]
    [InlineData("**bold $x$**")]
    [InlineData("> quote $x$")]
    [InlineData("<div>$x$</div>")]
    public void A_formula_in_running_text_is_inline(string source)
    {
        var html = Body(source);
        Assert.Contains("<math><semantics><mi>x</mi>", html);
        Assert.DoesNotContain("$", html);
    }

    [Theory]
    [InlineData("$$x$$")]
    [InlineData("$$\nx\n$$")]
    [InlineData("text\n$$\nx\n$$\nmore")]
    [InlineData("text $$x$$ more")]
    [InlineData("text $$\nx\n$$ more")]
    [InlineData("\\[ x \\]")]
    [InlineData("\\[\nx\n\\]")]
    [InlineData("```math\nx\n```")]
    [InlineData("> $$\n> x\n> $$")]
    [InlineData("- item\n  $$\n  x\n  $$")]
    public void A_formula_on_its_own_is_a_display(string source)
    {
        var html = Body(source);
        Assert.Contains("<math display=\"block\"><semantics><mi>x</mi>", html);
        Assert.DoesNotContain("$", html);
    }

    [Fact]
    public void Markdown_does_not_touch_the_inside_of_a_formula()
    {
        var html = Body("$$\na_1 *b* c_2\n- d\n+ e \\\\\n# f\n\n= 1\n$$");
        Assert.DoesNotContain("<em>", html);
        Assert.DoesNotContain("<ul>", html);
        Assert.DoesNotContain("<h1", html);
        Assert.Single(Occurrences(html, "<math"));
    }

    [Theory]
    [InlineData("It costs $5 and $6 in all.")]
    [InlineData("`$x$`")]
    [InlineData("```\n$x$\n```")]
    [InlineData("    $$\n    x\n    $$")]
    [InlineData("\\$x\\$")]
    [InlineData("<pre>$x$</pre>")]
    [InlineData("a $ b")]
    public void Dollars_that_are_no_formula_stay_dollars(string source)
    {
        var html = Body(source);
        Assert.Contains("$", html);
        Assert.DoesNotContain("<math", html);
    }

    [Fact]
    public void Text_after_a_closed_formula_goes_on()
    {
        var html = Body("$$\nx\n$$ and *more*");
        Assert.Contains("<em>more</em>", html);
    }

    [Fact]
    public void An_unclosed_formula_is_shown_and_reported()
    {
        var page = Pages.Create(Of(Markdown("text"), Markdown("$$\nx_1")), "T");
        Assert.Contains("<msub>", page.Html);
        Assert.Equal("cell 2: a formula is not closed by $$.", Assert.Single(page.Warnings));
    }

    [Fact]
    public void A_tag_stands_beside_its_equation() =>
        Assert.Contains("</math></span><span class=\"tag\">(3)</span>", Body("$$ x \\tag{3} $$"));

    [Theory]
    [InlineData("> **Paper, Eq. (1).** Text.", "paper")]
    [InlineData("> **Predict.** Text.", "predict")]
    [InlineData("> **Exercise 2.** Text.", "exercise")]
    [InlineData("> **Note.** Text.", "note")]
    [InlineData("> **Look.** Text.", "look")]
    [InlineData("> **Careful.** Text.", "careful")]
    [InlineData("> [!WARNING]\n> Text.", "careful")]
    [InlineData("> [!NOTE]\n> Text.", "note")]
    public void A_quotation_whose_first_bold_word_says_so_is_a_callout(string source, string kind)
    {
        var html = Body(source);
        Assert.Contains($"<aside class=\"callout {kind}\">\n<p>", html);
        Assert.Contains("Text.", html);
    }

    [Theory]
    [InlineData("> Text.")]
    [InlineData("> **Somebody.** Text.")]
    [InlineData("> *Note.* Text.")]
    public void Another_quotation_stays_one(string source) => Assert.Contains("<blockquote>", Body(source));

    [Fact]
    public void Tables_tasks_fences_and_strikethrough_work()
    {
        var html = Body("| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n- [x] done\n\n```fsharp\nlet x = 1\n```\n\n~~gone~~");
        Assert.Contains("<div class=\"table\">\n<table>", html);
        Assert.Contains("type=\"checkbox\"", html);
        Assert.Contains("<span class=\"k\">let</span>", html);
        Assert.Contains("<del>gone</del>", html);
    }

    [Fact]
    public void Footnotes_and_headings_of_all_cells_have_names_of_their_own()
    {
        var html = Pages.Render(Of(Markdown("## Same\n\na[^1]\n\n[^1]: first"),
            Markdown("## Same\n\nb[^1] c[^2]\n\n[^1]: second\n[^2]: third")), "T");
        foreach (var name in new[] { "same", "same-1", "footnote-1", "footnote-2",
            "footnote-3", "footnote-1-1", "footnote-2-1", "footnote-3-2" })
            Assert.Single(Occurrences(html, $"id=\"{name}\""));
        Assert.Contains("<ol class=\"footnotes\" start=\"2\">", html);
        Assert.Contains("<a href=\"#footnote-3\">3</a>", html);
    }

    [Theory]
    [InlineData("#Theorem-1", "#theorem-1")]
    [InlineData("#theorem-1", "#theorem-1")]
    [InlineData("#elsewhere", "#elsewhere")]
    [InlineData("02-affinity.ipynb", "02-affinity.html")]
    [InlineData("../a/02.ipynb#rows", "../a/02.html#rows")]
    [InlineData("https://example.org/x.ipynb", "https://example.org/x.ipynb")]
    public void Links_lead_to_headings_and_to_the_pages_of_other_lessons(string written, string expected) =>
        Assert.Contains($"<a href=\"{expected}\">", Pages.Render(Of(Markdown($"[go]({written})"), Markdown("## Theorem 1")), "T"));

    [Fact]
    public void Attachments_and_files_come_into_the_page_as_data()
    {
        File.WriteAllBytes(Path.Combine(_folder, "a b.png"), Convert.FromBase64String(Png));
        var notebook = Of(
            Markdown("![one](attachment:p.png)", new() { ["p.png"] = new JsonObject { ["image/png"] = Png } }),
            Markdown("![two](<a b.png>) ![three](a%20b.png)\n\n<img alt=\"four\" src=\"a b.png\">"));
        var page = Pages.Create(notebook, "T", _folder);
        Assert.Empty(page.Warnings);
        Assert.Equal(4, Occurrences(page.Html, $"src=\"data:image/png;base64,{Png}\"").Count());
    }

    [Theory]
    [InlineData("![x](missing.png)")]
    [InlineData("![x](attachment:none.png)")]
    [InlineData("![x](https://example.org/x.png)")]
    [InlineData("![x](/etc/hostname)")]
    [InlineData("![x](notes.txt)")]
    public void A_picture_that_cannot_come_in_leaves_a_visible_note(string source)
    {
        File.WriteAllText(Path.Combine(_folder, "notes.txt"), "no picture");
        var page = Pages.Create(Of(Markdown(source)), "T", _folder);
        Assert.Contains("Picture left out", page.Html);
        Assert.Single(page.Warnings);
    }

    [Fact]
    public void A_script_in_the_text_is_left_out_visibly()
    {
        var page = Pages.Create(Of(Markdown("before\n\n<script>\nalert(1)\n</script>\n\nafter")), "T");
        Assert.DoesNotContain("alert", page.Html);
        Assert.Contains("Script left out", page.Html);
        Assert.Contains("<p>after</p>", page.Html);
        Assert.Single(page.Warnings);
    }

    private static string Body(string markdown)
    {
        var html = Pages.Render(Of(Markdown(markdown)), "T");
        var main = html[html.IndexOf("<section", StringComparison.Ordinal)..];
        return System.Text.RegularExpressions.Regex
            .Replace(main, "<annotation.*?</annotation>", "", System.Text.RegularExpressions.RegexOptions.Singleline);
    }

    private static IEnumerable<int> Occurrences(string text, string part)
    {
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + 1, StringComparison.Ordinal))
            yield return at;
    }
}

using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Spn.Tool.Notebooks.Html.Code;
using Property = Spn.Tests.Property;

namespace Spn.Tool.Tests.Notebooks.Html;

public class CodeColouringTests
{
    [Theory]
    [InlineData("var x = 1;", "k:var n:1")]
    [InlineData("// a \"b\"\nx", "c:// a \"b\"")]
    [InlineData("/* a\nb */ if", "c:/* a\nb */ k:if")]
    [InlineData("\"a\\\"b\" + 'c' + '\\n'", "s:\"a\\\"b\" s:'c' s:'\\n'")]
    [InlineData("@\"a\"\"b\\\" + 1", "s:@\"a\"\"b\\\" n:1")]
    [InlineData("$\"{f(\"x\")} y\" + 2", "s:$\" s:\"x\" s: y\" n:2")]
    [InlineData("$\"{{\" + 3", "s:$\"{{\" n:3")]
    [InlineData("\"\"\"a \"b\" c\"\"\" + 4", "s:\"\"\"a \"b\" c\"\"\" n:4")]
    [InlineData("0x1F 1_000 2.5e-3f 1..5", "n:0x1F n:1_000 n:2.5e-3f n:1 n:5")]
    [InlineData("a.@if @class x1", "")]
    [InlineData("#r \"x.dll\"\nusing X;", "d:#r \"x.dll\" k:using")]
    [InlineData("\"open\nvar", "s:\"open k:var")]
    public void CSharp_is_cut_into_its_parts(string source, string expected) => Assert.Equal(expected, Parts(source, "csharp"));

    [Theory]
    [InlineData("let f x' = x' + 1", "k:let n:1")]
    [InlineData("let! y = g", "k:let!")]
    [InlineData("(* a (* b *) c *) in", "c:(* a (* b *) c *) k:in")]
    [InlineData("(*) 1", "n:1")]
    [InlineData("fun (x: 'a) -> 'c'", "k:fun s:'c'")]
    [InlineData("``if x`` 2", "n:2")]
    [InlineData("$\"\"\"{x} \"q\" \"\"\" + 1.", "s:$\"\"\"{ s:} \"q\" \"\"\" n:1.")]
    [InlineData("\"two\nlines\" // end", "s:\"two\nlines\" c:// end")]
    [InlineData("[ 0 .. 3 ] [1..5]", "n:0 n:3 n:1.. n:5")]
    public void FSharp_is_cut_into_its_parts(string source, string expected) => Assert.Equal(expected, Parts(source, "fsharp"));

    [Fact]
    public void A_magic_line_changes_the_language_below_it() =>
        Assert.Equal("d:#!fsharp k:let d:#!csharp k:var d:#!time",
            Parts("#!fsharp\nlet var_ = x\n#!csharp\nvar let_ = x;\n#!time", "csharp"));

    [Fact]
    public void Other_languages_are_only_encoded() => Assert.Equal("if &lt; &quot;1&quot;", CodeColouring.ToHtml("if < \"1\"", "python"));

    [Fact]
    public void No_character_of_any_source_is_lost()
    {
        string[] pieces = ["\"", "\"\"\"", "'", "$", "@", "{", "}", "\\", "\n", "(*", "*)", "/*",
            "*/", "//", "``", "#!csharp\n", "#if", "let!", "1.", "0x", "e-", "_", " ", "é", "<"];
        var sources = Gen.Elements(pieces).ListOf().Select(list => string.Concat(list));
        Check.One(Property.Cases(1000), Prop.ForAll(sources.ToArbitrary(), source =>
            new[] { "csharp", "fsharp", "" }.All(language => Text(CodeColouring.ToHtml(source, language)) == source)));
    }

    private static string Parts(string source, string language) =>
        string.Join(' ', Regex.Matches(CodeColouring.ToHtml(source, language), "<span class=\"(.)\">(.*?)</span>", RegexOptions.Singleline)
        .Select(m => $"{m.Groups[1].Value}:{Text(m.Groups[2].Value)}"));

    private static string Text(string html) => System.Net.WebUtility.HtmlDecode(Regex.Replace(html, "<[^>]*>", ""));
}

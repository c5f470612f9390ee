using System.Text;
using Spn.Tool.Notebooks.Documents;
using Spn.Tool.Notebooks.Parameters;

namespace Spn.Tool.Tests.Notebooks.Parameters;

/// <summary>A cell after the one tagged <c>parameters</c> sets values anew; their types stay, and so does every other byte.</summary>
public sealed class NotebookParametersTests
{
    [Theory]
    [InlineData("var photo = \"a.png\"; // the photo", "photo", "b \"c\" \\ é.png", "var photo = \"b \\\"c\\\" \\\\ é.png\";")]
    [InlineData("string photo = @\"a\";", "photo", "b", "string photo = \"b\";")]
    [InlineData("string? photo = null;", "photo", "7", "string? photo = \"7\";")]
    [InlineData("var steps = 10;", "steps", "-3", "var steps = -3;")]
    [InlineData("const int steps = -10;", "steps", "2", "int steps = 2;")]
    [InlineData("Int64 steps = 10;", "steps", "3000000000", "Int64 steps = 3000000000;")]
    [InlineData("var steps = 10L;", "steps", "3000000000", "var steps = 3000000000L;")]
    [InlineData("ulong steps = 10;", "steps", "18446744073709551615", "ulong steps = 18446744073709551615;")]
    [InlineData("var rate = 0.1;", "rate", "1", "var rate = 1.0;")]
    [InlineData("var rate = 0.1;", "rate", "1e-4", "var rate = 1e-4;")]
    [InlineData("double rate = 1;", "rate", "2", "double rate = 2.0;")]
    [InlineData("var rate = 0.1f;", "rate", "2", "var rate = 2.0f;")]
    [InlineData("float rate = 1;", "rate", ".5", "float rate = 0.5f;")]
    [InlineData("var big = 1L;", "big", "5000000000", "var big = 5000000000L;")]
    [InlineData("var price = 1.5m;", "price", "2.25", "var price = 2.25m;")]
    [InlineData("bool fast = false;", "fast", "True", "bool fast = true;")]
    [InlineData("steps = 3;", "steps", "4", "steps = 4;")]
    [InlineData("var x = Math.Max(1, 2);", "x", "2.5", "var x = 2.5;")]
    [InlineData("var x = Math.Max(1, 2);", "x", "text", "var x = \"text\";")]
    [InlineData("#!csharp\r\nvar a = 1;\r\nvar b = \"x\";\r\n", "b", "y\n", "var b = \"y\\n\";")]
    [InlineData("void F()\n{\n    var x = true;\n}\nvar x = 2;", "x", "3", "var x = 3;")]
    public void CSharp(string source, string name, string value, string expected) =>
        Assert.Equal($"#!csharp\n{expected}", Injected(source, "csharp", name, value));

    [Theory]
    [InlineData("let photo = \"a // b.png\" // the photo", "photo", "c", "let photo = \"c\"")]
    [InlineData("let photo = @\"a\\\"", "photo", "c\\d", "let photo = \"c\\\\d\"")]
    [InlineData("let mutable steps : int = 10\nlet other = 2", "steps", "3", "let mutable steps : int = 3")]
    [InlineData("let rate = 0.1", "rate", "1", "let rate = 1.0")]
    [InlineData("let rate: float = nan", "rate", "2", "let rate : float = 2.0")]
    [InlineData("let rate = 0.1f", "rate", "0.5", "let rate = 0.5f")]
    [InlineData("let rate = 1e-3", "rate", "2", "let rate = 2.0")]
    [InlineData("let big = 1L", "big", "2", "let big = 2L")]
    [InlineData("let ``the name`` = true", "the name", "false", "let ``the name`` = false")]
    [InlineData("let x =\n    compute 1\n    |> twice\nlet y = 2", "x", "5", "let x = 5")]
    [InlineData("let f x =\n    let b = true\n    b\nlet b = 2", "b", "3", "let b = 3")]
    [InlineData("#!fsharp\r\nlet a = 1\r\nlet b = \"x\"\r\n", "b", "y", "let b = \"y\"")]
    public void FSharp(string source, string name, string value, string expected) =>
        Assert.Equal($"#!fsharp\n{expected}", Injected(source, "fsharp", name, value));

    [Fact]
    public void A_cell_of_two_languages_gets_both()
    {
        var document = Document("#!fsharp\nlet a = 1\n#!csharp\nvar b = 2;\nvar c = 3;", "csharp", "parameters");
        var values = new Dictionary<string, string> { ["a"] = "4", ["c"] = "5", ["b"] = "6" };
        Assert.Equal("#!fsharp\nlet a = 4\n#!csharp\nvar b = 6;\nvar c = 5;", NotebookParameters.Inject(document, values).Cells[1].Source);
    }

    [Fact]
    public void The_cell_stands_after_the_tagged_one_and_every_other_byte_stays()
    {
        var notebook = new TestNotebook();
        notebook.CSharp("1");
        notebook.CSharp("var a = 1;", "parameters");
        notebook.CSharp("a");
        var before = notebook.ToJson();
        var document = NotebookDocument.Parse(Encoding.UTF8.GetBytes(before), "test");
        var once = NotebookParameters.Inject(document, new Dictionary<string, string> { ["a"] = "2" });
        Assert.Equal(["1", "var a = 1;", "#!csharp\nvar a = 2;", "a"], once.Cells.Select(c => c.Source));
        Assert.Equal(["injected-parameters"], once.Cells[2].Tags);
        var text = Encoding.UTF8.GetString(once.Json);
        var (start, end) = (once.Cells[2].Span.Start, once.Cells[2].Span.End);
        Assert.Equal(before, Encoding.UTF8.GetString(once.Json[..(start - 1)]) + Encoding.UTF8.GetString(once.Json[end..]));
        Assert.Contains("\"id\":\"injected-parameters\"", text, StringComparison.Ordinal);

        var twice = NotebookParameters.Inject(once, new Dictionary<string, string> { ["a"] = "3" });
        Assert.Equal(text.Replace("var a = 2;", "var a = 3;", StringComparison.Ordinal), Encoding.UTF8.GetString(twice.Json));
    }

    [Theory]
    [InlineData("var steps = 10;", "steps", "many", "a whole number")]
    [InlineData("var steps = 10;", "steps", "1.5", "a whole number")]
    [InlineData("var steps = 10;", "steps", "3000000000", "a whole number from -2147483648 to 2147483647")]
    [InlineData("var steps = 10u;", "steps", "-1", "a whole number from 0 to 4294967295")]
    [InlineData("byte level = 10;", "level", "256", "a whole number from 0 to 255")]
    [InlineData("var rate = 0.5;", "rate", "1,5", "a number")]
    [InlineData("var rate = 0.5;", "rate", "NaN", "a number")]
    [InlineData("var fast = true;", "fast", "1", "true or false")]
    public void A_value_that_does_not_fit_the_type_is_refused(string source, string name, string value, string expected)
    {
        var error = Assert.Throws<ArgumentException>(() => Injected(source, "csharp", name, value));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_without_the_tag_are_left_alone()
    {
        var document = Document("var a = 1;", "csharp", "other");
        Assert.Empty(NotebookParameters.Names(document));
        Assert.Same(document, NotebookParameters.Inject(document, new Dictionary<string, string> { ["a"] = "2" }));
    }

    [Theory]
    [InlineData("photo")]
    [InlineData("=x")]
    public void A_word_without_a_name_or_an_equals_sign_is_refused(string word) =>
        Assert.Throws<ArgumentException>(() => NotebookParameters.Parse([word]));

    [Fact]
    public void Values_may_be_empty_and_hold_equals_signs()
    {
        var parameters = NotebookParameters.Parse(["a=", "b=c=d"]);
        Assert.Equal("", parameters["a"]);
        Assert.Equal("c=d", parameters["b"]);
        Assert.Throws<ArgumentException>(() => NotebookParameters.Parse(["a=1", "a=2"]));
    }

    private static string Injected(string source, string kernel, string name, string value) =>
        NotebookParameters.Inject(Document(source, kernel, "parameters"), new Dictionary<string, string> { [name] = value }).Cells[1].Source;

    private static NotebookDocument Document(string source, string kernel, string tag)
    {
        var notebook = new TestNotebook();
        notebook.Add(source, kernel, tag);
        return NotebookDocument.Parse(Encoding.UTF8.GetBytes(notebook.ToJson()), "test");
    }
}

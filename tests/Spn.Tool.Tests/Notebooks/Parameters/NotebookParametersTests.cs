using System.Text;
using Spn.Tool.Notebooks.Documents;
using Spn.Tool.Notebooks.Parameters;

namespace Spn.Tool.Tests.Notebooks.Parameters;

/// <summary>A parameter replaces the assigned value and nothing else; its type stays.</summary>
public sealed class NotebookParametersTests
{
    [Theory]
    [InlineData("var photo = \"a.png\"; // the photo", "photo", "b \"c\" \\ é.png", "var photo = \"b \\\"c\\\" \\\\ é.png\"; // the photo")]
    [InlineData("string photo = @\"a\";", "photo", "b", "string photo = \"b\";")]
    [InlineData("string? photo = null;", "photo", "7", "string? photo = \"7\";")]
    [InlineData("var steps = 10;", "steps", "-3", "var steps = -3;")]
    [InlineData("const int steps = -10, more = 1;", "more", "2", "const int steps = -10, more = 2;")]
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
    [InlineData("#!csharp\r\nvar a = 1;\r\nvar b = \"x\";\r\n", "b", "y\n", "#!csharp\r\nvar a = 1;\r\nvar b = \"y\\n\";\r\n")]
    [InlineData("void F() { var x = 1; }\nvar x = 2;", "x", "3", "void F() { var x = 1; }\nvar x = 3;")]
    public void CSharp(string source, string name, string value, string expected) => Assert.Equal(expected, Apply(source, "csharp", name, value));

    [Theory]
    [InlineData("let photo = \"a // b.png\" // the photo", "photo", "c", "let photo = \"c\" // the photo")]
    [InlineData("let photo = @\"a\\\"", "photo", "c\\d", "let photo = \"c\\\\d\"")]
    [InlineData("let mutable steps : int = 10\nlet other = 2", "steps", "3", "let mutable steps : int = 3\nlet other = 2")]
    [InlineData("let rate = 0.1", "rate", "1", "let rate = 1.0")]
    [InlineData("let rate: float = nan", "rate", "2", "let rate: float = 2.0")]
    [InlineData("let rate = 0.1f", "rate", "0.5", "let rate = 0.5f")]
    [InlineData("let rate = 1e-3", "rate", "2", "let rate = 2.0")]
    [InlineData("let big = 1L", "big", "2", "let big = 2L")]
    [InlineData("let ``the name`` = true", "the name", "false", "let ``the name`` = false")]
    [InlineData("let x =\n    compute 1\n    |> twice\nlet y = 2", "x", "5", "let x =\n    5\nlet y = 2")]
    [InlineData("let s = \"\"\"a\nlet b = 1\n\"\"\"\nlet b = 2", "b", "3", "let s = \"\"\"a\nlet b = 1\n\"\"\"\nlet b = 3")]
    [InlineData("let f x =\n    let b = 1\n    b\nlet b = 2", "b", "3", "let f x =\n    let b = 1\n    b\nlet b = 3")]
    [InlineData("#!fsharp\r\nlet a = 1\r\nlet b = \"x\"\r\n", "b", "y", "#!fsharp\r\nlet a = 1\r\nlet b = \"y\"\r\n")]
    public void FSharp(string source, string name, string value, string expected) => Assert.Equal(expected, Apply(source, "fsharp", name, value));

    [Fact]
    public void Only_the_language_in_force_is_read() =>
        Assert.Equal("#!fsharp\nlet a = 1\n#!csharp\nvar b = 5;", Apply("#!fsharp\nlet a = 1\n#!csharp\nvar b = 2;", "csharp", "b", "5"));

    [Theory]
    [InlineData("var steps = 10;", "steps", "many", "a whole number")]
    [InlineData("var steps = 10;", "steps", "1.5", "a whole number")]
    [InlineData("var rate = 0.5;", "rate", "1,5", "a number")]
    [InlineData("var rate = 0.5;", "rate", "NaN", "a number")]
    [InlineData("var fast = true;", "fast", "1", "true or false")]
    public void A_value_that_does_not_fit_the_type_is_refused(string source, string name, string value, string expected)
    {
        var error = Assert.Throws<ArgumentException>(() => Apply(source, "csharp", name, value));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_without_the_tag_are_left_alone()
    {
        var document = Document("var a = 1;", "csharp", "other");
        Assert.Empty(NotebookParameters.Names(document));
        Assert.Empty(NotebookParameters.Apply(document, new Dictionary<string, string> { ["a"] = "2" }));
    }

    [Theory]
    [InlineData("photo")]
    [InlineData("=x")]
    public void A_word_without_a_name_or_an_equals_sign_is_refused(string word) => Assert.Throws<ArgumentException>(() => NotebookParameters.Parse([word]));

    [Fact]
    public void Values_may_be_empty_and_hold_equals_signs()
    {
        var parameters = NotebookParameters.Parse(["a=", "b=c=d"]);
        Assert.Equal("", parameters["a"]);
        Assert.Equal("c=d", parameters["b"]);
        Assert.Throws<ArgumentException>(() => NotebookParameters.Parse(["a=1", "a=2"]));
    }

    private static string Apply(string source, string kernel, string name, string value) =>
        NotebookParameters.Apply(Document(source, kernel, "parameters"), new Dictionary<string, string> { [name] = value })[1];

    private static NotebookDocument Document(string source, string kernel, string tag)
    {
        var notebook = new TestNotebook();
        notebook.Add(source, kernel, tag);
        return NotebookDocument.Parse(Encoding.UTF8.GetBytes(notebook.ToJson()), "test");
    }
}

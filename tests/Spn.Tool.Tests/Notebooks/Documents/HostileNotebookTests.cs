using System.Text;
using Spn.Tool.Notebooks.Documents;

namespace Spn.Tool.Tests.Notebooks.Documents;

/// <summary>Broken files give one sentence that names the file.</summary>
public sealed class HostileNotebookTests : FolderTests
{
    [Theory]
    [InlineData("", "JSON is broken")]
    [InlineData("{", "JSON is broken")]
    [InlineData("{} {}", "JSON is broken")]
    [InlineData("[]", "expected the file to be a JSON object")]
    [InlineData("null", "expected the file to be a JSON object")]
    [InlineData("{}", "\"nbformat\": 4, got none")]
    [InlineData("""{"nbformat":3,"worksheets":[]}""", "\"nbformat\": 4, got 3")]
    [InlineData("""{"nbformat":"4","cells":[]}""", "\"nbformat\": 4, got \"4\"")]
    [InlineData("""{"nbformat":4}""", "an array \"cells\"")]
    [InlineData("""{"nbformat":4,"cells":{}}""", "an array \"cells\"")]
    [InlineData("""{"nbformat":4,"cells":[1]}""", "cell 1 to be a JSON object")]
    [InlineData("""{"nbformat":4,"cells":[{}]}""", "\"cell_type\" in cell 1")]
    [InlineData("{\"nbformat\":\"\u001b[2J\"}", "JSON is broken")]
    [InlineData("{\"nbformat\":\"\u007f\"}", "got \"?\"")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code","source":[1]}]}""", "\"source\" of cell 1")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code","source":null}]}""", "\"source\" of cell 1")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code","source":"","source":""}]}""", "'source' twice")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code","source":"\ud800"}]}""", "surrogate")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code","source":"1","x":NaN}]}""", "JSON is broken at line 1")]
    public void A_broken_notebook_is_named_in_one_sentence(string text, string expected)
    {
        var path = Path.Combine(Folder, "broken.ipynb");
        File.WriteAllText(path, text);
        var error = Assert.Throws<InvalidDataException>(() => NotebookDocument.Read(path));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith($"'{path}' is not a notebook: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused()
    {
        var path = Path.Combine(Folder, "latin.ipynb");
        File.WriteAllBytes(path, [.. "{\"nbformat\":4,\"cells\":[],\"x\":\""u8, 0xE9, .. "\"}"u8]);
        Assert.Contains(
            "not UTF-8", Assert.Throws<InvalidDataException>(() => NotebookDocument.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_thousand_brackets_are_refused_without_a_crash()
    {
        var path = Path.Combine(Folder, "deep.ipynb");
        File.WriteAllText(path, "{\"nbformat\":4,\"cells\":" + new string('[', 100_000));
        Assert.Contains(
            "JSON is broken", Assert.Throws<InvalidDataException>(() => NotebookDocument.Read(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"nbformat":4,"cells":[]}""", 0)]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code"}],"metadata":null}""", 1)]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code","metadata":[],"source":""}],"metadata":{"kernelspec":3}}""", 1)]
    public void An_empty_notebook_and_missing_metadata_are_fine(string text, int cells)
    {
        var document = NotebookDocument.Parse(Encoding.UTF8.GetBytes(text), "test");
        Assert.Equal(cells, document.Cells.Count);
        Assert.All(document.Cells, c => Assert.False(c.Runs));
        Assert.All(document.Cells, c => Assert.Equal("csharp", c.Kernel));
    }
}

using System.Text;
using System.Text.Json;
using Spn.Tool.Notebooks.Documents;

namespace Spn.Tool.Tests.Notebooks.Documents;

/// <summary>Which kernel a cell starts in, and how <c>.dib</c> files become notebooks.</summary>
public sealed class CellLanguageTests
{
    [Theory]
    [InlineData("{}", "{}", "csharp")]
    [InlineData("""{"kernelspec":{"name":".net-fsharp"}}""", "{}", "fsharp")]
    [InlineData("""{"language_info":{"name":"F#"}}""", "{}", "fsharp")]
    [InlineData("""{"language_info":{"name":"polyglot-notebook"},"kernelspec":{"name":".net-fsharp"}}""", "{}", "fsharp")]
    [InlineData(
        """{"kernelspec":{"name":".net-csharp"},"polyglot_notebook":{"kernelInfo":{"defaultKernelName":"fsharp"}}}""", "{}", "fsharp")]
    [InlineData("""{"kernelspec":{"name":".net-csharp"}}""", """{"dotnet_interactive":{"language":"fsharp"}}""", "fsharp")]
    [InlineData("{}", """{"dotnet_interactive":{"language":"fsharp"},"polyglot_notebook":{"kernelName":"csharp"}}""", "csharp")]
    [InlineData("{}", """{"polyglot_notebook":{"kernelName":"html"}}""", "html")]
    [InlineData("""{"kernelspec":{"name":"python3"}}""", "{}", "python3")]
    public void The_cells_own_metadata_beats_the_documents(string document, string cell, string expected)
    {
        var json = $$"""{"nbformat":4,"metadata":{{document}},"cells":[{"cell_type":"code","metadata":{{cell}},"source":"1"}]}""";
        Assert.Equal(expected, NotebookDocument.Parse(Encoding.UTF8.GetBytes(json), "test").Cells.Single().Kernel);
    }

    [Fact]
    public void A_dib_file_becomes_a_notebook_with_cells_cut_at_kernel_lines()
    {
        const string text = "#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"fsharp\",\"items\":[]}}\n\n#!markdown\n\n# Title\n\n#!fsharp\n\nlet x = 1\n#!share --from csharp y\n\n#!csharp\r\n\r\nvar y = 2;\r\n";
        var document = NotebookDocument.Parse(DibFile.ToNotebook(text), "test");
        Assert.Equal(["markdown", "code", "code"], document.Cells.Select(c => c.Type));
        Assert.Equal(["# Title", "let x = 1\n#!share --from csharp y", "var y = 2;"], document.Cells.Select(c => c.Source));
        Assert.Equal(["fsharp", "csharp"], document.Cells.Skip(1).Select(c => c.Kernel));
        using var parsed = JsonDocument.Parse(document.Json);
        Assert.Equal(4, parsed.RootElement.GetProperty("nbformat").GetInt32());
    }
}

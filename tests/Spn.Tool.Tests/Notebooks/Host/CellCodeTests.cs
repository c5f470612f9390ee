using Spn.Tool.Notebooks.Host;

namespace Spn.Tool.Tests.Notebooks.Host;

/// <summary>Lines of what the kernel makes of a cell stand where they stand in the cell.</summary>
public sealed class CellCodeTests
{
    [Theory]
    [InlineData("a\nb", "a\nb", "a\nb")]
    [InlineData("a\n\nb", "#!csharp\na\nb", "\na\nb")]
    [InlineData("#r \"x.dll\"\n\n\na\n", "#r \"x.dll\"\n#r \"nuget: y\"\n\na\n", "#r \"x.dll\"\n\n\na")]
    [InlineData("  b\r\nc", "#!share --from fsharp a\r\n  b  \r\nc\r\n", "\n  b  \r\nc\r")]
    [InlineData("a = @\"x\n   \ny\"", "#!csharp\na = @\"x\n   \ny\"", "\na = @\"x\n   \ny\"")]
    [InlineData("a = @\"x\r\n\t\r\ny\u2028\"", "a = @\"x\r\n\t\r\ny\u2028\"", "a = @\"x\r\n\t\r\ny\u2028\"")]
    public void Lines_are_put_back(string code, string source, string expected) =>
        Assert.Equal(expected, new CodeSource("cell 1", source).Aligned(code));

    [Theory]
    [InlineData("other", "a\nb")]
    [InlineData("b\na", "a\nb")]
    [InlineData("", "a")]
    public void Code_from_elsewhere_is_left_alone(string code, string source) =>
        Assert.Null(new CodeSource("cell 1", source).Aligned(code));

    [Fact]
    public void A_piece_is_looked_for_below_the_last_one()
    {
        var source = new CodeSource("cell 1", "a\n#!fsharp\na\n#!csharp\nb");
        Assert.Equal(["a", "\n\na", "\n\n\n\nb", "a"], new[] { "a", "a", "b", "a" }.Select(source.Aligned));
    }
}

using Spn.Tool.Notebooks.Cells;

namespace Spn.Tool.Tests.Notebooks.Cells;

/// <summary>How a cell is cut at its magic lines.</summary>
public sealed class SubmissionTests
{
    [Fact]
    public void Code_keeps_the_line_numbers_of_the_cell()
    {
        var pieces = Submission.Split("#!fsharp\n#!share --from csharp x\nlet y = 1\n\n  #!csharp\nvar z = 1;\r\nz", "csharp");
        Assert.Equal(["fsharp", "fsharp", "csharp"], pieces.Select(p => p.Kernel));
        Assert.Equal([null, "\n\nlet y = 1", "\n\n\n\n\nvar z = 1;\nz"], pieces.Select(p => p.Code));
        Assert.Equal([2, 3, 6], pieces.Select(p => p.Line));
        Assert.Equal(["--from", "csharp", "x"], pieces[0].Magic!.Words);
    }

    [Fact]
    public void Blank_code_is_no_piece() => Assert.Empty(Submission.Split("\n#!csharp\n  \n#!fsharp\n", "csharp"));

    [Fact]
    public void Words_keep_quotes_and_json_together()
    {
        var magic = Submission.Split("#!set --name x --value {\"a b\": [1, 2]} --more \"two words\"", "csharp").Single().Magic!;
        Assert.Equal("{\"a b\": [1, 2]}", magic.Option("--value"));
        Assert.Equal("two words", magic.Option("--more"));
    }

    [Theory]
    [InlineData("#! not a magic")]
    [InlineData("#!/usr/bin/env dotnet")]
    [InlineData("# comment")]
    public void Other_hashes_are_code(string line) => Assert.Null(Submission.Split(line, "csharp").Single().Magic);

    [Theory]
    [InlineData(typeof(int), "global::System.Int32")]
    [InlineData(typeof(int[][,]), "global::System.Int32[][,]")]
    [InlineData(typeof(Dictionary<string, List<double>>), "global::System.Collections.Generic.Dictionary<global::System.String, global::System.Collections.Generic.List<global::System.Double>>")]
    [InlineData(typeof(Dictionary<string, int>.Enumerator), "global::System.Collections.Generic.Dictionary<global::System.String, global::System.Int32>.Enumerator")]
    [InlineData(typeof(ValueTuple<int, string>?), "global::System.Nullable<global::System.ValueTuple<global::System.Int32, global::System.String>>")]
    public void Types_are_written_as_CSharp(Type type, string expected) => Assert.Equal(expected, CSharpTypeName.Of(type));
}

namespace Spn.Tool.Tests.Notebooks.Runs;

/// <summary>Two runs give the same bytes.</summary>
public sealed class DeterminismTests : FolderTests
{
    [Fact]
    public async Task Two_folders_and_a_second_run_of_the_result_give_the_same_bytes()
    {
        var notebook = new TestNotebook();
        notebook.CSharp("display(new { A = 1, B = new[] { 1.5, 2.5 } });\nvar d = display(1); d.Update(2);\nDateTime.UnixEpoch.ToLocalTime()");
        notebook.FSharp("printfn \"%A\" [ 1.5; 2.0 ]\ntype R = { Name: string; Size: float }\n{ Name = \"x\"; Size = 0.5 }");
        notebook.FSharp("Map.ofList [ 1, \"a\"; 2, \"b\" ]");
        notebook.Failing("System.IO.File.ReadAllText(System.IO.Path.GetFullPath(\"../missing/a.txt\"));");
        notebook.Failing("let rec f n : int = if n = 0 then List.head [] else f (n - 1)\nf 3", "fsharp");
        notebook.CSharp("var e = new Exception(\"x\"); e");
        var folders = new[] { "one", "other/deeper" }.Select(name => Directory.CreateDirectory(Path.Combine(Folder, name)).FullName).ToList();
        var runs = await Task.WhenAll(folders.Select(folder => notebook.RunAsync(folder)));
        var first = await File.ReadAllBytesAsync(runs[0].Result.Item.Executed);
        Assert.Equal(first, await File.ReadAllBytesAsync(runs[1].Result.Item.Executed));
        Assert.Equal(await File.ReadAllBytesAsync(runs[0].Result.Item.Page), await File.ReadAllBytesAsync(runs[1].Result.Item.Page));
        Assert.DoesNotContain(Folder, System.Text.Encoding.UTF8.GetString(first), StringComparison.Ordinal);
    }
}

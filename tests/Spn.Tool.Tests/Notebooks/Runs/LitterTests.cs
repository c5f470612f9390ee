using System.Diagnostics;
using Spn.Tool.Notebooks.Runs;

namespace Spn.Tool.Tests.Notebooks.Runs;

/// <summary>What a run leaves in the folder for temporary files: nothing, however it ended.</summary>
public sealed class LitterTests : FolderTests
{
    /// <summary>The F# kernel writes files for each cell; the tool kills the process at the timeout.</summary>
    [Fact]
    public async Task A_notebook_that_runs_and_is_then_ended_by_the_timeout_leaves_nothing()
    {
        var notebook = new TestNotebook();
        notebook.FSharp("let one = 1");
        var files = notebook.FSharp("System.IO.Directory.GetFileSystemEntries(System.IO.Path.GetTempPath()).Length > 0");
        notebook.FSharp("System.Threading.Thread.Sleep -1");
        using var tool = Start(notebook, "--timeout", "15");
        await tool.WaitForExitAsync();
        Assert.Equal(1, tool.ExitCode);
        var executed = File.ReadAllText(Path.Combine(Folder, "out", "test.ipynb"));
        Assert.Contains("True", executed.Split($"\"c{files}\"")[1], StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Temporary));
    }

    /// <summary>
    /// Without the tool a notebook's process ends by itself. The first cell runs while the compiler of the second one starts.
    /// </summary>
    [Fact]
    public async Task A_tool_that_is_killed_leaves_nothing()
    {
        var notebook = new TestNotebook();
        notebook.Add("<p>begun</p>", "html");
        notebook.CSharp("System.Threading.Thread.Sleep(-1);");
        using var tool = Start(notebook);
        Assert.StartsWith("test  cell 1/2  ", await tool.StandardError.ReadLineAsync(), StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFileSystemEntries(Temporary));
        tool.Kill();
        await tool.WaitForExitAsync();
        for (var waited = 0; waited < 300 && Directory.GetFileSystemEntries(Temporary).Length > 0; waited++)
            await Task.Delay(100);
        Assert.Empty(Directory.GetFileSystemEntries(Temporary));
    }

    private string Temporary => Path.Combine(Folder, "temporary");

    private Process Start(TestNotebook notebook, params string[] options)
    {
        string[] run = ["exec", typeof(RunBatch).Assembly.Location, "run", notebook.Save(Folder), "--out", Path.Combine(Folder, "out")];
        var start = new ProcessStartInfo("dotnet", [.. run, .. options])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        };
        foreach (var name in OperatingSystem.IsWindows() ? new[] { "TMP", "TEMP" } : ["TMPDIR"])
            start.Environment[name] = Directory.CreateDirectory(Temporary).FullName;
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return Process.Start(start)!;
    }
}

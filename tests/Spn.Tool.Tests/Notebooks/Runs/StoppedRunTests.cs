using Spn.Tool.Notebooks.Runs;

namespace Spn.Tool.Tests.Notebooks.Runs;

/// <summary>Cells that fail, hang or bring their process down: what has run is kept, and the tool goes on.</summary>
public sealed class StoppedRunTests : FolderTests
{
    [Fact]
    public async Task A_failing_cell_ends_the_notebook_and_what_has_run_is_written()
    {
        var notebook = new TestNotebook();
        notebook.CSharp("1");
        notebook.CSharp("throw new Exception(\"stop\");");
        notebook.CSharp("3");
        var run = await notebook.RunAsync(Folder);
        Assert.Equal("1", run.Text(1));
        Assert.Contains("System.Exception: stop", run.Error(2), StringComparison.Ordinal);
        Assert.Empty(run.Outputs(3));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, run.Cell(3).GetProperty("execution_count").ValueKind);
        Assert.Equal(new CellFailure(2, "cell 2, line 1", "stop"), Assert.Single(run.Result.Run.Failures));
        Assert.Contains("fail test: cell 2, line 1: stop", run.Observer.Lines);
    }

    [Fact]
    public async Task Keep_going_runs_the_cells_after_a_failing_one_until_the_timeout_ends_an_endless_loop()
    {
        var notebook = new TestNotebook();
        notebook.CSharp("int x = \"a\";");
        notebook.CSharp("Console.Write(\"before\");\n3");
        notebook.CSharp("Console.Write(\"in\"); while (true) System.Threading.Thread.Sleep(1);");
        notebook.CSharp("4");

        // The cells before compile within the limit on a busy machine too.
        var run = await notebook.RunAsync(Folder, new RunOptions { Timeout = TimeSpan.FromSeconds(12), KeepGoing = true });
        Assert.Contains("fail test: cell 1(1,9): error CS0029: Cannot implicitly convert type 'string' to 'int'", run.Observer.Lines);
        Assert.Equal(("before", "3"), (run.Stream(2, "stdout"), run.Text(2)));
        Assert.Equal("in", run.Stream(3, "stdout"));
        Assert.Contains("longer than the limit of 12 s", run.Error(3), StringComparison.Ordinal);
        Assert.Empty(run.Outputs(4));
        Assert.Equal([1, 3], run.Result.Run.Failures.Select(failure => failure.Cell));
    }

    [Theory]
    [InlineData("int Deep(int n) => 1 + Deep(n + 1);\nDeep(0)", "Stack overflow")]
    [InlineData("Environment.Exit(0);", "exit code 0")]
    [InlineData(
        "new System.Threading.Thread(() => throw new Exception(\"on a thread\")).Start();\nSystem.Threading.Thread.Sleep(-1);",
        "on a thread")]
    public async Task A_cell_that_ends_its_process_fails(string source, string expected)
    {
        var notebook = new TestNotebook();
        notebook.CSharp("Console.Write(\"kept\");");
        notebook.CSharp(source);
        var run = await notebook.RunAsync(Folder);
        Assert.Equal("kept", run.Stream(1, "stdout"));
        Assert.Contains("ended the notebook's process", run.Error(2), StringComparison.Ordinal);
        Assert.Contains(expected, run.Error(2), StringComparison.Ordinal);
    }

    /// <summary>The thread strikes between the cells or in the waiting one: either way what was shown is kept.</summary>
    [Fact]
    public async Task What_a_cell_left_running_may_end_the_process_between_cells()
    {
        var notebook = new TestNotebook();
        notebook.CSharp(
            "Console.Write(\"kept\");\nvar timer = new System.Threading.Timer(_ => Environment.FailFast(\"late\"), null, 100, -1);");
        notebook.CSharp("System.Threading.Thread.Sleep(-1);");
        var run = await notebook.RunAsync(Folder);
        Assert.Equal("kept", run.Stream(1, "stdout"));
        var failure = Assert.Single(run.Result.Run.Failures);
        Assert.Contains("ended the notebook's process", failure.Message, StringComparison.Ordinal);
        Assert.Contains(failure.Message, run.Error(failure.Cell), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_run_keeps_what_has_run()
    {
        var notebook = new TestNotebook();
        notebook.CSharp("1");
        notebook.CSharp("System.Threading.Thread.Sleep(-1);");
        using var cancellation = new CancellationTokenSource();
        var run = await notebook.RunAsync(
            Folder, onStart: cell => _ = cell == 2 ? Task.Run(cancellation.Cancel) : Task.CompletedTask, cancellation: cancellation.Token);
        Assert.True(run.Result.Run.Cancelled);
        Assert.Equal("1", run.Text(1));
        Assert.Contains("the run was stopped here", run.Error(2), StringComparison.Ordinal);
    }
}

using System.Diagnostics;
using Spn.Tool.Notebooks.Runs;

namespace Spn.Tool.Tests.Notebooks.Runs;

/// <summary>A notebook that says that it cannot run here is neither passed nor failed.</summary>
public sealed class SkippedNotebookTests : FolderTests
{
    [Fact]
    public async Task A_skipped_notebook_ends_there_and_is_told_with_its_reason()
    {
        var run = await Sample().RunAsync(Folder, new RunOptions { KeepGoing = true });
        Assert.Equal("test: skipped: expected a violin & a bow, found none.", RunText.Summary(run.Result));
        Assert.Empty(run.Result.Run.Failures);
        Assert.Equal(2, run.Result.Run.Reached);
        Assert.Equal("tuning\n", run.Stream(2, "stdout"));
        Assert.Empty(run.Outputs(3));

        var page = await File.ReadAllTextAsync(run.Result.Item.Page);
        const string banner = "<strong>Skipped.</strong> This notebook did not run here: expected a violin &amp; a bow, found none.";
        Assert.Contains(banner, page, StringComparison.Ordinal);
        Assert.DoesNotContain("role=\"alert\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_its_own_place_a_skipped_notebook_stays_as_it_is()
    {
        var path = Sample().Save(Folder);
        var before = await File.ReadAllBytesAsync(path);
        var items = RunPlan.Make([path], Path.Combine(Folder, "out"), inPlace: true);
        var results = await new RunBatch(new RunOptions(), new RecordingObserver())
            .RunAsync(items, new Dictionary<string, string>(), 1, CancellationToken.None);
        Assert.NotNull(results.Single().Run.Skipped);
        Assert.Equal(before, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task The_lesson_on_learning_is_skipped_where_there_is_no_libtorch()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        var lesson = Path.Combine(SavedLessonTests.Lessons, "05-learning-affinity.ipynb");
        foreach (var argument in (string[])["exec", typeof(RunBatch).Assembly.Location, "run", lesson, "--out", Folder])
            start.ArgumentList.Add(argument);
        start.Environment["SPN_LIBTORCH"] = Folder;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.Matches(
            @"^05-learning-affinity: skipped: expected \S*torch_cpu\S* in \S+, which SPN_LIBTORCH names, found none", await output);
        Assert.True(process.ExitCode == 0, await error);
    }

    private static TestNotebook Sample()
    {
        var notebook = new TestNotebook();
        notebook.CSharp("class NotebookSkippedException(string reason) : Exception(reason);");
        notebook.CSharp("""
            Console.WriteLine("tuning");
            throw new NotebookSkippedException("expected a violin & a bow, found none.");
            """);
        notebook.CSharp("Console.WriteLine(\"playing\");");
        return notebook;
    }
}

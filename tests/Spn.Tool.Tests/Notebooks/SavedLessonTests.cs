using System.Text.Json;
using Spn.Tool.Notebooks.Runs;

namespace Spn.Tool.Tests.Notebooks;

/// <summary>The notebooks of the repository, executed.</summary>
public sealed class SavedLessonTests : FolderTests
{
    private static readonly string[] Silent = ["load-assemblies", "reference", "parameters"];

    private static string Lessons
    {
        get
        {
            var root = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(root.FullName, "Spn.Notebooks.sln")))
                root = root.Parent ?? throw new DirectoryNotFoundException($"expected the tests to run below the folder of Spn.Notebooks.sln, got '{AppContext.BaseDirectory}'.");
            return Path.Combine(root.FullName, "notebooks");
        }
    }

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Lessons, "*.ipynb").Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_lesson_runs_from_top_to_bottom_and_shows_what_its_saved_outputs_show(string name)
    {
        var items = RunPlan.Make([Path.Combine(Lessons, name)], Folder, inPlace: false);
        var results = await new RunBatch(new RunOptions(), new RecordingObserver()).RunAsync(items, new Dictionary<string, string>(), 1, CancellationToken.None);

        Assert.Empty(results.Single().Run.Failures);
        var saved = Cells(Path.Combine(Lessons, name));
        var executed = Cells(items.Single().Executed);
        Assert.NotEmpty(executed);
        Assert.Equal(saved.Select(Kinds), executed.Select(Kinds));
        foreach (var cell in executed.Where(cell => !Silent.Contains(cell.GetProperty("id").GetString())))
            Assert.NotEmpty(cell.GetProperty("outputs").EnumerateArray());
        var page = await File.ReadAllTextAsync(items.Single().Page);
        Assert.Contains("<math", page, StringComparison.Ordinal);
        Assert.Contains("data:image/", page, StringComparison.Ordinal);
    }

    private static List<JsonElement> Cells(string path) =>
        [.. JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.GetProperty("cells").EnumerateArray().Where(cell => cell.GetProperty("cell_type").GetString() == "code")];

    /// <summary>The cell's id and, for each output, its type and mime types: what must be alike even where a last digit differs.</summary>
    private static string Kinds(JsonElement cell) => $"{cell.GetProperty("id")}: " + string.Join("; ", cell.GetProperty("outputs").EnumerateArray().Select(output =>
        output.GetProperty("output_type").GetString() + (output.TryGetProperty("data", out var data) ? " " + string.Join(",", data.EnumerateObject().Select(m => m.Name)) : "")));
}

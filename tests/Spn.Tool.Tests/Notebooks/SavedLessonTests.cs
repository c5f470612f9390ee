using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Spn.Tool.Notebooks.Runs;

namespace Spn.Tool.Tests.Notebooks;

/// <summary>The notebooks of the repository, executed, beside the outputs that are saved in them.</summary>
public sealed partial class SavedLessonTests : FolderTests
{
    private const string Learning = "05-learning-affinity.ipynb", Inspecting = "06-inspecting-a-model.ipynb",
        Crf = "08-coarse-crf-spn.ipynb";

    /// <summary>The first cell of the lesson on learning whose numbers come of a training: another processor gives others.</summary>
    private const string FirstTrained = "train-by-hand";

    /// <summary>The cell of a lesson that prints clock times: its words are the same in every run, its numbers are not.</summary>
    private const string Clock = "times";

    /// <summary>Too few to learn much: the whole trainings, and what they show, are run by .ci/run.</summary>
    private static readonly Dictionary<string, string> ShortTrainings = new() { ["steps"] = "20" };

    /// <summary>A folder of lessons that have just been run, with their whole trainings, or null: then the tests run them.</summary>
    private static readonly string? JustRun = Environment.GetEnvironmentVariable("SPN_EXECUTED_LESSONS");

    private static readonly string[] Silent = ["load-assemblies", "reference", "load-libtorch", "parameters", "guidance"];

    public static TheoryData<string> Names =>
        [.. Directory.EnumerateFiles(Lessons, "*.ipynb").Select(Path.GetFileName).OfType<string>()
            .Where(name => name is not (Learning or Inspecting or Crf)).Order()];

    internal static string Lessons
    {
        get
        {
            var root = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(root.FullName, "Spn.Notebooks.sln")))
                root = root.Parent ?? throw new DirectoryNotFoundException(
                    $"expected the tests to run below the folder of Spn.Notebooks.sln, got '{AppContext.BaseDirectory}'.");
            return Path.Combine(root.FullName, "notebooks");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_lesson_runs_from_top_to_bottom_and_shows_what_its_saved_outputs_show(string name)
    {
        var (saved, executed) = await ShownAsync(name, []);
        Assert.All(saved.Zip(executed), pair => AssertNear(Text(pair.First), Text(pair.Second), numbers: Id(pair.First) != Clock));
    }

    [LibtorchFact]
    public async Task The_lesson_on_learning_shows_the_same_up_to_its_trainings_and_then_other_numbers_at_most()
    {
        var (saved, executed) = await ShownAsync(Learning, ShortTrainings);
        Assert.Contains(saved, cell => Id(cell) == FirstTrained);
        var untrained = saved.Zip(executed).TakeWhile(pair => Id(pair.First) != FirstTrained);
        Assert.All(untrained, pair => AssertNear(Text(pair.First), Text(pair.Second)));
        Assert.Contains("guidance.", Text(executed.Single(cell => Id(cell) == "fail")), StringComparison.Ordinal);
    }

    [LibtorchFact]
    public async Task The_lesson_on_CRFs_shows_the_same_up_to_its_training_and_then_other_numbers_at_most()
    {
        var (saved, executed) = await ShownAsync(Crf, ShortTrainings);
        Assert.Contains(saved, cell => Id(cell) == "train");
        var untrained = saved.Zip(executed).TakeWhile(pair => Id(pair.First) != "train");
        Assert.All(untrained, pair => AssertNear(Text(pair.First), Text(pair.Second)));
        Assert.Equal(9, Text(executed.Single(cell => Id(cell) == "table")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    /// <summary>Its cells themselves throw where a planted fault is not found; here the model is one that has hardly learned.</summary>
    [LibtorchFact]
    public async Task The_lesson_on_inspecting_finds_its_planted_faults_in_a_model_of_a_short_training_too()
    {
        var (_, executed) = await RunAsync(Inspecting, new() { ["steps"] = "100" });
        string Of(string id) => Text(executed.Single(cell => Id(cell) == id));
        Assert.Contains("- The direction right to left (←) is switched off", Of("zero-findings"), StringComparison.Ordinal);
        Assert.Contains("- The channels of 'person' and 'deer' are swapped", Of("swap-findings"), StringComparison.Ordinal);
        Assert.Contains("passes the limit: Σ|p| is up to 1.02", Of("limit-findings"), StringComparison.Ordinal);
    }

    /// <summary>One lesson of each language; the others begin with the same words.</summary>
    [Fact]
    public async Task A_lesson_copied_elsewhere_says_what_to_do()
    {
        const string advice = "In a copy of this lesson, change ../src here and in the next cell.";
        Assert.All(Directory.EnumerateFiles(Lessons, "*.ipynb"), path => Assert.Contains(advice, File.ReadAllText(path)));
        string[] names = ["03-diffusion.ipynb", "04-stability.ipynb"];
        foreach (var name in names)
            File.Copy(Path.Combine(Lessons, name), Path.Combine(Folder, name));
        var items = RunPlan.Make([Folder], Path.Combine(Folder, "out"), inPlace: false);
        var results = await new RunBatch(new RunOptions(), new RecordingObserver())
            .RunAsync(items, new Dictionary<string, string>(), 2, CancellationToken.None);
        Assert.All(results, result =>
        {
            const string built = "../src/Spn.Tool/bin/Release/net10.0", build = "Build it: dotnet build -c Release src/Spn.Tool.";
            Assert.Equal($"expected the built library in {built}, found none. {build} {advice}", result.Run.Failures.Single().Message);
            Assert.Equal(2, result.Run.Reached);
        });
    }

    [Fact]
    public void Every_cell_has_a_name_of_its_own() => Assert.All(Directory.EnumerateFiles(Lessons, "*.ipynb"), path =>
    {
        var cells = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.GetProperty("cells").EnumerateArray().Select(Id).ToList();
        Assert.Equal(cells.Distinct(), cells);
    });

    /// <summary>A lesson that has just been run, or is run now; with these parameters in the second case only.</summary>
    private Task<(List<JsonElement> Saved, List<JsonElement> Executed)> ShownAsync(string name, Dictionary<string, string> parameters) =>
        JustRun is null ? RunAsync(name, parameters)
            : CheckAsync(name, Path.Combine(JustRun, name), Path.Combine(JustRun, Path.ChangeExtension(name, ".html")), 0);

    private async Task<(List<JsonElement> Saved, List<JsonElement> Executed)> RunAsync(string name, Dictionary<string, string> parameters)
    {
        var items = RunPlan.Make([Path.Combine(Lessons, name)], Folder, inPlace: false);
        var results = await new RunBatch(new RunOptions(), new RecordingObserver())
            .RunAsync(items, parameters, 1, CancellationToken.None);

        Assert.Empty(results.Single().Run.Failures);
        Assert.Null(results.Single().Run.Skipped);
        return await CheckAsync(name, items.Single().Executed, items.Single().Page, parameters.Count);
    }

    /// <summary>The cells are the saved ones and show something, of the saved kinds; the page has formulas and pictures.</summary>
    private static async Task<(List<JsonElement> Saved, List<JsonElement> Executed)> CheckAsync(
        string name, string notebook, string page, int injected)
    {
        var (saved, executed) = (Cells(Path.Combine(Lessons, name)), Cells(notebook));
        Assert.Equal(injected, executed.RemoveAll(cell => Id(cell) == "injected-parameters"));
        Assert.NotEmpty(executed);
        Assert.Equal(saved.Select(Source), executed.Select(Source));
        Assert.Equal(saved.Select(Kinds), executed.Select(Kinds));
        Assert.All(executed.Where(cell => !Silent.Contains(Id(cell))), cell => Assert.NotEmpty(Outputs(cell)));
        var html = await File.ReadAllTextAsync(page);
        Assert.Contains("<math", html, StringComparison.Ordinal);
        Assert.Contains("data:image/", html, StringComparison.Ordinal);
        return (saved, executed);
    }

    private static List<JsonElement> Cells(string path) =>
        [.. JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.GetProperty("cells").EnumerateArray()
            .Where(cell => cell.GetProperty("cell_type").GetString() == "code")];

    private static JsonElement.ArrayEnumerator Outputs(JsonElement cell) => cell.GetProperty("outputs").EnumerateArray();

    private static string Id(JsonElement cell) => cell.GetProperty("id").GetString()!;

    private static string Source(JsonElement cell) => cell.GetProperty("source").GetRawText();

    /// <summary>The cell's id and, for each output, its type and mime types.</summary>
    private static string Kinds(JsonElement cell) => $"{Id(cell)}: " + string.Join("; ", Outputs(cell).Select(output =>
        $"{output.GetProperty("output_type")} "
        + (output.TryGetProperty("data", out var data) ? string.Join(",", data.EnumerateObject().Select(mime => mime.Name)) : "")));

    /// <summary>What a cell printed and the plain forms of what it showed, pictures among it.</summary>
    private static string Text(JsonElement cell) => string.Join("\n", Outputs(cell)
        .Select(output => output.TryGetProperty("text", out var text) ? text : output.GetProperty("data").GetProperty("text/plain"))
        .Select(lines => string.Concat(lines.EnumerateArray().Select(line => line.GetString()))));

    /// <summary>The same words, and numbers that differ in their last digits at most.</summary>
    private static void AssertNear(string saved, string executed, bool numbers = true)
    {
        Assert.Equal(Number().Replace(saved, "#"), Number().Replace(executed, "#"));
        if (!numbers)
            return;
        Assert.All(Number().Matches(saved).Zip(Number().Matches(executed)), pair =>
        {
            var (before, now) = (Value(pair.First), Value(pair.Second));
            var near = Math.Abs(now - before) <= 2e-3 * Math.Max(1, Math.Abs(before));
            Assert.True(near, $"saved {pair.First}, now {pair.Second}, in: {executed}");
        });

        static double Value(Match match) => double.Parse(match.Value, CultureInfo.InvariantCulture);
    }

    /// <summary>With the spaces that align it.</summary>
    [GeneratedRegex(@" *-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")]
    private static partial Regex Number();
}

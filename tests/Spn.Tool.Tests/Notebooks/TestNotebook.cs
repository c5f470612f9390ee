using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Spn.Tool.Notebooks.Runs;

namespace Spn.Tool.Tests.Notebooks;

/// <summary>Builds notebooks cell by cell, runs them, and gives access to what the cells show.</summary>
internal sealed class TestNotebook
{
    private readonly JsonArray _cells = [];

    /// <summary>Adds a code cell and returns its number.</summary>
    public int Add(string source, string kernel = "csharp", params string[] tags)
    {
        var metadata = new JsonObject { ["polyglot_notebook"] = new JsonObject { ["kernelName"] = kernel } };
        if (tags.Length > 0)
            metadata["tags"] = new JsonArray([.. tags.Select(t => (JsonNode)t)]);
        _cells.Add(new JsonObject
        {
            ["cell_type"] = "code",
            ["execution_count"] = null,
            ["id"] = $"c{_cells.Count + 1}",
            ["metadata"] = metadata,
            ["outputs"] = new JsonArray(),
            ["source"] = source,
        });
        return _cells.Count;
    }

    public int CSharp(string source, params string[] tags) => Add(source, "csharp", tags);

    public int FSharp(string source, params string[] tags) => Add(source, "fsharp", tags);

    /// <summary>A cell that fails without ending the run.</summary>
    public int Failing(string source, string kernel = "csharp") => Add(source, kernel, "raises-exception");

    public string ToJson() => new JsonObject
    {
        ["cells"] = _cells.DeepClone(), ["metadata"] = new JsonObject(), ["nbformat"] = 4, ["nbformat_minor"] = 5,
    }.ToJsonString();

    /// <summary>Writes the notebook into a folder.</summary>
    public string Save(string folder, string name = "test.ipynb")
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, ToJson());
        return path;
    }

    /// <summary>Runs the notebook in a folder and returns what came of it.</summary>
    public async Task<TestRun> RunAsync(
        string folder, RunOptions? options = null, Action<int>? onStart = null, CancellationToken cancellation = default)
    {
        var observer = new RecordingObserver { OnStart = onStart };
        var items = RunPlan.Make([Save(folder)], Path.Combine(folder, "out"), inPlace: false);
        var results = await new RunBatch(options ?? new RunOptions(), observer)
            .RunAsync(items, new Dictionary<string, string>(), 1, cancellation);
        return new TestRun(results.Single(), observer);
    }
}

/// <summary>A run and its outputs by cell.</summary>
internal sealed partial class TestRun(BatchResult result, RecordingObserver observer)
{
    private readonly JsonElement _root = JsonDocument.Parse(File.ReadAllBytes(result.Item.Executed)).RootElement;

    public BatchResult Result => result;

    public RecordingObserver Observer => observer;

    public JsonElement Cell(int number) => _root.GetProperty("cells")[number - 1];

    public IReadOnlyList<JsonElement> Outputs(int number) => [.. Cell(number).GetProperty("outputs").EnumerateArray()];

    /// <summary>The text of all values that a cell shows, one a line: their plain form, or what a reader of the HTML sees first.</summary>
    public string Text(int number) => string.Join("\n", Outputs(number)
        .Where(o => o.TryGetProperty("data", out _))
        .Select(o => o.GetProperty("data"))
        .Select(data => data.TryGetProperty("text/plain", out var plain) ? Joined(plain) : Seen(Joined(data.GetProperty("text/html")))));

    public string Html(int number) => string.Join("\n", Values(number, "text/html"));

    public IEnumerable<string> Values(int number, string mimeType) => Outputs(number)
        .Where(o => o.TryGetProperty("data", out var data) && data.TryGetProperty(mimeType, out _))
        .Select(o => Joined(o.GetProperty("data").GetProperty(mimeType)));

    public string Stream(int number, string name) => string.Concat(Outputs(number)
        .Where(o => o.GetProperty("output_type").GetString() == "stream" && o.GetProperty("name").GetString() == name)
        .Select(o => Joined(o.GetProperty("text"))));

    /// <summary>The error's message and traceback as one text; fails when the cell has no error.</summary>
    public string Error(int number)
    {
        var error = Outputs(number).Single(o => o.GetProperty("output_type").GetString() == "error");
        var traceback = error.GetProperty("traceback").EnumerateArray().Select(l => l.GetString());
        return string.Join(
            "\n", traceback.Prepend(error.GetProperty("evalue").GetString()).Prepend(error.GetProperty("ename").GetString()));
    }

    private static string Seen(string html) => System.Net.WebUtility.HtmlDecode(Pre().Match(html) is { Success: true } pre
        ? pre.Groups["text"].Value
        : Tags().Replace(html, " "));

    private static string Joined(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return value.ToString();
        var text = new StringBuilder();
        foreach (var line in value.EnumerateArray())
            text.Append(line.GetString());
        return text.ToString();
    }

    [GeneratedRegex("<(pre|code)>(?<text>.*?)</", RegexOptions.Singleline)]
    private static partial Regex Pre();

    [GeneratedRegex("<style>.*?</style>|<[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Tags();
}

/// <summary>Keeps what a run tells.</summary>
internal sealed class RecordingObserver : IRunObserver
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    /// <summary>Called when a cell starts.</summary>
    public Action<int>? OnStart { get; set; }

    public void CellStarted(string notebook, int cell, int cells)
    {
        Add($"start {cell}/{cells}");
        OnStart?.Invoke(cell);
    }

    public void CellEnded(string notebook, int cell, int cells, TimeSpan time) => Add($"end {cell}/{cells}");

    public void CellFailed(string notebook, CellFailure failure) => Add($"fail {RunText.Failure(notebook, failure)}");

    public void NotebookEnded(string notebook) => Add("ended");

    public void Note(string notebook, string text) => Add($"note {text}");

    private void Add(string line)
    {
        lock (_lines)
            _lines.Add(line);
    }
}

/// <summary>A folder of its own for a test class, removed afterwards.</summary>
public abstract class FolderTests : IDisposable
{
    internal string Folder { get; } = Directory.CreateTempSubdirectory("spn-notebooks-").FullName;

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}

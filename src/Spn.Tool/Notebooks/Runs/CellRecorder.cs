using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spn.Tool.Notebooks.Documents;

namespace Spn.Tool.Notebooks.Runs;

/// <summary>Turns the events of a run into the outputs that nbformat stores.</summary>
internal sealed class CellRecorder
{
    private readonly Dictionary<int, Recorded> _cells = [];

    /// <summary>The cells that have begun, by number.</summary>
    public IReadOnlyDictionary<int, CellResult> Results() => _cells.ToDictionary(
        cell => cell.Key, cell => new CellResult(
            cell.Value.Count, new JsonArray([.. cell.Value.Outputs.Select(o => o.ToNode(cell.Value.Count))])));

    public void Start(int cell) => _cells[cell] = new Recorded(_cells.Count + 1);

    public void Add(CellEvent message)
    {
        switch (message.Kind)
        {
            case CellEventKind.Stream:
                Stream(_cells[message.Cell].Outputs, message.Name!, message.Text!);
                break;
            case CellEventKind.Displayed:
                _cells[message.Cell].Outputs.Add(new ValueOutput(message.Name, message.Data!));
                break;
            case CellEventKind.Result:
                _cells[message.Cell].Outputs.Add(new ValueOutput(null, message.Data!));
                break;
            case CellEventKind.Updated:
                var outputs = _cells.Values.SelectMany(c => c.Outputs).OfType<ValueOutput>();
                foreach (var shown in outputs.Where(o => o.DisplayId == message.Name))
                    shown.Data = message.Data!;
                break;
            case CellEventKind.Error:
                Fail(message.Cell, message.Name!, message.Text!, message.Traceback!);
                break;
        }
    }

    public void Fail(int cell, string name, string message, IReadOnlyList<string> traceback) =>
        _cells[cell].Outputs.Add(new ErrorOutput(name, message, traceback));

    /// <summary>Text that follows text of the same stream belongs to the same output, however it was written.</summary>
    private static void Stream(List<Output> outputs, string name, string text)
    {
        if (outputs.LastOrDefault() is StreamOutput last && last.Name == name)
            last.Text.Append(text);
        else
            outputs.Add(new StreamOutput(name, new StringBuilder(text)));
    }

    private sealed record Recorded(int Count)
    {
        public List<Output> Outputs { get; } = [];
    }

    private abstract class Output
    {
        public abstract JsonNode ToNode(int count);

        protected static JsonArray Lines(string text) => new([.. SourceText.Lines(text).Select(l => (JsonNode)l)]);
    }

    private sealed class StreamOutput(string name, StringBuilder text) : Output
    {
        public string Name => name;

        public StringBuilder Text => text;

        public override JsonNode ToNode(int count) =>
            new JsonObject { ["name"] = name, ["output_type"] = "stream", ["text"] = Lines(text.ToString()) };
    }

    private sealed class ErrorOutput(string name, string message, IReadOnlyList<string> traceback) : Output
    {
        public override JsonNode ToNode(int count) => new JsonObject
        {
            ["ename"] = name,
            ["evalue"] = message,
            ["output_type"] = "error",
            ["traceback"] = new JsonArray([.. traceback.Select(l => (JsonNode)l)]),
        };
    }

    /// <summary>A shown value: display_data when it has a display id, else the cell's result.</summary>
    private sealed class ValueOutput(string? displayId, SortedDictionary<string, string> data) : Output
    {
        public string? DisplayId => displayId;

        public SortedDictionary<string, string> Data { get; set; } = data;

        public override JsonNode ToNode(int count)
        {
            var node = new JsonObject { ["data"] = new JsonObject(Data.Select(d => KeyValuePair.Create(d.Key, Content(d.Key, d.Value)))) };
            if (displayId is null)
                node["execution_count"] = count;
            node["metadata"] = new JsonObject();
            node["output_type"] = displayId is null ? "execute_result" : "display_data";
            return node;
        }

        /// <summary>Text as lines, JSON as JSON, binary as one base64 string.</summary>
        private static JsonNode? Content(string mimeType, string text)
        {
            if (mimeType.EndsWith("json", StringComparison.Ordinal))
            {
                try
                {
                    return JsonNode.Parse(text);
                }
                catch (JsonException)
                {
                    return text;
                }
            }

            var lines = mimeType.StartsWith("text/", StringComparison.Ordinal) || mimeType is "image/svg+xml" or "application/javascript";
            return lines ? Lines(text) : text;
        }
    }
}

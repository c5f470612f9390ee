using System.Text.Json.Nodes;

namespace Spn.Tool.Tests.Notebooks.Html;

/// <summary>Small notebooks for the tests, as JSON.</summary>
internal static class SampleNotebook
{
    /// <summary>A picture of one white pixel.</summary>
    public const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAWk1v8QAAAABJRU5ErkJggg==";

    public static string Of(params JsonObject[] cells) => new JsonObject
    {
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
        ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["name"] = ".net-csharp", ["language"] = "C#" } },
        ["cells"] = new JsonArray([.. cells]),
    }.ToJsonString();

    public static JsonObject Markdown(string source, JsonObject? attachments = null)
    {
        var cell = new JsonObject { ["cell_type"] = "markdown", ["id"] = "m", ["metadata"] = new JsonObject(), ["source"] = source };
        if (attachments is not null)
            cell["attachments"] = attachments;
        return cell;
    }

    public static JsonObject Code(string source, params JsonObject[] outputs) => new()
    {
        ["cell_type"] = "code",
        ["id"] = "c",
        ["metadata"] = new JsonObject(),
        ["execution_count"] = 3,
        ["source"] = source,
        ["outputs"] = new JsonArray([.. outputs]),
    };

    public static JsonObject Tagged(this JsonObject cell, params string[] tags)
    {
        cell["metadata"] = new JsonObject { ["tags"] = new JsonArray([.. tags.Select(t => JsonValue.Create(t))]) };
        return cell;
    }

    /// <summary>An output with pairs of mime type and text.</summary>
    public static JsonObject Data(params string[] mimesAndTexts)
    {
        var data = new JsonObject();
        foreach (var pair in mimesAndTexts.Chunk(2))
            data[pair[0]] = pair[1];
        return new() { ["output_type"] = "display_data", ["metadata"] = new JsonObject(), ["data"] = data };
    }

    public static JsonObject Stream(string name, string text) => new() { ["output_type"] = "stream", ["name"] = name, ["text"] = text };

    public static JsonObject Error(string name, string message, params string[] trace) => new()
    {
        ["output_type"] = "error",
        ["ename"] = name,
        ["evalue"] = message,
        ["traceback"] = new JsonArray([.. trace.Select(t => JsonValue.Create(t))]),
    };
}

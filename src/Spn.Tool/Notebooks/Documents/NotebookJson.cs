using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Spn.Tool.Notebooks.Documents;

/// <summary>Writes JSON in a notebook's own style: its indentation, and only the escapes that JSON needs.</summary>
internal static class NotebookJson
{
    /// <summary>The text of a value.</summary>
    /// <param name="node">The value; null is JSON's null.</param>
    /// <param name="style">The layout.</param>
    /// <param name="indent">The indentation of the line that the value begins on.</param>
    public static string Write(JsonNode? node, NotebookStyle style, string indent)
    {
        var text = new StringBuilder();
        Write(text, node, style, indent);
        return text.ToString();
    }

    /// <summary>A string in quotes; control characters, quotes and backslashes escaped, all else as it is.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                quoted.Append(c).Append(text[++i]);
            else
                _ = c switch
                {
                    '"' => quoted.Append("\\\""),
                    '\\' => quoted.Append(@"\\"),
                    '\n' => quoted.Append("\\n"),
                    '\r' => quoted.Append("\\r"),
                    '\t' => quoted.Append("\\t"),
                    '\b' => quoted.Append("\\b"),
                    '\f' => quoted.Append("\\f"),
                    < ' ' => quoted.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                    _ when char.IsSurrogate(c) => quoted.Append('\uFFFD'),
                    _ => quoted.Append(c),
                };
        }

        return quoted.Append('"').ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node, NotebookStyle style, string indent)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } held:
                List(text, '{', '}', held, style, indent, (p, inner) =>
                {
                    text.Append(Quote(p.Key)).Append(style.Colon);
                    Write(text, p.Value, style, inner);
                });
                break;
            case JsonObject:
                text.Append("{}");
                break;
            case JsonArray { Count: > 0 } items:
                List(text, '[', ']', items, style, indent, (item, inner) => Write(text, item, style, inner));
                break;
            case JsonArray:
                text.Append("[]");
                break;
            case null:
                text.Append("null");
                break;
            default:
                text.Append(node.GetValueKind() == JsonValueKind.String ? Quote(node.GetValue<string>()) : node.ToJsonString());
                break;
        }
    }

    private static void List<T>(
        StringBuilder text, char open, char close, IEnumerable<T> items, NotebookStyle style, string indent, Action<T, string> write)
    {
        var inner = indent + style.Indent;
        var separator = style.Indent is null ? style.Colon.Length > 1 ? ", " : "," : ",";
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            if (!first)
                text.Append(separator);
            if (style.Indent is not null)
                text.Append(style.NewLine).Append(inner);
            write(item, inner);
            first = false;
        }

        if (style.Indent is not null)
            text.Append(style.NewLine).Append(indent);
        text.Append(close);
    }
}

using System.Text.Json.Nodes;

namespace Spn.Learning;

/// <summary>Where two sections of settings differ.</summary>
internal static class SettingsDifference
{
    private const int Longest = 60;

    /// <summary>
    /// The first difference with its name and both values, as in <c>'training.seed' 3 instead of 1</c>; empty where there is none.
    /// </summary>
    public static string Between(JsonObject before, JsonObject now) => Between("", before, now);

    private static string Between(string path, JsonNode? before, JsonNode? now)
    {
        if (JsonNode.DeepEquals(before, now))
            return "";
        return before is JsonObject left && now is JsonObject right
            ? left.Select(pair => pair.Key).Union(right.Select(pair => pair.Key))
                .Select(key => Between(path.Length == 0 ? key : $"{path}.{key}", left[key], right[key])).First(found => found.Length > 0)
            : $"'{path}' {Value(now)} instead of {Value(before)}";
    }

    private static string Value(JsonNode? node) =>
        node?.ToJsonString() is { } text ? text.Length > Longest ? text[..Longest] + "…" : text : "none";
}

using System.Text.RegularExpressions;
using Microsoft.DotNet.Interactive.Events;

namespace Spn.Tool.Notebooks.Host;

/// <summary>Turns what the kernel shows into what a notebook saves: text by mime type, the same from run to run.</summary>
internal static partial class ValueBundle
{
    public const string Plain = "text/plain";

    /// <summary>What stands in place of a time, which would make every run differ from the last; it is printed on the terminal.</summary>
    public static SortedDictionary<string, string> WallTime { get; } = new(StringComparer.Ordinal)
    {
        [Plain] = "Wall time: printed on the terminal by the headless run, so that two runs save the same bytes",
    };

    /// <summary>Whether an output is that of <c>#!time</c>.</summary>
    public static bool IsWallTime(DisplayEvent shown) => Text(shown).StartsWith("Wall time: ", StringComparison.Ordinal);

    /// <summary>The plain form, or nothing.</summary>
    public static string Text(DisplayEvent shown) => shown.FormattedValues.FirstOrDefault(value => value.MimeType == Plain)?.Value ?? "";

    /// <summary>The texts by mime type; lines end with LF, whichever system formatted them.</summary>
    public static SortedDictionary<string, string> From(DisplayEvent shown)
    {
        var data = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var value in shown.FormattedValues)
        {
            var isText = value.MimeType.StartsWith("text/", StringComparison.Ordinal);
            var text = isText ? value.Value.Replace("\r\n", "\n", StringComparison.Ordinal) : value.Value;
            data[value.MimeType] = isText ? Stable(shown.Value, text) : text;
        }

        return data;
    }

    /// <summary>
    /// The kernel's own outputs carry names drawn at random and folders of this machine; values of the notebook stay as they are.
    /// </summary>
    private static string Stable(object? value, string text)
    {
        if (value is string message && message.StartsWith("Loading extension", StringComparison.Ordinal))
            return HiddenPaths.Hide(text);
        if (value?.GetType().Assembly.GetName().Name?.StartsWith("Microsoft.DotNet.Interactive", StringComparison.Ordinal) != true)
            return text;
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        return RandomName().Replace(text, match =>
        {
            if (!names.TryGetValue(match.Value, out var name))
                names[match.Value] = name = CellOutput.Current.NextName();
            return name;
        });
    }

    [GeneratedRegex("[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")]
    private static partial Regex RandomName();
}

using System.Text.RegularExpressions;

namespace Spn.Tool.Commands;

/// <summary>The library's sentences for someone at a command line: its properties become the options of <c>spn refine</c>.</summary>
internal static partial class RefineFlags
{
    /// <summary>The same sentence, as in <c>say --kind mask</c> for <c>say MapOptions.Kind = Mask</c>.</summary>
    public static string In(string sentence) => Property().Replace(sentence, match =>
    {
        var option = match.Groups["name"].Value switch
        {
            "MapOptions.Kind" => RefineArguments.Kind.Name,
            "LabelOptions.Palette" => RefineArguments.PaletteName.Name,
            "LabelOptions.Ignored" => RefineArguments.Ignore.Name,
            "LabelOptions.Encoding" => RefineArguments.Encoding.Name,
            _ => TrainingArguments.MaxPixels.Name,
        };
        return match.Groups["value"] is { Success: true, Value: var value } ? $"{option} {value.ToLowerInvariant()}" : option;
    });

    /// <summary>Reads a file, and says what is wrong with it by the options.</summary>
    public static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException(In(exception.Message), exception);
        }
    }

    [GeneratedRegex(@"\b(?<name>MapOptions\.Kind|LabelOptions\.(?:Palette|Ignored|Encoding)|maxPixels)\b(?: = (?<value>\w+))?")]
    private static partial Regex Property();
}

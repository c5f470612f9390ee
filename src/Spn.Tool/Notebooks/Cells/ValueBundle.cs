using System.Collections;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;

namespace Spn.Tool.Notebooks.Cells;

/// <summary>Turns values into what a notebook saves: text in one or more mime types, formatted by the kernel's own formatting library.</summary>
internal static class ValueBundle
{
    private const string Html = "text/html", Plain = "text/plain";

    /// <summary>A value in the mime types its type prefers; where that is HTML alone, its plain text beside it, for readers that show no HTML.</summary>
    public static IReadOnlyList<FormattedValue> Preferred(object? value)
    {
        switch (value)
        {
            case FormattedValue one: return [one];
            case IEnumerable<FormattedValue> several: return [.. several];
        }

        var formatted = FormattedValue.CreateManyFromObject(value);
        return formatted is [{ MimeType: Html }] && HasPlainForm(value) ? [.. formatted, .. PlainForm(value)] : formatted;
    }

    /// <summary>The texts by mime type; lines end with LF, whichever system formatted them.</summary>
    public static SortedDictionary<string, string> From(IReadOnlyList<FormattedValue> formatted)
    {
        var data = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var value in formatted)
            data[value.MimeType] = value.MimeType.StartsWith("text/", StringComparison.Ordinal) ? value.Value.Replace("\r\n", "\n", StringComparison.Ordinal) : value.Value;
        return data;
    }

    /// <summary>HTML has no plain form, and a lazy sequence must not be run a second time.</summary>
    private static bool HasPlainForm(object? value) => value switch
    {
        null or string => true,
        IHtmlContent => false,
        ICollection => true,
        IEnumerable => value.GetType().GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>)),
        _ => true,
    };

    /// <summary>An array of tuples as a list: the library takes the array itself for a tuple and writes its length and rank.</summary>
    public static object? Listed(object? value) => value is Array tuples && tuples.GetType().GetElementType()!.IsAssignableTo(typeof(ITuple)) ? tuples.Cast<object?>().ToList() : value;

    /// <summary>The real kernel doesn't ask for this form, so a plain formatter that fails must not fail the cell.</summary>
    private static IReadOnlyList<FormattedValue> PlainForm(object? value)
    {
        try
        {
            return [new FormattedValue(Plain, Listed(value).ToDisplayString(Plain))];
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return [];
        }
    }
}

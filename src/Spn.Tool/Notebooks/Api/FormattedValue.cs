namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>A value's text in one mime type. A cell that returns one, or several, shows exactly these.</summary>
public class FormattedValue
{
    /// <summary>Pairs a mime type with text in it.</summary>
    /// <param name="mimeType">For example <c>text/html</c>.</param>
    /// <param name="value">The text.</param>
    /// <exception cref="ArgumentException">The mime type is empty.</exception>
    public FormattedValue(string mimeType, string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(mimeType);
        ArgumentNullException.ThrowIfNull(value);
        MimeType = mimeType;
        Value = value;
    }

    /// <summary>The mime type.</summary>
    public string MimeType { get; }

    /// <summary>The text.</summary>
    public string Value { get; }

    /// <summary>Formats a value in the given mime types, or in those that its type prefers when none is given.</summary>
    public static IReadOnlyList<FormattedValue> CreateManyFromObject(object? value, params string[] mimeTypes)
    {
        var wanted = mimeTypes is { Length: > 0 } ? mimeTypes : Formatter.GetPreferredMimeTypesFor(value?.GetType()).ToArray();
        return [.. wanted.Select(mimeType => new FormattedValue(mimeType, value.ToDisplayString(mimeType)))];
    }

    /// <summary>Formats a value in one mime type, the first that its type prefers when none is given.</summary>
    public static FormattedValue CreateSingleFromObject(object? value, string? mimeType = null)
    {
        mimeType ??= Formatter.GetPreferredMimeTypesFor(value?.GetType()).First();
        return new FormattedValue(mimeType, value.ToDisplayString(mimeType));
    }
}

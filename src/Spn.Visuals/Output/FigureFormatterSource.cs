namespace Spn.Visuals;

/// <summary>
/// Tells .NET Interactive, which looks for an attribute of this name, where the formatters of a type are. So a <see cref="Figure"/> shows
/// in a notebook even where only this assembly is loaded.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The class that makes the formatters.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The mime types to show, in this order. Read by reflection, which asks for an array.</summary>
    public string[] PreferredMimeTypes { get; set; } = [];
}

/// <summary>Makes the formatters of <see cref="Figure"/>; found and called by reflection.</summary>
internal sealed class FigureFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() =>
        [new FigureFormatter("text/html", figure => figure.ToHtml()), new FigureFormatter("text/plain", figure => figure.ToText())];
}

/// <summary>Writes a figure as one mime type; called by reflection.</summary>
internal sealed class FigureFormatter(string mimeType, Func<Figure, string> write)
{
    public string MimeType { get; } = mimeType;

    public bool Format(object value, TextWriter writer)
    {
        if (value is not Figure figure)
            return false;
        writer.Write(write(figure));
        return true;
    }
}

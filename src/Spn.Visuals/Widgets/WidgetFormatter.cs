namespace Spn.Visuals;

/// <summary>Makes the formatters of <see cref="Widget"/>; found and called by reflection.</summary>
internal sealed class WidgetFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() =>
        [new WidgetFormatter("text/html", widget => widget.ToHtml()), new WidgetFormatter("text/plain", widget => widget.ToText())];
}

/// <summary>Writes a widget as one mime type; called by reflection.</summary>
internal sealed class WidgetFormatter(string mimeType, Func<Widget, string> write)
{
    public string MimeType { get; } = mimeType;

    public bool Format(object value, TextWriter writer)
    {
        if (value is not Widget widget)
            return false;
        writer.Write(write(widget));
        return true;
    }
}

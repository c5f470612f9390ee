namespace Spn.Visuals;

/// <summary>
/// A figure that can be touched: one piece of HTML with its data and its script, which needs no network and no kernel. Where script
/// does not run it shows its still pictures. <see cref="Widgets"/> makes them; the same values give the same bytes.
/// </summary>
[TypeFormatterSource(typeof(WidgetFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class Widget
{
    private readonly string _html, _text;

    internal Widget(string title, string html, string text) => (Title, _html, _text) = (title, html, text);

    /// <summary>What it shows, in a line.</summary>
    public string Title { get; }

    /// <summary>A piece of HTML for any page, several of them too. Its script runs where the page lets scripts run.</summary>
    public string ToHtml() => _html;

    /// <summary>The still pictures in words and numbers.</summary>
    public string ToText() => _text;

    /// <summary>
    /// Writes a whole page that opens offline. It admits its own script by its hash and nothing else: no other script, no network.
    /// </summary>
    /// <param name="path">A file that ends in <c>.html</c>; its folder is made when it is missing.</param>
    /// <exception cref="ArgumentException">The extension is another one.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Path.GetExtension(path).ToLowerInvariant() is not (".html" or ".htm"))
            throw new ArgumentException($"expected a file that ends in .html, got '{path}'; a widget is a page.", nameof(path));
        AtomicFile.WriteText(path, WidgetPage.Whole(Title, _html));
    }

    /// <summary>The same as <see cref="ToText"/>.</summary>
    public override string ToString() => _text;
}

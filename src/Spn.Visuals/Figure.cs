namespace Spn.Visuals;

/// <summary>
/// A picture of a value, ready to show or to save: as SVG, as PNG, as a piece of HTML, and as plain text. A figure is immutable, needs no
/// script, font, style sheet or network, and the same value gives the same bytes. <see cref="Figures"/> makes them.
/// </summary>
[TypeFormatterSource(typeof(FigureFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class Figure
{
    /// <summary>The most pixels of a PNG: a larger figure is painted at a smaller scale.</summary>
    private const double MaxPixels = 1 << 26;

    internal Figure(Canvas canvas, string title, string text, IReadOnlyList<FigureTable>? tables = null)
    {
        (Width, Height) = (Math.Ceiling(Math.Max(canvas.Width, 1)), Math.Ceiling(Math.Max(canvas.Height, 1)));
        (Marks, PlacedCharts, Title, Text, Tables) = (canvas.Marks, canvas.Charts, title, text, tables ?? []);
        Charts = [.. PlacedCharts.Select(chart => chart.Data with { Title = Words.Or(chart.Data.Title, title) })];
    }

    /// <summary>The same picture under another title.</summary>
    internal Figure(Figure figure, string title)
    {
        (Width, Height, Marks, Title, Text, Tables) = (figure.Width, figure.Height, figure.Marks, title, figure.Text, figure.Tables);
        (PlacedCharts, Charts) = (figure.PlacedCharts, figure.Charts);
    }

    /// <summary>The width in px.</summary>
    public double Width { get; }

    /// <summary>The height in px.</summary>
    public double Height { get; }

    /// <summary>What the figure shows, in a line: its title for a reader who cannot see it.</summary>
    public string Title { get; }

    /// <summary>The tables that stand under the picture in HTML.</summary>
    public IReadOnlyList<FigureTable> Tables { get; internal init; }

    /// <summary>The charts in the picture as plain values, in the order of drawing; none where nothing in it is a chart.</summary>
    public IReadOnlyList<ChartData> Charts { get; }

    internal IReadOnlyList<Mark> Marks { get; }

    /// <summary>The figures that this one is laid out of; null for a figure of one piece.</summary>
    internal FigureParts? Parts { get; init; }

    internal IReadOnlyList<PlacedChart> PlacedCharts { get; }

    internal string Text { get; }

    /// <summary>The picture as an SVG document on a white page.</summary>
    public string ToSvg() => SvgWriter.Write(Marks, Width, Height, Title);

    /// <summary>The picture as PNG on a white page.</summary>
    /// <param name="scale">PNG pixels per px, above 0 and at most 8; lowered where the PNG would pass 2²⁶ pixels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not above 0 and at most 8.</exception>
    public byte[] ToPng(double scale = 2)
    {
        if (!(scale > 0 && scale <= 8))
            throw new ArgumentOutOfRangeException(nameof(scale),
                FormattableString.Invariant($"expected a scale above 0 and at most 8, got {scale}; 2 suits screens and slides."));
        var fitting = Math.Min(scale, Math.Sqrt(MaxPixels / ((Width + 1) * (Height + 1))));
        return PngWriter.Encode(Painter.Paint(Marks, Width, Height, fitting));
    }

    /// <summary>The picture and its tables as a piece of HTML that stands on its own anywhere in a page.</summary>
    /// <remarks>
    /// The SVG stands in an <c>img</c> as a data URI. So text stays sharp, the styles of the page around it cannot reach in, and the
    /// picture survives viewers that remove inline SVG from untrusted notebooks. The values of <see cref="Charts"/> follow as JSON that no
    /// browser runs; long lines are thinned as in the picture.
    /// </remarks>
    public string ToHtml() => HtmlWriter.Fragment(this);

    /// <summary>The same in words and numbers, for a terminal and for <c>text/plain</c>.</summary>
    public string ToText() => Text;

    /// <summary>
    /// Writes the figure to a file whose extension says how: <c>.html</c> (a whole page that opens offline), <c>.svg</c> or <c>.png</c>.
    /// </summary>
    /// <param name="path">The file; its folder is made when it is missing.</param>
    /// <exception cref="ArgumentException">The extension is none of the three.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var extension = Path.GetExtension(path);
        switch (extension.ToLowerInvariant())
        {
            case ".html" or ".htm":
                AtomicFile.WriteText(path, HtmlWriter.Page(this));
                break;
            case ".svg":
                AtomicFile.WriteText(path, ToSvg());
                break;
            case ".png":
                AtomicFile.WriteBytes(path, ToPng());
                break;
            default:
                throw new ArgumentException(
                    $"expected a file that ends in .html, .svg or .png, got '{(extension.Length > 0 ? extension : path)}'; "
                    + "choose one of the three.", nameof(path));
        }
    }

    /// <summary>The same as <see cref="ToText"/>.</summary>
    public override string ToString() => Text;
}

/// <summary>
/// What a figure is laid out of: HTML shows its figures one by one, so that they stand beside each other only where a page has room.
/// </summary>
/// <param name="Title">The line above them; may be empty.</param>
/// <param name="Figures">At least one.</param>
/// <param name="Columns">The most beside each other.</param>
/// <param name="Notices">What the reader must know; empty ones are left out.</param>
internal sealed record FigureParts(string Title, IReadOnlyList<Figure> Figures, int Columns, IReadOnlyList<string> Notices);

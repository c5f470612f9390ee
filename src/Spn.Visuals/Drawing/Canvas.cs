namespace Spn.Visuals;

/// <summary>Collects marks and knows how far they reach, so that a figure is as large as what it holds and clips nothing.</summary>
internal sealed class Canvas
{
    private readonly List<Mark> _marks = [];
    private readonly List<PlacedChart> _charts = [];

    public double Width { get; private set; }

    public double Height { get; private set; }

    public IReadOnlyList<Mark> Marks => _marks;

    /// <summary>The charts among what is drawn.</summary>
    public IReadOnlyList<PlacedChart> Charts => _charts;

    /// <summary>Says that all that is drawn so far is this chart; strokes reach a little over the edge.</summary>
    public void Shows(ChartData data) => _charts.Add(new PlacedChart(data, -2, -1, Width + 4, Height + 5));

    /// <summary>Makes the canvas reach at least to (x, y).</summary>
    public void Reach(double x, double y) => (Width, Height) = (Math.Max(Width, x), Math.Max(Height, y));

    public void Rect(double x, double y, double width, double height, Ink? fill = null, Ink? stroke = null, double strokeWidth = 1) =>
        Add(new RectMark(x, y, width, height, fill, stroke, strokeWidth), x + width, y + height);

    public void Line(double x1, double y1, double x2, double y2, Ink stroke, double strokeWidth = 1, double dash = 0) =>
        Polyline([new(x1, y1), new(x2, y2)], stroke, strokeWidth, dash);

    public void Polyline(IReadOnlyList<Point> points, Ink stroke, double strokeWidth = 1, double dash = 0) =>
        Add(new LineMark(points, stroke, strokeWidth, dash), points.Max(p => p.X), points.Max(p => p.Y));

    public void Polygon(IReadOnlyList<Point> points, Ink fill) =>
        Add(new PolygonMark(points, fill), points.Max(p => p.X), points.Max(p => p.Y));

    public void Circle(double x, double y, double radius, Ink? fill = null, Ink? stroke = null, double strokeWidth = 1) =>
        Add(new CircleMark(x, y, radius, fill, stroke, strokeWidth), x + radius, y + radius);

    public void Image(double x, double y, double width, double height, Raster raster) =>
        Add(new ImageMark(x, y, width, height, raster, Crisp: width >= raster.Width), x + width, y + height);

    public void Text(double x, double y, string text, double size = 12, Ink? ink = null, Anchor anchor = Anchor.Start, bool bold = false)
    {
        var width = StrokeFont.Width(text, size, bold);
        var right = x + (anchor switch { Anchor.Start => width, Anchor.Middle => width / 2, _ => 0 });
        Add(new TextMark(x, y, text, size, ink ?? Ink.Text, anchor, bold, Upward: false), right, y + 0.25 * size);
    }

    /// <summary>Text that reads from bottom to top, its middle at (x, y).</summary>
    public void UpwardText(double x, double y, string text, double size = 12, Ink? ink = null) =>
        Add(new TextMark(x, y, text, size, ink ?? Ink.Text, Anchor.Middle, Bold: false, Upward: true),
            x + 0.25 * size, y + StrokeFont.Width(text, size) / 2);

    /// <summary>Lines of text no wider than <paramref name="width"/>; returns the y below the last.</summary>
    public double Paragraph(double x, double y, double width, string text, double size = 12, Ink? ink = null, bool bold = false)
    {
        foreach (var line in Words.Wrap(text, width, size, bold))
        {
            Text(x, y + size, line, size, ink, Anchor.Start, bold);
            y += Math.Ceiling(size * 1.35);
        }
        return y;
    }

    /// <summary>Another canvas at a place of this one.</summary>
    public void Place(Canvas block, double x, double y) => Place(block.Marks, block.Charts, block.Width, block.Height, x, y);

    /// <summary>A figure at a place of this canvas.</summary>
    public void Place(Figure figure, double x, double y) => Place(figure.Marks, figure.PlacedCharts, figure.Width, figure.Height, x, y);

    private void Place(IReadOnlyList<Mark> marks, IReadOnlyList<PlacedChart> charts, double width, double height, double x, double y)
    {
        Add(new GroupMark(x, y, marks), x + width, y + height);
        _charts.AddRange(charts.Select(chart => chart with { X = chart.X + x, Y = chart.Y + y }));
    }

    private void Add(Mark mark, double right, double bottom)
    {
        _marks.Add(mark);
        Reach(right, bottom);
    }
}

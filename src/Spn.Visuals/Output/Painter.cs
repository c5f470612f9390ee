namespace Spn.Visuals;

/// <summary>Paints marks on an opaque raster, antialiased, with text in our own <see cref="StrokeFont"/>.</summary>
internal sealed class Painter
{
    private readonly double _scale;
    private readonly Raster _page;
    private readonly Coverage _coverage;

    private Painter(int height, int width, double scale)
    {
        _scale = scale;
        _page = new Raster(height, width);
        _page.Bytes.AsSpan().Fill(255);
        _coverage = new Coverage(width, height);
    }

    /// <summary>A white page of width×height px, times <paramref name="scale"/>, with marks.</summary>
    public static Raster Paint(IReadOnlyList<Mark> marks, double width, double height, double scale)
    {
        var painter = new Painter((int)Math.Ceiling(height * scale), (int)Math.Ceiling(width * scale), scale);
        painter.Paint(marks, 0, 0);
        return painter._page;
    }

    private void Paint(IReadOnlyList<Mark> marks, double dx, double dy)
    {
        foreach (var mark in marks)
            switch (mark)
            {
                case GroupMark group:
                    Paint(group.Marks, dx + group.X, dy + group.Y);
                    break;
                case RectMark rect:
                    Rect(rect, dx, dy);
                    break;
                case LineMark line:
                    Line(line, dx, dy);
                    break;
                case PolygonMark polygon:
                    _coverage.Polygon([.. polygon.Points.Select(p => Device(p.X + dx, p.Y + dy))]);
                    Flush(polygon.Fill);
                    break;
                case CircleMark circle:
                    Circle(circle, dx, dy);
                    break;
                case ImageMark image:
                    RasterScaler.Draw(image.Raster, _page, Device(image.X + dx, image.Y + dy),
                        Device(image.X + dx + image.Width, image.Y + dy + image.Height));
                    break;
                case TextMark text:
                    Lettering.Draw(_coverage, text, Device(text.X + dx, text.Y + dy), _scale);
                    Flush(text.Fill);
                    break;
            }
    }

    private Point Device(double x, double y) => new(x * _scale, y * _scale);

    private void Rect(RectMark rect, double dx, double dy)
    {
        var (a, b) = (Device(rect.X + dx, rect.Y + dy), Device(rect.X + dx + rect.Width, rect.Y + dy + rect.Height));
        if (rect.Fill is { } fill)
        {
            _coverage.Rect(a.X, a.Y, b.X, b.Y);
            Flush(fill);
        }
        if (rect.Stroke is { } stroke)
        {
            var half = rect.StrokeWidth * _scale / 2;
            _coverage.Rect(a.X - half, a.Y - half, b.X + half, a.Y + half);
            _coverage.Rect(a.X - half, b.Y - half, b.X + half, b.Y + half);
            _coverage.Rect(a.X - half, a.Y - half, a.X + half, b.Y + half);
            _coverage.Rect(b.X - half, a.Y - half, b.X + half, b.Y + half);
            Flush(stroke);
        }
    }

    private void Line(LineMark line, double dx, double dy)
    {
        Point[] points = [.. line.Points.Select(p => Device(p.X + dx, p.Y + dy))];
        if (line.Dash > 0)
            foreach (var dash in Dashes.Split(points, line.Dash * _scale))
                _coverage.Stroke(dash, line.StrokeWidth * _scale);
        else
            _coverage.Stroke(points, line.StrokeWidth * _scale);
        Flush(line.Stroke);
    }

    private void Circle(CircleMark circle, double dx, double dy)
    {
        var centre = Device(circle.X + dx, circle.Y + dy);
        if (circle.Fill is { } fill)
        {
            _coverage.Disc(centre, circle.Radius * _scale);
            Flush(fill);
        }
        if (circle.Stroke is { } stroke)
        {
            _coverage.Ring(centre, circle.Radius * _scale, circle.StrokeWidth * _scale);
            Flush(stroke);
        }
    }

    private void Flush(Ink ink) => _coverage.Flush(_page, ink);
}

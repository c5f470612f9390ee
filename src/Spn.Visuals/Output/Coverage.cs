namespace Spn.Visuals;

/// <summary>
/// How much of each device pixel a shape covers, 0 to 1. A shape of several strokes covers each pixel once, however they overlap.
/// </summary>
internal sealed class Coverage
{
    private const int SubRows = 4;
    private readonly int _width, _height;
    private readonly float[] _values;
    private int _left, _top, _right, _bottom;

    public Coverage(int width, int height)
    {
        (_width, _height, _values) = (width, height, new float[width * height]);
        (_left, _top) = (width, height);
    }

    /// <summary>A stroke with round ends and joins: one point is a dot.</summary>
    public void Stroke(ReadOnlySpan<Point> points, double strokeWidth)
    {
        var half = Math.Max(strokeWidth, 0.2) / 2;
        var strength = Math.Min(1, 2 * half);
        for (var i = 0; i < Math.Max(1, points.Length - 1); i++)
            Segment(points[i], points[Math.Min(i + 1, points.Length - 1)], half, strength);
    }

    /// <summary>A disc.</summary>
    public void Disc(Point centre, double radius) => Segment(centre, centre, radius, 1);

    /// <summary>A ring around a circle.</summary>
    public void Ring(Point centre, double radius, double strokeWidth)
    {
        var reach = radius + strokeWidth / 2 + 1;
        var (left, top, right, bottom) = Touch(centre.X - reach, centre.Y - reach, centre.X + reach, centre.Y + reach);
        for (var y = top; y < bottom; y++)
            for (var x = left; x < right; x++)
            {
                var distance = Math.Abs(Math.Sqrt(Square(x + 0.5 - centre.X) + Square(y + 0.5 - centre.Y)) - radius);
                Raise(x, y, Math.Clamp(strokeWidth / 2 + 0.5 - distance, 0, 1));
            }
    }

    /// <summary>An upright rectangle, by the exact share of each pixel.</summary>
    public void Rect(double x0, double y0, double x1, double y1)
    {
        var (left, top, right, bottom) = Touch(x0, y0, x1, y1);
        for (var y = top; y < bottom; y++)
        {
            var high = Math.Min(y + 1, y1) - Math.Max(y, y0);
            for (var x = left; x < right; x++)
                Raise(x, y, high * (Math.Min(x + 1, x1) - Math.Max(x, x0)));
        }
    }

    /// <summary>A polygon by the even-odd rule: exact along x, four sub-rows along y.</summary>
    public void Polygon(ReadOnlySpan<Point> points)
    {
        double left = _width, right = 0, top = _height, bottom = 0;
        foreach (var p in points)
            (left, right, top, bottom) = (Math.Min(left, p.X), Math.Max(right, p.X), Math.Min(top, p.Y), Math.Max(bottom, p.Y));
        var box = Touch(left, top, right, bottom);
        var crossings = new List<double>();
        for (var row = box.Top * SubRows; row < box.Bottom * SubRows; row++)
        {
            var y = (row + 0.5) / SubRows;
            crossings.Clear();
            for (var i = 0; i < points.Length; i++)
            {
                var (a, b) = (points[i], points[(i + 1) % points.Length]);
                if (a.Y <= y != b.Y <= y)
                    crossings.Add(a.X + (y - a.Y) / (b.Y - a.Y) * (b.X - a.X));
            }
            crossings.Sort();
            for (var i = 0; i + 1 < crossings.Count; i += 2)
                for (var x = Math.Max(box.Left, (int)crossings[i]); x < Math.Min(box.Right, Math.Ceiling(crossings[i + 1])); x++)
                    _values[row / SubRows * _width + x] +=
                        (float)(Math.Max(0, Math.Min(x + 1, crossings[i + 1]) - Math.Max(x, crossings[i])) / SubRows);
        }
    }

    /// <summary>Paints every covered pixel of <paramref name="page"/> and clears the coverage.</summary>
    public void Flush(Raster page, Ink ink)
    {
        for (var y = _top; y < _bottom; y++)
        {
            var row = _values.AsSpan(y * _width, _width);
            for (var x = _left; x < _right; x++)
                if (row[x] > 0)
                    page[y, x] = row[x] >= 1 && ink.Opacity >= 1 ? ink
                        : ink.WithOpacity(ink.Opacity * Math.Min(1, row[x])).Over(page[y, x]);
            if (_left < _right)
                row[_left.._right].Clear();
        }
        (_left, _top, _right, _bottom) = (_width, _height, 0, 0);
    }

    private void Segment(Point a, Point b, double half, double strength)
    {
        var reach = half + 1;
        var (left, top, right, bottom) =
            Touch(Math.Min(a.X, b.X) - reach, Math.Min(a.Y, b.Y) - reach, Math.Max(a.X, b.X) + reach, Math.Max(a.Y, b.Y) + reach);
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var squared = dx * dx + dy * dy;
        for (var y = top; y < bottom; y++)
            for (var x = left; x < right; x++)
            {
                var (px, py) = (x + 0.5 - a.X, y + 0.5 - a.Y);
                var t = squared > 0 ? Math.Clamp((px * dx + py * dy) / squared, 0, 1) : 0;
                var distance = Math.Sqrt(Square(px - t * dx) + Square(py - t * dy));
                Raise(x, y, strength * Math.Clamp(half + 0.5 - distance, 0, 1));
            }
    }

    private void Raise(int x, int y, double coverage)
    {
        ref var value = ref _values[y * _width + x];
        value = Math.Max(value, (float)coverage);
    }

    private (int Left, int Top, int Right, int Bottom) Touch(double x0, double y0, double x1, double y1)
    {
        var left = (int)Math.Clamp(Math.Floor(x0), 0, _width);
        var top = (int)Math.Clamp(Math.Floor(y0), 0, _height);
        var right = (int)Math.Clamp(Math.Ceiling(x1), 0, _width);
        var bottom = (int)Math.Clamp(Math.Ceiling(y1), 0, _height);
        (_left, _top, _right, _bottom) = (Math.Min(_left, left), Math.Min(_top, top), Math.Max(_right, right), Math.Max(_bottom, bottom));
        return (left, top, right, bottom);
    }

    private static double Square(double x) => x * x;
}

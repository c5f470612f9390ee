namespace Spn.Visuals;

/// <summary>Cuts a line into dashes.</summary>
internal static class Dashes
{
    /// <summary>The dashes of a line: dash and gap are both <paramref name="length"/> long.</summary>
    public static IEnumerable<Point[]> Split(Point[] points, double length)
    {
        var dash = new List<Point> { points[0] };
        var (left, drawing) = (length, true);
        for (var i = 1; i < points.Length; i++)
        {
            var (from, to) = (points[i - 1], points[i]);
            var whole = Math.Sqrt((to.X - from.X) * (to.X - from.X) + (to.Y - from.Y) * (to.Y - from.Y));
            var walked = 0.0;
            while (whole - walked > left)
            {
                walked += left;
                var at = new Point(from.X + (to.X - from.X) * walked / whole, from.Y + (to.Y - from.Y) * walked / whole);
                dash.Add(at);
                if (drawing)
                    yield return [.. dash];
                dash.Clear();
                dash.Add(at);
                (left, drawing) = (length, !drawing);
            }
            left -= whole - walked;
            dash.Add(to);
        }
        if (drawing && dash.Count > 1)
            yield return [.. dash];
    }
}

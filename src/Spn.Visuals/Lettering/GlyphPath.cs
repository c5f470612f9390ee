using System.Globalization;

namespace Spn.Visuals;

/// <summary>
/// Reads a glyph written as strokes on a grid of 100 units per em, y upwards from the base line. Tokens, separated by spaces:
/// <c>x,y</c> a point joined to the one before; <c>;</c> a new stroke; <c>c x1,y1,x2,y2,x,y</c> a cubic curve;
/// <c>a cx,cy,rx,ry,from,to</c> an elliptical arc in degrees, anticlockwise when to &gt; from; <c>o cx,cy,rx,ry</c> a closed ellipse;
/// <c>d x,y</c> a dot.
/// </summary>
internal static class GlyphPath
{
    private const int CurveSteps = 10;
    private const int TurnSteps = 36;

    public static IReadOnlyList<Point[]> Parse(string path)
    {
        var strokes = new List<Point[]>();
        var stroke = new List<Point>();
        void Finish()
        {
            if (stroke.Count > 0)
                strokes.Add([.. stroke]);
            stroke.Clear();
        }

        var tokens = path.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < tokens.Length; i++)
            switch (tokens[i])
            {
                case ";":
                    Finish();
                    break;
                case "c":
                    AddCurve(stroke, Numbers(tokens[++i]));
                    break;
                case "a":
                    AddArc(stroke, Numbers(tokens[++i]));
                    break;
                case "o":
                    Finish();
                    var ellipse = Numbers(tokens[++i]);
                    AddArc(stroke, [.. ellipse, 0, 360]);
                    Finish();
                    break;
                case "d":
                    Finish();
                    var dot = Numbers(tokens[++i]);
                    strokes.Add([new Point(dot[0], dot[1])]);
                    break;
                default:
                    var at = Numbers(tokens[i]);
                    stroke.Add(new Point(at[0], at[1]));
                    break;
            }
        Finish();
        return strokes;
    }

    private static double[] Numbers(string token) =>
        Array.ConvertAll(token.Split(','), part => double.Parse(part, CultureInfo.InvariantCulture));

    private static void AddCurve(List<Point> stroke, double[] n)
    {
        var start = stroke[^1];
        for (var i = 1; i <= CurveSteps; i++)
        {
            var t = (double)i / CurveSteps;
            var u = 1 - t;
            var (b0, b1, b2, b3) = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t);
            stroke.Add(new Point(b0 * start.X + b1 * n[0] + b2 * n[2] + b3 * n[4], b0 * start.Y + b1 * n[1] + b2 * n[3] + b3 * n[5]));
        }
    }

    private static void AddArc(List<Point> stroke, double[] n)
    {
        var steps = Math.Max(2, (int)Math.Ceiling(Math.Abs(n[5] - n[4]) / 360 * TurnSteps));
        for (var i = 0; i <= steps; i++)
        {
            var angle = (n[4] + (n[5] - n[4]) * i / steps) * Math.PI / 180;
            stroke.Add(new Point(n[0] + n[2] * Math.Cos(angle), n[1] + n[3] * Math.Sin(angle)));
        }
    }
}

namespace Spn.Visuals;

/// <summary>Lines over two axes, with grid, names, legend and an optional bound.</summary>
internal static class Chart
{
    private const double TickSize = 11, NameSize = 11, MarkerLimit = 24;

    /// <summary>
    /// Colours that colour-blind readers tell apart (Okabe and Ito), dark enough for lines on white; each with a dash of its own.
    /// </summary>
    private static readonly (Ink Ink, double Dash)[] s_styles =
    [
        (new Ink(0x00, 0x72, 0xb2), 0), (new Ink(0xd5, 0x5e, 0x00), 0), (new Ink(0x00, 0x9e, 0x73), 6),
        (new Ink(0xb0, 0x50, 0x8c), 3), (new Ink(0x56, 0xa5, 0xd8), 0), (new Ink(0xc2, 0x8a, 0x00), 8),
    ];

    /// <summary>The most lines of a chart.</summary>
    public const int MaxSeries = 12;

    /// <summary>The most points of a line; longer ones are thinned, their extremes kept.</summary>
    public const int MaxPoints = 2000;

    /// <summary>Lines, or the counts of a histogram as <see cref="ChartData.Series"/> says.</summary>
    /// <param name="series">The lines, or the one set of counts.</param>
    /// <param name="options">Names, size, bound; the title is the chart's, and is drawn by who places it.</param>
    /// <param name="kind">Lines or a histogram.</param>
    /// <param name="most">Of a histogram a count up to which the axis reaches at least.</param>
    public static Canvas Draw(
        IReadOnlyList<ChartSeries> series, ChartFigureOptions options, ChartKind kind = ChartKind.Lines, double? most = null)
    {
        var counts = kind == ChartKind.Histogram;
        var (width, height) = (Size(options.Width, 440), Size(options.Height, 240));
        var bound = options.Bound is { } given && double.IsFinite(given) ? given : (double?)null;
        IEnumerable<double> reached = bound is null ? [] : [bound.Value];
        var x = counts
            ? Axis.Over(series.SelectMany(s => s.X).Concat(reached), logarithmic: false)
            : Axis.Over(series.SelectMany(Xs), logarithmic: false, whole: series.All(s => Xs(s).All(value => value == Math.Round(value))));
        var y = Axis.Over(series.SelectMany(s => s.Y).Concat(counts ? [0, most ?? 0] : reached), options.LogarithmicY);
        var left = y.Ticks.Max(tick => StrokeFont.Width(y.Label(tick), TickSize)) + 26;
        const double Top = 6;
        double X(double value) => left + x.Place(value) * width;
        double Y(double value) => Top + (1 - y.Place(value)) * height;

        var canvas = new Canvas();
        foreach (var tick in y.Ticks)
        {
            canvas.Line(left, Y(y.ValueAt(tick)), left + width, Y(y.ValueAt(tick)), Ink.Grid);
            canvas.Text(left - 6, Y(y.ValueAt(tick)) + 3.5, y.Label(tick), TickSize, Ink.Muted, Anchor.End);
        }
        foreach (var tick in x.Ticks)
        {
            canvas.Line(X(tick), Top + height, X(tick), Top + height + 4, Ink.Frame);
            canvas.Text(X(tick), Top + height + 15, x.Label(tick), TickSize, Ink.Muted, Anchor.Middle);
        }
        canvas.Rect(left, Top, width, height, stroke: Ink.Frame);
        canvas.Text(left + width / 2, Top + height + 31, Words.Cut(options.XName, 60), NameSize, Ink.Muted, Anchor.Middle);
        canvas.UpwardText(10, Top + height / 2, Words.Cut(options.YName, 60), NameSize, Ink.Muted);
        if (counts)
            Counts(canvas, series[0], X, value => Y(Math.Max(value, y.Logarithmic ? y.ValueAt(y.Low) : 0)));
        if (counts && bound is { } limit)
            canvas.Line(X(limit), Top, X(limit), Top + height, Ink.Text, 1.2, dash: 5);
        else if (bound is { } at && double.IsFinite(y.Place(at)))
        {
            canvas.Line(left, Y(at), left + width, Y(at), Ink.Text, 1.2, dash: 5);
            canvas.Text(left + width + 5, Y(at) + 3.5, Numbers.Pretty(at), TickSize, Ink.Text);
        }
        for (var i = 0; i < series.Count && !counts; i++)
            Line(canvas, series[i], s_styles[i % s_styles.Length], 1.8 + 3 * Hidden(series, i, Y), X, Y);
        Names(canvas, series, left, Top + height + 40, width);
        canvas.Shows(new ChartData
        {
            High = most > 0 ? 1.05 * series.SelectMany(s => s.Y).Where(double.IsFinite).Append(most.Value).Max() : null,
            Kind = kind, Title = options.Title, XName = options.XName,
            YName = options.YName, LogarithmicY = options.LogarithmicY, Bound = bound,
            Series = series, Colours = [.. series.Select((_, i) => s_styles[i % s_styles.Length].Ink.ToHex())],
            Dashes = [.. series.Select((_, i) => s_styles[i % s_styles.Length].Dash)],
        });
        return canvas;
    }

    /// <summary>A bar from the axis for each count.</summary>
    private static void Counts(Canvas canvas, ChartSeries counts, Func<double, double> x, Func<double, double> y)
    {
        for (var i = 0; i < counts.Y.Count; i++)
            if (counts.Y[i] > 0)
                canvas.Rect(
                    x(counts.X[i]), y(counts.Y[i]), x(counts.X[i + 1]) - x(counts.X[i]), y(0) - y(counts.Y[i]),
                    s_styles[0].Ink, Ink.White, 0.6);
    }

    /// <summary>Where the values of a line stand.</summary>
    public static IEnumerable<double> Xs(ChartSeries series) =>
        Enumerable.Range(0, series.Y.Count).Select(i => i < series.X.Count ? series.X[i] : i);

    private static double Size(double given, double usual) => double.IsFinite(given) ? Math.Clamp(given, 80, 2000) : usual;

    /// <summary>
    /// How many later lines run along this one, within a px at most of its points: it is drawn so much wider, and shows beside them.
    /// </summary>
    private static int Hidden(IReadOnlyList<ChartSeries> series, int i, Func<double, double> y)
    {
        bool Along(ChartSeries other) => other.Y.Count == series[i].Y.Count && Xs(other).SequenceEqual(Xs(series[i]))
            && 2 * other.Y.Zip(series[i].Y).Count(pair => Math.Abs(y(pair.First) - y(pair.Second)) < 1) > other.Y.Count;
        return series.Skip(i + 1).Count(Along);
    }

    private static void Line(
        Canvas canvas, ChartSeries series, (Ink Ink, double Dash) style, double width, Func<double, double> x, Func<double, double> y)
    {
        var run = new List<Point>();
        void Finish()
        {
            if (run.Count > 1)
                canvas.Polyline([.. run], style.Ink, width, style.Dash);
            if (run.Count == 1 || series.Y.Count <= MarkerLimit)
                foreach (var point in run)
                    canvas.Circle(point.X, point.Y, 1.7 + width / 2, style.Ink);
            run.Clear();
        }

        foreach (var i in Thinned(series.Y))
        {
            var point = new Point(x(i < series.X.Count ? series.X[i] : i), y(series.Y[i]));
            if (double.IsFinite(point.X) && double.IsFinite(point.Y))
                run.Add(point);
            else
                Finish();
        }
        Finish();
    }

    /// <summary>The indices to draw: all, or the smallest and the largest value of each stretch.</summary>
    public static IEnumerable<int> Thinned(IReadOnlyList<double> y)
    {
        if (y.Count <= MaxPoints)
            return Enumerable.Range(0, y.Count);
        var stretch = 2 * (y.Count + MaxPoints - 1) / MaxPoints;
        return Enumerable.Range(0, (y.Count + stretch - 1) / stretch).SelectMany(part =>
        {
            var inside = Enumerable.Range(part * stretch, Math.Min(stretch, y.Count - part * stretch)).ToList();
            return new[] { inside.MinBy(i => y[i]), inside.MaxBy(i => y[i]) }.Distinct().Order();
        });
    }

    private static void Names(Canvas canvas, IReadOnlyList<ChartSeries> series, double left, double top, double width)
    {
        var (x, y) = (left, top + 8);
        for (var i = 0; i < series.Count; i++)
        {
            var (ink, dash) = s_styles[i % s_styles.Length];
            var name = Words.Cut(series[i].Name, 50);
            var wide = 30 + StrokeFont.Width(name, NameSize) + 18;
            if (x > left && x + wide > left + width + 18)
                (x, y) = (left, y + 17);
            canvas.Line(x, y - 4, x + 24, y - 4, ink, 2, dash);
            canvas.Text(x + 30, y, name, NameSize);
            x += wide;
        }
    }
}

namespace Spn.Visuals;

/// <summary>How <see cref="Figures.Histogram(IReadOnlyList{double}, HistogramFigureOptions?)"/> draws.</summary>
public sealed record HistogramFigureOptions
{
    /// <summary>The line above the chart.</summary>
    public string Title { get; init; } = "";

    /// <summary>What the values are, with the unit.</summary>
    public string ValueName { get; init; } = "value";

    /// <summary>What is counted.</summary>
    public string CountName { get; init; } = "values";

    /// <summary>How many intervals of equal width the values are counted in, 1 to 400.</summary>
    public int Bins { get; init; } = 40;

    /// <summary>Whether the axis of the counts is logarithmic.</summary>
    public bool LogarithmicCounts { get; init; }

    /// <summary>A value that gets a dashed line, such as a limit.</summary>
    public double? Bound { get; init; }

    /// <summary>A count up to which the axis reaches at least, so that several charts have one scale; fitted when left out.</summary>
    public double? Most { get; init; }
}

/// <summary>How often values occur, in intervals of equal width from the smallest to the largest.</summary>
internal static class HistogramFigure
{
    public static Figure Build(IReadOnlyList<double> values, HistogramFigureOptions options)
    {
        if (options.Bins is < 1 or > 400)
            throw new ArgumentOutOfRangeException(nameof(options), $"expected 1 to 400 bins, got {options.Bins}; 40 suits most values.");
        var finite = values.Where(double.IsFinite).ToList();
        var title = Words.Or(options.Title, $"Histogram of {Words.Many(finite.Count, "value")}");
        var left = values.Count > finite.Count ? $"{Words.Many(values.Count - finite.Count, "value")} not finite, left out." : "";
        if (finite.Count == 0)
            return Page.Compose(title, new Canvas(), "", ["There is no finite value to count.", left]);

        var (low, high) = (finite.Min(), finite.Max());
        if (high <= low)
            (low, high) = (low - Math.Max(Math.Abs(low), 1) * 0.5, high + Math.Max(Math.Abs(high), 1) * 0.5);
        var width = high / options.Bins - low / options.Bins;
        var counts = new double[options.Bins];
        foreach (var value in finite)
            counts[Math.Clamp((int)((value - low) / width), 0, options.Bins - 1)]++;
        var series = new ChartSeries
        {
            Name = options.ValueName, X = [.. Enumerable.Range(0, options.Bins + 1).Select(i => low + i * width)], Y = counts,
        };
        var canvas = Draw(series, options);
        var most = Array.IndexOf(counts, counts.Max());
        var text = $"{Words.Cut(options.ValueName, 60)}: {Words.Many(finite.Count, "value")} from {Numbers.Plain(finite.Min())} "
            + $"to {Numbers.Plain(finite.Max())}, mean {Numbers.Plain(finite.Average())}; most of them, "
            + $"{Numbers.Count((long)counts[most])}, from {Numbers.Plain(series.X[most])} to {Numbers.Plain(series.X[most + 1])}\n";
        return Page.Compose(title, canvas, text, [left]);
    }

    public static Figure Build(ChartSeries counts, HistogramFigureOptions options)
    {
        if (counts.Y.Count == 0 || counts.X.Count != counts.Y.Count + 1)
            throw new ArgumentException(
                $"expected one edge more than there are counts, and a count, got {counts.X.Count} edges of {counts.Y.Count} counts.",
                nameof(counts));
        var most = Enumerable.Range(0, counts.Y.Count).MaxBy(i => counts.Y[i]);
        var text = $"{Words.Cut(options.ValueName, 60)} from {Numbers.Plain(counts.X[0])} to {Numbers.Plain(counts.X[^1])}; the most "
            + $"{Words.Cut(options.CountName, 60)}, {Numbers.Plain(counts.Y[most])}, from {Numbers.Plain(counts.X[most])} to "
            + $"{Numbers.Plain(counts.X[most + 1])}\n";
        return Page.Compose(Words.Or(options.Title, $"Histogram of {Words.Cut(options.ValueName, 60)}"), Draw(counts, options), text);
    }

    private static Canvas Draw(ChartSeries series, HistogramFigureOptions options) => Chart.Draw([series], new ChartFigureOptions
    {
        Title = options.Title, XName = options.ValueName, YName = options.CountName, LogarithmicY = options.LogarithmicCounts,
        Bound = options.Bound,
    }, ChartKind.Histogram, options.Most);
}

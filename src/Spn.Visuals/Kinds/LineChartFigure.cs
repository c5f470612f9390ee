namespace Spn.Visuals;

/// <summary>Lines over two axes: a loss over epochs, norms over steps.</summary>
internal static class LineChartFigure
{
    public static Figure Build(IReadOnlyList<ChartSeries> series, ChartFigureOptions options)
    {
        var shown = series.Take(Chart.MaxSeries).ToList();
        var content = Chart.Draw(shown, options);
        var text = string.Concat(shown.Select(s => Words.Cut(s.Name, 50) + ": " + Summary(s) + "\n"));
        var title = Words.Or(options.Title, $"{Words.Cut(options.YName, 60)} over {Words.Cut(options.XName, 60)}");
        return Page.Compose(title, content, text, Notices(series, options.LogarithmicY));
    }

    /// <summary>What a chart of these lines leaves out.</summary>
    public static IReadOnlyList<string> Notices(IReadOnlyList<ChartSeries> series, bool logarithmic)
    {
        var notices = new List<string>();
        if (series.Count > Chart.MaxSeries)
            notices.Add($"Showing the first {Numbers.Count(Chart.MaxSeries)} of {Numbers.Count(series.Count)} lines.");
        var notFinite = series.Take(Chart.MaxSeries).Sum(s => s.Y.LongCount(value => !double.IsFinite(value)));
        if (notFinite > 0)
            notices.Add($"{Words.Many(notFinite, "value")} not finite, left out as gaps.");
        var notPositive = logarithmic ? series.Take(Chart.MaxSeries).Sum(s => s.Y.LongCount(value => value <= 0)) : 0;
        if (notPositive > 0)
            notices.Add($"{Words.Many(notPositive, "value")} not above zero, left out of the logarithmic axis.");
        return notices;
    }

    private static string Summary(ChartSeries series)
    {
        var finite = series.Y.Where(double.IsFinite).ToList();
        return finite.Count == 0
            ? $"{Words.Many(series.Y.Count, "value")}, none finite"
            : $"{Words.Many(series.Y.Count, "value")}, first {Numbers.Plain(series.Y[0])}, last {Numbers.Plain(series.Y[^1])}, "
                + $"smallest {Numbers.Plain(finite.Min())}, largest {Numbers.Plain(finite.Max())}";
    }
}

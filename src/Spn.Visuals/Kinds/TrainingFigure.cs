using Spn.Learning;

namespace Spn.Visuals;

/// <summary>The log of one training among several, under the name that its lines have.</summary>
/// <param name="Name">For example "three-way".</param>
/// <param name="Log">The log.</param>
public sealed record TrainingCurve(string Name, TrainingLog Log);

/// <summary>How <see cref="Figures.Training(TrainingLog, TrainingFigureOptions?)"/> draws.</summary>
public sealed record TrainingFigureOptions
{
    /// <summary>The line above the charts.</summary>
    public string Title { get; init; } = "";

    /// <summary>The mean IoU of the coarse maps, 0 to 1, a line across the chart of scores: what there is to beat. None when NaN.</summary>
    public double CoarseMeanIoU { get; init; } = double.NaN;

    /// <summary>The steps of the whole training, to which the axes reach; as far as the log goes when 0.</summary>
    public long Steps { get; init; }
}

/// <summary>Losses and scores of trainings over their steps, in two charts beside each other with a step axis each.</summary>
internal static class TrainingFigure
{
    /// <summary>Losses that fall further than this are drawn over a logarithmic axis.</summary>
    private const double FarFall = 20;

    /// <summary>The most lines of the table.</summary>
    private const int MaxRows = 40;

    public static Figure Build(IReadOnlyList<TrainingCurve> runs, TrainingFigureOptions options)
    {
        var several = runs.Count > 1;
        IReadOnlyList<ChartSeries> Lines(string name, Func<TrainingLogEntry, double> value) =>
            [.. runs.Select(run => Series(run, several ? run.Name : name, value))];
        IReadOnlyList<ChartSeries> losses = Lines("loss", entry => entry.Loss),
            all = Lines("all pixels", entry => 100 * entry.MeanIoU),
            near = Lines("near boundaries", entry => 100 * entry.TrimapMeanIoU);
        var known = losses.SelectMany(series => series.Y).ToList();
        var logarithmic = known.Count > 0 && known.Min() > 0 && known.Max() / known.Min() > FarFall;
        var coarse = double.IsFinite(options.CoarseMeanIoU) ? 100 * options.CoarseMeanIoU : (double?)null;
        var size = new ChartFigureOptions { Width = several ? 235 : 330, Height = 190, XName = "step" };

        // A run keeps its colour from chart to chart; one run has both of its scores in one chart.
        var content = new Canvas();
        Place(
            content, logarithmic ? "Training loss (logarithmic)" : "Training loss", losses,
            size with { YName = "cross entropy", LogarithmicY = logarithmic }, options.Steps);
        Place(
            content, several ? "All pixels" : "Images not trained on", several ? all : [.. all, .. near],
            size with { YName = "mean IoU, %", Bound = coarse }, options.Steps);
        if (several)
            Place(content, "Near boundaries", near, size with { YName = "mean IoU, %" }, options.Steps);
        if (coarse is not null)
            content.Text(
                0, content.Height + 14,
                "Dashed line across: mean IoU of the coarse maps upsampled, over all pixels.", 11, Ink.Muted);

        var title = Words.Or(options.Title, runs.Count == 0 ? "Training" : $"Training to step {Numbers.Count(runs.Max(Last))}");
        var table = Table(runs);
        return Page.Compose(title, content, PlaneText.Table(table),
            [
                .. LineChartFigure.Notices([.. losses, .. all, .. near], logarithmic).Distinct(),
                known.Count == 0 ? "No step was logged yet." : "",
            ], [table]);
    }

    /// <summary>Draws a chart to the right of what is there.</summary>
    private static void Place(Canvas content, string caption, IReadOnlyList<ChartSeries> series, ChartFigureOptions options, long steps)
    {
        var left = content.Width > 0 ? content.Width + 22 : 0;
        content.Text(left, 12, caption, 12, bold: true);
        content.Place(Chart.Draw(Reaching(series, steps), options with { Title = caption }), left, 20);
    }

    private static long Last(TrainingCurve run) => run.Log.Entries.Count == 0 ? 0 : run.Log.Entries[^1].Step;

    private static ChartSeries Series(TrainingCurve run, string name, Func<TrainingLogEntry, double> value)
    {
        var measured = run.Log.Entries.Where(entry => double.IsFinite(value(entry))).ToList();
        return new ChartSeries { Name = name, X = [.. measured.Select(entry => (double)entry.Step)], Y = [.. measured.Select(value)] };
    }

    /// <summary>The same lines over an axis that reaches from the first step to the last that is planned.</summary>
    private static IReadOnlyList<ChartSeries> Reaching(IReadOnlyList<ChartSeries> series, long steps) =>
        [.. series.Select(s => s with
        {
            X = [0, .. s.X, .. steps > 0 ? [steps] : Array.Empty<double>()],
            Y = [double.NaN, .. s.Y, .. steps > 0 ? [double.NaN] : Array.Empty<double>()],
        })];

    private static FigureTable Table(IReadOnlyList<TrainingCurve> runs)
    {
        var rows = runs.SelectMany(run =>
            Thinned(run.Log.Entries.Where(entry => double.IsFinite(entry.MeanIoU)).ToList()).Select(entry => (IReadOnlyList<string>)
            [
                .. runs.Count > 1 ? [Words.Cut(run.Name, 40)] : Array.Empty<string>(), Numbers.Count(entry.Step),
                Plain(entry.Loss, "0.0000"), Plain(100 * entry.MeanIoU, "0.00"), Plain(100 * entry.TrimapMeanIoU, "0.00"),
                Plain(100 * entry.OverallAccuracy, "0.00"),
            ])).ToList();
        return new FigureTable("Loss and scores in per cent wherever it was evaluated",
            [.. runs.Count > 1 ? ["run"] : Array.Empty<string>(), "step", "loss", "mean IoU", "near boundaries", "accuracy"], rows);
    }

    private static IEnumerable<TrainingLogEntry> Thinned(IReadOnlyList<TrainingLogEntry> entries)
    {
        var stride = 1 + (entries.Count - 1) / MaxRows;
        return entries.Where((_, i) => i % stride == 0 || i == entries.Count - 1);
    }

    private static string Plain(double value, string format) => double.IsFinite(value)
        ? value.ToString(format, System.Globalization.CultureInfo.InvariantCulture) : "–";
}

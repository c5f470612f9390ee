namespace Spn.Visuals;

/// <summary>A stability report: where Σ|p| passes one, how many pixels the constraint changes, and the norms of every step.</summary>
internal static class StabilityFigure
{
    private const int MapSide = 230;

    public static Figure Build(StabilityReport report, string title)
    {
        var sums = ValueRange.Of(report.AbsoluteSum.Values);
        var scale = ColourScale.Around(1, 0, Math.Max(2, sums.High));
        var small = PlaneText.IsSmall(report.Height, report.Width);
        var format = Numbers.Aligned(report.AbsoluteSum.Values.Select(v => (double)v));
        var map = new Panel(PlaneRaster.Of(report.AbsoluteSum.Values, report.Height, report.Width, scale, 2 * MapSide),
            report.Height, report.Width, new PanelStyle
        {
            Side = MapSide,
            Caption = report.Normalisation is Normalisation.Clip or Normalisation.Raw
                ? "Σ|p| of the raw weights; orange where it passes 1" : "Σ|q| of the normalised weights",
            Cell = small ? (row, column) => Numbers.WithSigns(format(report.AbsoluteSum[0, 0, row, column])) : null,
        }).Canvas;
        map.Place(ColourBar.Draw(scale, "Σ|p|", map.Height - 30, sums.NotFinite > 0), map.Width + 16, 14);

        var share = $"{Numbers.Percent(report.ConstrainedShare)} of the pixels that have a line before them have Σ|p| > 1; "
            + $"the largest is {Numbers.Pretty(report.MaxAbsoluteSum)}.";
        var content = new Canvas();
        var y = content.Paragraph(0, 0, 760, share);
        y = content.Paragraph(0, y, 760, Said(report.Normalisation)) + 6;
        content.Place(map, 0, y);
        var notices = new List<string> { sums.Notice(), PlaneRaster.Notice(report.Height, report.Width, 2 * MapSide) };
        if (report.Steps.Count > 0)
        {
            var charts = Charts(report, notices);
            content.Place(charts, map.Width + 30, y);
        }
        else
            notices.Add("The map is a single line: there is no step to measure.");
        var name = $"Stability, {report.Direction.ToArrow()} {report.Direction.ToWords()}, {report.Connection.ToWords()}, "
            + $"{Numbers.Count(report.Height)}×{Numbers.Count(report.Width)}, normalisation {report.Normalisation.ToWords()}";
        return Page.Compose(Words.Or(title, name), content, Text(report, share, small ? format : null), notices);
    }

    private static string Said(Normalisation normalisation) => normalisation switch
    {
        Normalisation.Clip =>
            "The norms are of the constrained weights: ‖wₜ‖∞ and the product cannot pass 1 (Theorem 3); the largest singular value can.",
        Normalisation.Raw => "The norms are of the raw weights, without the constraint.",
        Normalisation.RowStochastic =>
            "The norms are of the row-stochastic weights: Σq is 1 at every pixel, so ‖wₜ‖∞ is 1, and without an input gate x enters only "
            + "at first lines.",
        _ => $"The norms are of the weights normalised by {normalisation.ToWords()}: ‖wₜ‖∞ and the product cannot pass 1; the largest "
            + "singular value can.",
    };

    private static Canvas Charts(StabilityReport report, List<string> notices)
    {
        double[] lines = [.. report.Steps.Select(step => (double)step.Line)];
        ChartSeries Series(string name, Func<StabilityStep, double> value) =>
            new() { Name = name, X = lines, Y = [.. report.Steps.Select(value)] };
        ChartSeries[] norms =
        [
            Series("‖wₜ‖∞, largest Σ|p|", step => step.InfinityNorm),
            Series("‖wₜ‖₂, singular value", step => step.SpectralNorm),
            Series("ρ(wₜ), eigenvalue", step => step.SpectralRadius),
        ];
        ChartSeries[] product = [Series("‖wₜ ⋯ w₂‖∞", step => step.ProductInfinityNorm)];
        var positive = product[0].Y.Where(value => double.IsFinite(value) && value > 0).DefaultIfEmpty(1).ToList();
        var logarithmic = positive.Max() / positive.Min() > 50;
        var size = new ChartFigureOptions { Width = 330, Height = 150, XName = "line t of the scan", Bound = 1 };

        var canvas = new Canvas();
        const string Each = "Each step wₜ", All = "The product of the steps: how far a change of the first line can have grown";
        canvas.Text(0, 12, Each, 11);
        canvas.Place(Chart.Draw(norms, size with { Title = Each, YName = "norm of one step" }), 0, 18);
        var y = canvas.Height + 14;
        canvas.Text(0, y + 12, All, 11);
        var drawn = size with { Title = All, YName = logarithmic ? "norm (logarithmic)" : "norm", LogarithmicY = logarithmic };
        canvas.Place(Chart.Draw(product, drawn), 0, y + 18);
        if (norms[2].Y.Any(double.IsNaN))
            notices.Add($"ρ(wₜ) was not computed for {Words.Many(norms[2].Y.Count(double.IsNaN), "step")}: gaps.");
        notices.AddRange(LineChartFigure.Notices([norms[0], norms[1], .. product], logarithmic: false));
        if (logarithmic && product[0].Y.Any(value => value <= 0))
            notices.Add("A product of zero has no place on a logarithmic axis and is left out.");
        return canvas;
    }

    private static string Text(StabilityReport report, string share, Func<double, string>? format)
    {
        var text = share.Replace('−', '-') + "\n";
        if (format is not null)
            text += PlaneText.Rows(report.Height, report.Width, (row, column) => format(report.AbsoluteSum[0, 0, row, column]));
        const int Most = 12;
        var rows = report.Steps.Take(Most).Select(step => (IReadOnlyList<string>)
        [
            Numbers.Count(step.Line), Numbers.Plain(step.InfinityNorm), Numbers.Plain(step.SpectralNorm),
            Numbers.Plain(step.SpectralRadius), Numbers.Plain(step.ProductInfinityNorm),
        ]).ToList();
        text += PlaneText.Table(new FigureTable("", ["line t", "||w||inf", "||w||2", "rho(w)", "||product||inf"], rows));
        return text + (report.Steps.Count > Most
            ? $"The first {Numbers.Count(Most)} of {Words.Many(report.Steps.Count, "step")}; "
                + $"at the end ||product||inf is {Numbers.Plain(report.Steps[^1].ProductInfinityNorm)}.\n" : "");
    }
}

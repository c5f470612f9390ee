namespace Spn.Visuals;

/// <summary>Scores near the borders of objects: the mean IoU within a band of each width.</summary>
/// <param name="Name">What was scored, such as "refined".</param>
/// <param name="Widths">The widths of the band in px, rising.</param>
/// <param name="MeanIoU">The mean IoU within the band of each width, 0 to 1; NaN leaves a gap.</param>
public sealed record TrimapCurve(string Name, IReadOnlyList<int> Widths, IReadOnlyList<double> MeanIoU);

public static partial class Figures
{
    /// <summary>How often values occur.</summary>
    /// <param name="values">The values; those that are not finite are left out, with a notice.</param>
    /// <param name="options">Title, names, the number of intervals, a limit; the defaults when left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of intervals is not 1 to 400.</exception>
    public static Figure Histogram(IReadOnlyList<double> values, HistogramFigureOptions? options = null) =>
        HistogramFigure.Build(Expect.NotNull(values), options ?? new HistogramFigureOptions());

    /// <summary>How often values occur that are counted already.</summary>
    /// <param name="counts">Of each interval the count or the share as Y; as X the edges, rising, one more than there are counts.</param>
    /// <param name="options">Title, names, a limit; the defaults when left out, and the number of intervals is that of the counts.</param>
    /// <exception cref="ArgumentException">The edges are not one more than the counts.</exception>
    public static Figure Histogram(ChartSeries counts, HistogramFigureOptions? options = null) =>
        HistogramFigure.Build(Expect.NotNull(counts), options ?? new HistogramFigureOptions());

    /// <summary>The mean IoU near borders against the width of the band, as in <see cref="Segmentation.Trimap"/>.</summary>
    /// <param name="curves">Up to twelve curves.</param>
    /// <param name="options">Title and size; the names of the axes are the curve's own.</param>
    /// <exception cref="ArgumentException">A curve has not as many scores as widths.</exception>
    public static Figure Trimap(IReadOnlyList<TrimapCurve> curves, ChartFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(curves);
        foreach (var curve in curves.Where(curve => curve.Widths.Count != curve.MeanIoU.Count))
            throw new ArgumentException(
                $"expected a score for each of the {curve.Widths.Count} widths of '{curve.Name}', got {curve.MeanIoU.Count}.",
                nameof(curves));
        options ??= new ChartFigureOptions();
        return LineChart([.. curves.Select(curve => new ChartSeries
        {
            Name = curve.Name, X = [.. curve.Widths.Select(width => (double)width)], Y = [.. curve.MeanIoU.Select(share => 100 * share)],
        })], options with
        {
            Title = Words.Or(options.Title, "Mean IoU near borders"), XName = "width of the band around borders, px", YName = "mean IoU, %",
        });
    }

    /// <summary>The absolute eigenvalues or the singular values of matrices, from the largest to the smallest.</summary>
    /// <param name="spectra">Up to twelve; of each the values of Y in any order, X is not used.</param>
    /// <param name="options">Title, size, scale, a bound; the name of the axis to the right is the spectrum's own.</param>
    public static Figure Spectrum(IReadOnlyList<ChartSeries> spectra, ChartFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(spectra);
        options ??= new ChartFigureOptions { YName = "absolute value" };
        return LineChart([.. spectra.Select(spectrum => new ChartSeries
        {
            Name = spectrum.Name, X = [.. Enumerable.Range(1, spectrum.Y.Count).Select(i => (double)i)],
            Y = [.. spectrum.Y.Select(Math.Abs).OrderDescending()],
        })], options with { Title = Words.Or(options.Title, "Spectrum"), XName = "number, from the largest" });
    }
}

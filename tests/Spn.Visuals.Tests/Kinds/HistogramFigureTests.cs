namespace Spn.Visuals.Tests.Kinds;

public sealed class HistogramFigureTests
{
    [Fact]
    public void Every_finite_value_is_counted_once_and_the_largest_falls_in_the_last_interval()
    {
        var data = Figures.Histogram([0, 1, 1, 2, 8, double.NaN], new HistogramFigureOptions { Bins = 4 }).Charts[0];
        Assert.Equal([3, 1, 0, 1], data.Series[0].Y);
        Assert.Equal([0, 2, 4, 6, 8], data.Series[0].X);
    }

    [Fact]
    public void Counted_values_are_shown_as_they_are_and_several_charts_can_have_one_scale()
    {
        var counts = new ChartSeries { Name = "counts", X = [0, 0.5, 1], Y = [3, 1] };
        var data = Figures.Histogram(counts, new HistogramFigureOptions { Bound = 1 }).Charts[0];
        Assert.Equal((ChartKind.Histogram, 1.0), (data.Kind, data.Bound));
        Assert.Equal([3, 1], data.Series[0].Y);
        Assert.Equal([0, 0.5, 1], data.Series[0].X);
        Assert.NotEqual(Figures.Histogram(counts).ToSvg(), Figures.Histogram(counts, new HistogramFigureOptions { Most = 100 }).ToSvg());
        Assert.Throws<ArgumentException>(() => Figures.Histogram(counts with { X = [0, 1] }));
    }

    [Fact]
    public void What_is_left_out_and_what_cannot_be_counted_is_said()
    {
        Assert.Contains("1 value not finite, left out.", Figures.Histogram([1, double.NaN]).ToText(), StringComparison.Ordinal);
        Assert.Contains("There is no finite value to count.", Figures.Histogram([]).ToText(), StringComparison.Ordinal);
        Assert.Equal(3, Figures.Histogram([5, 5, 5]).Charts[0].Series[0].Y.Sum());
        Assert.Throws<ArgumentOutOfRangeException>(() => Figures.Histogram([1], new HistogramFigureOptions { Bins = 0 }));
    }

    [Fact]
    public void A_trimap_curve_needs_a_score_for_each_width() =>
        Assert.Throws<ArgumentException>(() => Figures.Trimap([new TrimapCurve("refined", [1, 2], [0.5])]));
}

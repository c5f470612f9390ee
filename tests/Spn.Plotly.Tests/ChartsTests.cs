using System.Text.Json.Nodes;
using Plotly.NET;
using Spn.Learning;
using Spn.Visuals;

namespace Spn.Plotly.Tests;

public sealed class ChartsTests
{
    [Fact]
    public void Bars_are_the_scores_in_per_cent_and_marks_are_the_scores_before()
    {
        var score = Sample.Refined.Score(Sample.Names);
        var (data, layout) = Parts(Charts.Score(score, Sample.Compared));
        Assert.Equal([.. score.Classes.Select(c => 100 * c.IoU), 100 * score.MeanIoU], Values(data[0]!["x"]));
        var before = Sample.Compared.Before!;
        Assert.Equal([.. before.Classes.Select(c => 100 * c.IoU), 100 * before.MeanIoU], Values(data[1]!["x"]));
        Assert.Equal("coarse", (string?)data[1]!["name"]);
        Assert.Equal("intersection over union (IoU), %", (string?)layout["xaxis"]!["title"]!["text"]);
        Assert.Equal([0, 100], Values(layout["xaxis"]!["range"]));
    }

    [Fact]
    public void Names_stand_as_they_were_given_and_cannot_be_markup()
    {
        var (data, layout) = Parts(Charts.Score(Sample.Refined.Score(Sample.Names)));
        var ticks = layout["yaxis"]!["ticktext"]!.AsArray().Select(text => (string)text!).ToList();
        Assert.StartsWith("road &amp; sky  ", ticks[0], StringComparison.Ordinal);
        Assert.StartsWith("&lt;/script&gt;&lt;b&gt;x&lt;/b&gt;  ", ticks[1], StringComparison.Ordinal);
        Assert.StartsWith("&lt;/script&gt;", (string?)data[0]!["hovertext"]![1], StringComparison.Ordinal);
        var lines = Parts(Charts.Lines([new ChartSeries { Name = "%{x}<b>", Y = [1, 2] }])).Data;
        Assert.EndsWith("<extra>&#37;{x}&lt;b&gt;</extra>", (string?)lines[0]!["hovertemplate"], StringComparison.Ordinal);
        Assert.DoesNotContain("</script><b>", Charts.ToHtml(Charts.Score(Sample.Refined.Score(Sample.Names))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_confusion_is_a_heat_map_of_shares_whose_cells_tell_their_counts()
    {
        var (data, layout) = Parts(Charts.Confusion(Sample.Coarse, Sample.Names));
        for (var row = 0; row < 3; row++)
            Assert.Equal(Enumerable.Range(0, 3).Select(column => 100.0 * Sample.Coarse[row, column] / Sample.Coarse.TruthCount(row)),
                Values(data[0]!["z"]![row]));
        Assert.Contains($"{Sample.Coarse[1, 2]} pixels", (string?)data[0]!["hovertext"]![1]![2], StringComparison.Ordinal);
        Assert.Equal("predicted class", (string?)layout["xaxis"]!["title"]!["text"]);
        Assert.Equal([2.5, -0.5], Values(layout["yaxis"]!["range"]));
    }

    [Fact]
    public void A_logarithmic_figure_gives_a_logarithmic_axis_and_a_bound_a_dashed_line()
    {
        ChartSeries[] series = [new() { Name = "a", X = [1, 10, 20], Y = [0.001, 1, 100] }];
        var (data, layout) = Parts(Charts.Lines(series, new ChartFigureOptions { LogarithmicY = true, Bound = 2, YName = "length, px" }));
        Assert.Equal("log", (string?)layout["yaxis"]!["type"]);
        Assert.Equal("linear", (string?)layout["xaxis"]!["type"]);
        Assert.Equal(series[0].Y, Values(data[0]!["y"]));
        Assert.Equal(series[0].X, Values(data[0]!["x"]));
        Assert.Equal("2 px", (string?)data[1]!["name"]);
        Assert.Equal([2, 2], Values(data[1]!["y"]));
        Assert.Equal("dash", (string?)data[1]!["line"]!["dash"]);
        Assert.Equal("rgba(0, 114, 178, 1.0)", (string?)data[0]!["line"]!["color"]);
        Assert.Equal("#0072b2", Figures.LineChart(series).Charts[0].Colours[0]);
    }

    [Fact]
    public void A_long_line_is_whole_in_the_chart()
    {
        double[] y = [.. Enumerable.Range(0, 5000).Select(i => Math.Sin(i / 50.0))];
        Assert.Equal(y, Values(Parts(Charts.Lines([new ChartSeries { Name = "a", Y = y }])).Data[0]!["y"]));
    }

    [Fact]
    public void A_training_stands_in_charts_beside_each_other_each_with_axes_of_its_own()
    {
        var log = new TrainingLog([.. Enumerable.Range(0, 8).Select(i =>
            new TrainingLogEntry { Step = 10 * i, Loss = 1.0 / (i + 1), MeanIoU = 0.1 * i, TrimapMeanIoU = 0.05 * i })]);
        var (data, layout) = Parts(Charts.Training(log));
        Assert.Equal(["loss", "all pixels", "near boundaries"], data.Select(trace => (string)trace!["name"]!));
        Assert.Equal(log.Entries.Select(entry => entry.Loss), Values(data[0]!["y"]).Skip(1));
        Assert.Equal("cross entropy", (string?)layout["yaxis"]!["title"]!["text"]);
        Assert.Equal("mean IoU, %", (string?)layout["yaxis2"]!["title"]!["text"]);
    }

    [Fact]
    public void Counts_a_trimap_and_a_spectrum_keep_their_values()
    {
        var counts = Parts(Charts.Histogram([0, 0, 1, 4, double.NaN], new HistogramFigureOptions { Bins = 4 })).Data[0]!;
        Assert.Equal([2, 1, 0, 1], Values(counts["y"]));
        Assert.Equal([0.5, 1.5, 2.5, 3.5], Values(counts["x"]));
        var trimap = Parts(Charts.Trimap([new TrimapCurve("refined", [1, 3], [0.25, 0.5])])).Data[0]!;
        Assert.Equal([1, 3], Values(trimap["x"]));
        Assert.Equal([25, 50], Values(trimap["y"]));
        var spectrum = Parts(Charts.Spectrum([new ChartSeries { Name = "G", Y = [0.5, -2, 1] }])).Data[0]!;
        Assert.Equal([1, 2, 3], Values(spectrum["x"]));
        Assert.Equal([2, 1, 0.5], Values(spectrum["y"]));
    }

    [Fact]
    public void Histograms_that_are_to_be_compared_have_one_scale()
    {
        var few = new ChartSeries { Name = "few", X = [0, 1, 2], Y = [1, 2] };
        var range = Parts(Charts.Of(Figures.Histogram(few, new HistogramFigureOptions { Most = 40 }))).Layout["yaxis"]!["range"];
        Assert.Equal([0, 42], Values(range));
        Assert.Null(Parts(Charts.Of(Figures.Histogram(few, new HistogramFigureOptions()))).Layout["yaxis"]!["range"]);
    }

    [Fact]
    public void A_figure_without_a_chart_is_refused_in_words()
    {
        var error = Assert.Throws<ArgumentException>(() => Charts.Of(Figures.Labels(Sample.Truth)));
        Assert.Contains("expected a figure with a chart", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_chart_gives_the_same_html() =>
        Assert.Equal(Charts.ToHtml(Charts.Confusion(Sample.Coarse)), Charts.ToHtml(Charts.Confusion(Sample.Coarse)));

    private static (JsonArray Data, JsonNode Layout) Parts(GenericChart chart)
    {
        var figure = JsonNode.Parse(GenericChart.toFigureJson(chart))!;
        return (figure["data"]!.AsArray(), figure["layout"]!);
    }

    private static IEnumerable<double> Values(JsonNode? array) =>
        array!.AsArray().Select(value => value!.GetValueKind() == System.Text.Json.JsonValueKind.String ? double.NaN : (double)value);
}

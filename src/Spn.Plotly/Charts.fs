namespace Spn.Plotly

open System
open System.Collections.Generic
open System.Runtime.InteropServices
open Plotly.NET
open Spn
open Spn.Learning
open Spn.Segmentation
open Spn.Visuals

/// <summary>
/// The charts of <c>Spn.Visuals.Figures</c> as Plotly.NET charts, to hover over and to restyle. Each call takes what the figure of its name
/// takes and shows the same values in the same colours.
/// </summary>
[<AbstractClass; Sealed>]
type Charts private () =

    static let draw title data =
        GenericChart.ofTraceObjects false (Traces.ofData data)
        |> GenericChart.setLayout (Layouts.ofData title data)
        |> GenericChart.setConfig Layouts.manners

    /// <summary>A chart of plain values, such as one of <c>Figure.Charts</c>.</summary>
    /// <param name="data">The values.</param>
    /// <exception cref="T:System.ArgumentException">Its lists do not belong together.</exception>
    static member Of(data: ChartData) : GenericChart =
        ArgumentNullException.ThrowIfNull data
        data.Check()
        draw data.Title data

    /// <summary>The charts of a figure; several stand beside each other.</summary>
    /// <param name="figure">A figure that shows at least one chart.</param>
    /// <exception cref="T:System.ArgumentException">Nothing in the figure is a chart.</exception>
    static member Of(figure: Figure) : GenericChart =
        ArgumentNullException.ThrowIfNull figure

        match List.ofSeq figure.Charts with
        | [] -> invalidArg (nameof figure) $"expected a figure with a chart, got '{figure.Title}' without one; save the figure itself."
        | [ one ] -> draw one.Title one
        | several ->
            several
            |> List.map (draw "")
            |> Chart.Grid(1, several.Length, SubPlotTitles = [ for data in several -> Wording.label data.Title ], XGap = 0.15)
            |> Layouts.apart
            |> GenericChart.setConfig Layouts.manners

    /// <summary>A bar of IoU for each class and one for the mean, with marks at the scores before.</summary>
    /// <param name="score">The scores.</param>
    /// <param name="options">Title, colours, scores to compare with; the defaults when left out.</param>
    static member Score
        (
            score: SegmentationScore,
            [<Optional; DefaultParameterValue(null: ScoreFigureOptions | null)>] options: ScoreFigureOptions | null
        ) =
        Charts.Of(Figures.Score(score, options))

    /// <summary>A confusion matrix in per cent of each true class.</summary>
    /// <param name="matrix">The counts.</param>
    /// <param name="names">The names of the classes; their numbers when left out or for classes beyond them.</param>
    /// <param name="title">The line above; the overall accuracy when empty.</param>
    /// <exception cref="T:System.ArgumentException">The matrix counts no pixel.</exception>
    static member Confusion
        (
            matrix: ConfusionMatrix,
            [<Optional; DefaultParameterValue(null: IReadOnlyList<string> | null)>] names: IReadOnlyList<string> | null,
            [<Optional; DefaultParameterValue("")>] title: string
        ) =
        Charts.Of(Figures.Confusion(matrix, names, title))

    /// <summary>The loss and the scores of a training over its steps, beside each other.</summary>
    /// <param name="log">The log of the training.</param>
    /// <param name="options">Title, the score of the coarse maps, the planned steps; the defaults when left out.</param>
    static member Training
        (
            log: TrainingLog,
            [<Optional; DefaultParameterValue(null: TrainingFigureOptions | null)>] options: TrainingFigureOptions | null
        ) =
        Charts.Of(Figures.Training(log, options))

    /// <summary>Trainings compared: losses, scores, scores near boundaries.</summary>
    /// <param name="runs">The logs under the names of their lines.</param>
    /// <param name="options">Title, the score of the coarse maps, the planned steps; the defaults when left out.</param>
    static member Training
        (
            runs: IReadOnlyList<TrainingCurve>,
            [<Optional; DefaultParameterValue(null: TrainingFigureOptions | null)>] options: TrainingFigureOptions | null
        ) =
        Charts.Of(Figures.Training(runs, options))

    /// <summary>The norms of each step of a scan, and of the product of the steps.</summary>
    /// <param name="report">The report of one direction.</param>
    /// <exception cref="T:System.ArgumentException">The map is a single line: there is no step.</exception>
    static member Stability(report: StabilityReport) = Charts.Of(Figures.Stability report)

    /// <summary>The mean IoU near borders against the width of the band.</summary>
    /// <param name="curves">Up to twelve curves.</param>
    /// <param name="options">Title and size; the defaults when left out.</param>
    /// <exception cref="T:System.ArgumentException">A curve has not as many scores as widths.</exception>
    static member Trimap
        (
            curves: IReadOnlyList<TrimapCurve>,
            [<Optional; DefaultParameterValue(null: ChartFigureOptions | null)>] options: ChartFigureOptions | null
        ) =
        Charts.Of(Figures.Trimap(curves, options))

    /// <summary>How often values occur.</summary>
    /// <param name="values">The values; those that are not finite are left out.</param>
    /// <param name="options">Title, names, the number of intervals, a limit; the defaults when left out.</param>
    /// <exception cref="T:System.ArgumentException">No value is finite.</exception>
    static member Histogram
        (
            values: IReadOnlyList<float>,
            [<Optional; DefaultParameterValue(null: HistogramFigureOptions | null)>] options: HistogramFigureOptions | null
        ) =
        Charts.Of(Figures.Histogram(values, options))

    /// <summary>The absolute eigenvalues or the singular values of matrices, from the largest to the smallest.</summary>
    /// <param name="spectra">Up to twelve; of each the values of Y in any order.</param>
    /// <param name="options">Title, scale, a bound; the defaults when left out.</param>
    static member Spectrum
        (
            spectra: IReadOnlyList<ChartSeries>,
            [<Optional; DefaultParameterValue(null: ChartFigureOptions | null)>] options: ChartFigureOptions | null
        ) =
        Charts.Of(Figures.Spectrum(spectra, options))

    /// <summary>Lines over two axes, such as a loss over steps.</summary>
    /// <param name="series">Up to twelve lines.</param>
    /// <param name="options">Title, axis names, scale, a bound; the defaults when left out.</param>
    static member Lines
        (
            series: IReadOnlyList<ChartSeries>,
            [<Optional; DefaultParameterValue(null: ChartFigureOptions | null)>] options: ChartFigureOptions | null
        ) =
        Charts.Of(Figures.LineChart(series, options))

    /// <summary>
    /// Any Plotly.NET chart as a piece of HTML without script. In a page of <c>spn</c> it becomes live, as our figures do; elsewhere
    /// it says that it would. The same chart gives the same text.
    /// </summary>
    /// <param name="chart">The chart, restyled or not.</param>
    static member ToHtml(chart: GenericChart) : string =
        // An escape of '<' is the same letter in JSON, and no text can end the block.
        let json = (GenericChart.toFigureJson chart).Replace("<", "\\u003c")

        "<div class=\"spn-figure\"><p>A chart: it shows in the page that <code>spn run</code> writes.</p>"
        + $"<script type=\"application/json\" class=\"spn-plotly\">{json}</script></div>\n"

/// A compiled F# consumer of the charts: they restyle in Plotly.NET's own words.
module Spn.FSharp.Tests.ChartsTests

open Xunit
open Plotly.NET
open Spn
open Spn.Plotly
open Spn.Segmentation
open Spn.Visuals

let private truth = LabelMap.Generate(4, 6, fun _ column -> byte (column / 3))

[<Fact>]
let ``A chart of scores takes a title of its own`` () =
    let score = SegmentationScore.Compare(truth, truth, 2, [ "road"; "sky" ])

    let chart =
        Charts.Score(score, ScoreFigureOptions(Before = score))
        |> Chart.withTitle "Roads"
        |> Chart.withYAxisStyle (TitleText = "what")

    let json = GenericChart.toFigureJson chart
    Assert.Contains("\"text\":\"Roads\"", json)
    Assert.Contains("\"text\":\"what\"", json)
    Assert.Contains("intersection over union", json)

[<Fact>]
let ``Options may be left out, and lists are given as they are`` () =
    let lines = Charts.Lines [ ChartSeries(Name = "a", Y = [ 1.0; 2.0 ]) ]
    let confusion = Charts.Confusion(ConfusionMatrix.FromLabels(truth, truth, 2))
    let counts = Charts.Histogram([ 1.0; 2.0; 2.0 ], HistogramFigureOptions(Bins = 2))
    Assert.All([ lines; confusion; counts ], fun chart -> Assert.NotEmpty(GenericChart.getTraces chart))

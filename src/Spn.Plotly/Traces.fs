/// The values of a chart as Plotly traces.
module internal Spn.Plotly.Traces

open System
open Plotly.NET
open Plotly.NET.TraceObjects
open Spn.Visuals
open Spn.Plotly.Wording

/// Lines of at most so many points have a marker at each, as in the picture.
let private markerLimit = 24

/// A matrix of at most so many columns has numbers in its cells, as in the picture.
let private numbersLimit = 16

let private text = Color.fromHex "#1f2328"
let private frame = Color.fromHex "#8a919b"

let private note (series: ChartSeries) i =
    if i < series.Notes.Count then label series.Notes[i] else ""

let private places (series: ChartSeries) =
    Seq.init series.Y.Count (fun i -> if i < series.X.Count then series.X[i] else float i)

let private colour (data: ChartData) i =
    if i < data.Colours.Count then Color.fromHex data.Colours[i] else text

let private dash (data: ChartData) i =
    if i < data.Dashes.Count && data.Dashes[i] > 0 then
        StyleParam.DrawingStyle.User [ int data.Dashes[i]; int data.Dashes[i] ]
    else
        StyleParam.DrawingStyle.Solid

/// A dashed line between two points that nothing is said of.
let private across name x y : Trace =
    Trace2D.initScatter (
        Trace2DStyle.Scatter(
            X = x, Y = y, Name = name, Mode = StyleParam.Mode.Lines, HoverInfo = StyleParam.HoverInfo.Skip,
            Line = Line.init (Color = text, Width = 1.2, Dash = StyleParam.DrawingStyle.Dash)
        )
    )

let private line (data: ChartData) i (series: ChartSeries) : Trace =
    let said = literal data.XName + " %{x}<br>" + literal data.YName + " %{y:.5~g}<extra>" + literal series.Name + "</extra>"

    Trace2D.initScatter (
        Trace2DStyle.Scatter(
            X = places series, Y = series.Y, Name = label series.Name, ShowLegend = true, HoverTemplate = said,
            Mode = (if series.Y.Count <= markerLimit then StyleParam.Mode.Lines_Markers else StyleParam.Mode.Lines),
            Line = Line.init (Color = colour data i, Width = 1.8, Dash = dash data i),
            Marker = Marker.init (Color = colour data i, Size = 6)
        )
    )

let private lineChart (data: ChartData) =
    let x = data.Series |> Seq.collect places |> Seq.filter Double.IsFinite |> Seq.toList

    [ yield! data.Series |> Seq.mapi (line data)
      if data.Bound.HasValue && not x.IsEmpty then
          across (number data.Bound.Value + unit data.YName) [ List.min x; List.max x ] [ data.Bound.Value; data.Bound.Value ] ]

let private bars (data: ChartData) =
    let rows = Seq.init data.Names.Count float
    let series = data.Series[0]

    let said (series: ChartSeries) i =
        lines [ label data.Names[i]; $"{label series.Name}: {short series.Y[i]}{unit data.YName}"; note series i ]

    let hover series = Seq.init data.Names.Count (said series)

    [ Trace2D.initBar (
          Trace2DStyle.Bar(
              X = series.Y, Y = rows, Name = label series.Name, Orientation = StyleParam.Orientation.Horizontal, ShowLegend = false,
              MultiHoverText = hover series, HoverInfo = StyleParam.HoverInfo.Text,
              Marker =
                  Marker.init (
                      Color = Color.fromColors (Seq.init data.Names.Count (colour data)), Outline = Line.init (Color = frame, Width = 0.8)
                  )
          )
      )
      :> Trace
      for compared in Seq.skip 1 data.Series do
          Trace2D.initScatter (
              Trace2DStyle.Scatter(
                  X = compared.Y, Y = rows, Name = label compared.Name, Mode = StyleParam.Mode.Markers, ShowLegend = true,
                  MultiHoverText = hover compared, HoverInfo = StyleParam.HoverInfo.Text,
                  Marker =
                      Marker.init (
                          Color = text, Size = 16, Symbol = StyleParam.MarkerSymbol.LineNS,
                          Outline = Line.init (Color = text, Width = 2.4)
                      )
              )
          ) ]

let private heat (data: ChartData) : Trace list =
    let said (row: ChartSeries) i =
        lines
            [ $"{label data.YName}: {label row.Name}"
              $"{label data.XName}: {label data.Names[i]}"
              $"{short row.Y[i]} {label data.ValueName}"
              note row i ]

    let matrix cell =
        [ for row in data.Series -> [ for i in 0 .. data.Names.Count - 1 -> cell row i ] ]

    let steps = data.Colours.Count - 1
    let scale = [ for i in 0..steps -> float i / float steps, Color.fromHex data.Colours[i] ]

    let trace =
        Trace2D.initHeatmap (
            Trace2DStyle.Heatmap(
                X = Seq.init data.Names.Count float, Y = Seq.init data.Series.Count float, Z = (data.Series |> Seq.map _.Y),
                ColorScale = StyleParam.Colorscale.Custom scale, ?ZMin = Option.ofNullable data.Low, ?ZMax = Option.ofNullable data.High,
                HoverInfo = StyleParam.HoverInfo.Text, XGap = 1, YGap = 1,
                ColorBar =
                    ColorBar.init (
                        Title = Title.init (Text = label data.ValueName, Font = Font.init (Size = 11.), Side = StyleParam.Side.Top),
                        Thickness = 14., NTicks = 3
                    ),
                ?TextTemplate = (if data.Names.Count <= numbersLimit then Some "%{text}" else None)
            )
        )

    // Plotly.NET takes these as one row only.
    trace.SetProperty("text", matrix (fun row i -> short row.Y[i]))
    trace.SetProperty("hovertext", matrix said)
    [ trace ]

let private histogram (data: ChartData) =
    let counts = data.Series[0]
    let edge i = counts.X[i]

    let said i =
        lines [ $"{label data.XName} {number (edge i)} to {number (edge (i + 1))}"; $"{label data.YName}: {number counts.Y[i]}" ]

    [ Trace2D.initBar (
          Trace2DStyle.Bar(
              X = Seq.init counts.Y.Count (fun i -> (edge i + edge (i + 1)) / 2.), Y = counts.Y, Name = label counts.Name,
              MultiWidth = Seq.init counts.Y.Count (fun i -> edge (i + 1) - edge i), ShowLegend = false,
              MultiHoverText = Seq.init counts.Y.Count said, HoverInfo = StyleParam.HoverInfo.Text,
              Marker = Marker.init (Color = colour data 0, Outline = Line.init (Color = Color.fromHex "#ffffff", Width = 0.6))
          )
      )
      :> Trace
      if data.Bound.HasValue then
          let bottom = if data.LogarithmicY then 1. else 0.
          let top = if data.High.HasValue then data.High.Value else Seq.max counts.Y
          across (number data.Bound.Value + unit data.XName) [ data.Bound.Value; data.Bound.Value ] [ bottom; top ] ]

/// The traces of a chart.
let ofData (data: ChartData) =
    match data.Kind with
    | ChartKind.Bars -> bars data
    | ChartKind.Heat -> heat data
    | ChartKind.Histogram -> histogram data
    | _ -> lineChart data

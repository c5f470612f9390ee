/// Axes, legend and manners of a chart, as in the pictures: white, with names, in the same colours.
module internal Spn.Plotly.Layouts

open System
open Plotly.NET
open Plotly.NET.LayoutObjects
open Spn.Visuals
open Spn.Plotly.Wording

let private white = Color.fromHex "#ffffff"
let private grid = Color.fromHex "#e1e4e8"
let private frame = Color.fromHex "#8a919b"

let private letters size =
    Font.init (Family = StyleParam.FontFamily.Custom "Arial, Helvetica, sans-serif", Size = size, Color = Color.fromHex "#1f2328")

/// An axis over numbers.
let private axis name logarithmic =
    LinearAxis.init (
        Title = Title.init (Text = label name, Font = letters 12.),
        AxisType = (if logarithmic then StyleParam.AxisType.Log else StyleParam.AxisType.Linear),
        ShowLine = true, LineColor = frame, Mirror = StyleParam.Mirror.True, GridColor = grid, ZeroLine = false,
        TickFont = letters 11., ExponentFormat = StyleParam.ExponentFormat.Power
    )

/// An axis whose whole numbers have names; where they are many, some are left out.
let private named name (names: string seq) downwards =
    let names = Seq.toList names
    let step = 1 + names.Length / 40
    let shown = [ 0..step .. names.Length - 1 ]

    LinearAxis.init (
        Title = Title.init (Text = label name, Font = letters 12., Standoff = 8), AxisType = StyleParam.AxisType.Linear,
        TickMode = StyleParam.TickMode.Array, TickVals = shown, TickText = [ for i in shown -> label names[i] ], TickFont = letters 11.,
        Range = (
            let last = float names.Length - 0.5
            if downwards then StyleParam.Range.MinMax(last, -0.5) else StyleParam.Range.MinMax(-0.5, last)
        ),
        ShowGrid = false, ZeroLine = false
    )

let private axes (data: ChartData) =
    match data.Kind with
    | ChartKind.Bars ->
        let value i =
            let now = data.Series[0].Y[i]
            let change = if data.Series.Count < 2 then nan else now - data.Series[1].Y[i]
            let signed =
                if Double.IsNaN change then ""
                else change.ToString("  (+0.0);  (−0.0);  (0.0)", Globalization.CultureInfo.InvariantCulture)

            $"{data.Names[i]}  {short now}{signed}"
        axis data.YName data.LogarithmicY, named data.XName (Seq.init data.Names.Count value) true
    | ChartKind.Heat ->
        let columns = if data.ShortNames.Count > 0 then data.ShortNames else data.Names
        let row i (series: ChartSeries) = if columns[i] = series.Name then series.Name else $"{series.Name}  {columns[i]}"
        named data.XName columns false, named data.YName (data.Series |> Seq.mapi row) true
    | _ -> axis data.XName false, axis data.YName data.LogarithmicY

/// What a chart is drawn into, its title where it has one.
let ofData (title: string) (data: ChartData) =
    let x, y = axes data
    let legend =
        Legend.init (
            Orientation = StyleParam.Orientation.Horizontal, X = 0., Y = 1.01, YAnchor = StyleParam.YAnchorPosition.Bottom
        )

    for axis in [ x; y ] do
        axis.SetProperty("automargin", true)

    if data.Kind = ChartKind.Bars && data.Low.HasValue && data.High.HasValue then
        x.SetProperty("range", [ data.Low.Value; data.High.Value ])

    if data.Kind = ChartKind.Histogram && data.High.HasValue && not data.LogarithmicY then
        y.SetProperty("range", [ 0.; data.High.Value ])

    let layout =
        Layout.init (
            ?Title = (if title = "" then None else Some(Title.init (Text = label title, Font = letters 14.))),
            Font = letters 12., PaperBGColor = white, PlotBGColor = white, HoverMode = StyleParam.HoverMode.Closest, BarGap = 0.3,
            Margin = Margin.init (Left = 60, Right = 16, Top = (if title = "" then 24 else 64), Bottom = 44)
        )

    layout
    |> Layout.updateLinearAxisById (StyleParam.SubPlotId.XAxis 1, x)
    |> Layout.updateLinearAxisById (StyleParam.SubPlotId.YAxis 1, y)
    |> Layout.updateLegendById (StyleParam.SubPlotId.Legend 1, legend)

/// Names of lines above the names of charts that stand beside each other.
let apart (chart: GenericChart) =
    chart
    |> Chart.withLegendStyle (Orientation = StyleParam.Orientation.Horizontal, X = 0., Y = 1.1, YAnchor = StyleParam.YAnchorPosition.Bottom)
    |> Chart.withMarginSize (Top = 96)

/// A small bar of tools, and no logo.
let manners =
    Config.init (
        Responsive = true, Displaylogo = false,
        ModeBarButtons = [ [ StyleParam.ModeBarButton.Zoom2d; StyleParam.ModeBarButton.Pan2d; StyleParam.ModeBarButton.ResetScale2d ] ]
    )

namespace Spn.Visuals;

/// <summary>A chart and the part of a drawing that it takes, in px.</summary>
internal sealed record PlacedChart(ChartData Data, double X, double Y, double Width, double Height);

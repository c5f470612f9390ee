namespace Spn.Visuals;

/// <summary>How a chart shows its values.</summary>
public enum ChartKind
{
    /// <summary>Lines over two axes.</summary>
    Lines,

    /// <summary>Bars to the right, one a name, the first name on top.</summary>
    Bars,

    /// <summary>A matrix of coloured cells, the first row on top.</summary>
    Heat,

    /// <summary>How many values fall between two edges.</summary>
    Histogram,
}

/// <summary>
/// What a chart in a <see cref="Figure"/> shows, as plain values, for whoever draws it again: a library of charts, a table, a test.
/// </summary>
public sealed partial record ChartData
{
    /// <summary>How the values are shown.</summary>
    public required ChartKind Kind { get; init; }

    /// <summary>The line above the chart.</summary>
    public string Title { get; init; } = "";

    /// <summary>The name of the values of <see cref="ChartSeries.X"/> or of <see cref="Names"/>, with the unit.</summary>
    public string XName { get; init; } = "";

    /// <summary>The name of the values of <see cref="ChartSeries.Y"/>, with the unit; of a heat matrix, of its rows.</summary>
    public string YName { get; init; } = "";

    /// <summary>What the cells of a heat matrix hold, with the unit.</summary>
    public string ValueName { get; init; } = "";

    /// <summary>Whether the axis of the values is logarithmic.</summary>
    public bool LogarithmicY { get; init; }

    /// <summary>
    /// Lines: one each. Bars: the bars' lengths, and what they are compared with as a second one. Heat: one a row of the matrix.
    /// Histogram: one, whose X holds the edges, one more than there are counts. A value that is not finite is not shown.
    /// </summary>
    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>The names of the bars, or of the columns of a heat matrix.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>
    /// What stands at the columns of a heat matrix, and behind the names of its rows, where the names are too wide; none when empty.
    /// </summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Where a line across stands, such as a bound: among the values, in a histogram among the edges.</summary>
    public double? Bound { get; init; }

    /// <summary>
    /// Where the scale begins: the value of the first colour of a heat matrix, the low end of the axis of bars; fitted when left out.
    /// </summary>
    public double? Low { get; init; }

    /// <summary>Where the scale ends; fitted when left out.</summary>
    public double? High { get; init; }

    /// <summary>Colours as <c>#rrggbb</c>: one a line, one a bar, or even steps of a heat matrix's scale.</summary>
    public IReadOnlyList<string> Colours { get; init; } = [];

    /// <summary>The length in px of each line's dashes; 0 for an unbroken one.</summary>
    public IReadOnlyList<double> Dashes { get; init; } = [];
}

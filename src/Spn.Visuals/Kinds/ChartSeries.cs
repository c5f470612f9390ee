namespace Spn.Visuals;

/// <summary>A line of a chart.</summary>
public sealed record ChartSeries
{
    /// <summary>What the line shows.</summary>
    public required string Name { get; init; }

    /// <summary>The values, from left to right. One that is not finite leaves a gap.</summary>
    public required IReadOnlyList<double> Y { get; init; }

    /// <summary>Where the values stand, as many as there are values; 0, 1, 2… when empty.</summary>
    public IReadOnlyList<double> X { get; init; } = [];

    /// <summary>What a chart under the pointer says of each value besides the value; nothing when empty.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>How <see cref="Figures.LineChart"/> draws.</summary>
public sealed record ChartFigureOptions
{
    /// <summary>The line above the chart.</summary>
    public string Title { get; init; } = "";

    /// <summary>The name of the axis to the right, with its unit.</summary>
    public string XName { get; init; } = "step";

    /// <summary>The name of the axis upwards, with its unit.</summary>
    public string YName { get; init; } = "value";

    /// <summary>Whether the axis upwards is logarithmic; values that are not above zero are then left out, with a notice.</summary>
    public bool LogarithmicY { get; init; }

    /// <summary>A value that gets a dashed line across, such as a bound.</summary>
    public double? Bound { get; init; }

    /// <summary>The width of the plot in px.</summary>
    public double Width { get; init; } = 440;

    /// <summary>The height of the plot in px.</summary>
    public double Height { get; init; } = 240;
}

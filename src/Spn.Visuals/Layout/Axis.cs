namespace Spn.Visuals;

/// <summary>The range of a chart's axis, its round values, and where a value stands on it from 0 to 1.</summary>
internal sealed class Axis
{
    private const int MaxTicks = 6;

    private Axis(double low, double high, bool logarithmic, IReadOnlyList<double> ticks) =>
        (Low, High, Logarithmic, Ticks) = (low, high, logarithmic, ticks);

    public double Low { get; }

    public double High { get; }

    public bool Logarithmic { get; }

    public IReadOnlyList<double> Ticks { get; }

    /// <summary>An axis that holds all values. A logarithmic one leaves out those that are not above zero.</summary>
    public static Axis Over(IEnumerable<double> values, bool logarithmic, bool whole = false)
    {
        var shown = values.Where(value => double.IsFinite(value) && (!logarithmic || value > 0))
            .Select(value => logarithmic ? Math.Log10(value) : value).ToList();
        if (shown.Count == 0)
            shown = [0, 1];
        var (low, high) = (shown.Min(), shown.Max());
        if (logarithmic)
        {
            (low, high) = (Math.Floor(low), Math.Max(Math.Ceiling(high), Math.Floor(low) + 1));
            return new Axis(low, high, true, [.. Numbers.Ticks(low, high, MaxTicks).Where(tick => tick == Math.Round(tick))]);
        }
        if (high <= low)
            (low, high) = (low - Math.Max(Math.Abs(low), 1) * 0.5, high + Math.Max(Math.Abs(high), 1) * 0.5);
        var ticks = Numbers.Ticks(low, high, MaxTicks).Where(tick => !whole || tick == Math.Round(tick)).ToList();
        if (whole)
            return new Axis(low, high, false, ticks.Count > 0 ? ticks : [Math.Round(low)]);
        var spacing = ticks.Count > 1 ? ticks[1] - ticks[0] : high - low;
        (low, high) = (Math.Floor(low / spacing + 1e-9) * spacing, Math.Ceiling(high / spacing - 1e-9) * spacing);
        var many = Numbers.Ticks(low, high, 2 * MaxTicks);
        return new Axis(low, high, false, many.Count <= MaxTicks + 2 ? many : Numbers.Ticks(low, high, MaxTicks + 1));
    }

    /// <summary>Where a value stands: 0 at the low end, 1 at the high one; NaN when it has no place.</summary>
    public double Place(double value)
    {
        if (!double.IsFinite(value) || (Logarithmic && value <= 0))
            return double.NaN;
        return ((Logarithmic ? Math.Log10(value) : value) - Low) / (High - Low);
    }

    /// <summary>The text at a tick: on a logarithmic axis the power of ten.</summary>
    public string Label(double tick)
    {
        if (!Logarithmic)
            return Numbers.Pretty(tick, 4);
        return tick is >= -3 and <= 4 ? Numbers.Pretty(Math.Pow(10, tick)) : "10" + Superscript((int)tick);
    }

    /// <summary>The value at a tick.</summary>
    public double ValueAt(double tick) => Logarithmic ? Math.Pow(10, tick) : tick;

    private static string Superscript(int exponent) =>
        string.Concat(Numbers.Count(exponent).Select(digit => digit == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']));
}

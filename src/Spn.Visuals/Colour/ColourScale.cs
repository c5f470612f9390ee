namespace Spn.Visuals;

/// <summary>Which colours a map of numbers gets.</summary>
public enum ColourChoice
{
    /// <summary>Diverging when values of both signs occur, else sequential.</summary>
    Auto,

    /// <summary><see cref="ColourMap.Sequential"/> from the smallest to the largest value.</summary>
    Sequential,

    /// <summary><see cref="ColourMap.Diverging"/>, white at zero.</summary>
    Diverging,

    /// <summary><see cref="ColourMap.Grey"/> from the smallest to the largest value.</summary>
    Grey,

    /// <summary>
    /// <see cref="ColourMap.Sequential"/> by the logarithm, from a thousandth of the largest value (or a lower end that is set and
    /// above zero) to the largest; what is smaller has the first colour. Sequential where no value is above zero.
    /// </summary>
    Logarithmic,
}

/// <summary>Values to colours: a colour map, the values at its ends and the one in its middle.</summary>
internal sealed record ColourScale(ColourMap Map, double Low, double Middle, double High)
{
    /// <summary>The colour of a value; one that is not finite has the marked colour.</summary>
    public Ink this[double value] => double.IsFinite(value) ? Map.At(Place(value)) : Ink.NotFinite;

    /// <summary>The scale for values within a range; the ends can be set.</summary>
    public static ColourScale For(ValueRange range, ColourChoice choice = ColourChoice.Auto, double? low = null, double? high = null)
    {
        var (from, to) = (Finite(low) ?? range.Low, Finite(high) ?? range.High);
        if (choice == ColourChoice.Auto)
            choice = from < 0 && to > 0 ? ColourChoice.Diverging : ColourChoice.Sequential;
        if (choice == ColourChoice.Diverging)
        {
            var reach = Math.Max(Math.Abs(from), Math.Abs(to));
            return Around(0, Finite(low) ?? -(reach > 0 ? reach : 1), Finite(high) ?? (reach > 0 ? reach : 1));
        }
        if (choice == ColourChoice.Logarithmic && to > 0)
            return ByLogarithm(from > 0 && low is not null ? Math.Min(from, 0.999 * to) : 1e-3 * to, to);
        return new ColourScale(choice == ColourChoice.Grey ? ColourMap.Grey : ColourMap.Sequential, from, (from + to) / 2, to);
    }

    /// <summary>Diverging colours, white at <paramref name="middle"/>; the two sides may differ in length.</summary>
    public static ColourScale Around(double middle, double low, double high) =>
        new(ColourMap.Diverging, Math.Min(low, middle), middle, Math.Max(high, middle));

    /// <summary>Sequential colours by the logarithm of the value, from <paramref name="low"/> above zero; what is smaller has the first colour.</summary>
    public static ColourScale ByLogarithm(double low, double high) => new(ColourMap.Sequential, low, Math.Sqrt(low * high), high) { Logarithmic = true };

    /// <summary>Whether equal factors, not equal differences, are equally far apart.</summary>
    public bool Logarithmic { get; private init; }

    /// <summary>Where a value stands among the colours, 0 for the first and 1 for the last; beyond them where it is outside the range.</summary>
    public double Place(double value)
    {
        if (Logarithmic)
            return value > 0 ? Math.Log(value / Low) / Math.Log(High / Low) : 0;
        if (value <= Middle)
            return Middle > Low ? 0.5 - 0.5 * (Middle - value) / (Middle - Low) : 0.5;
        return High > Middle ? 0.5 + 0.5 * (value - Middle) / (High - Middle) : 0.5;
    }

    private static double? Finite(double? value) => value is { } given && double.IsFinite(given) ? given : null;
}

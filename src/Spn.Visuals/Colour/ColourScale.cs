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
    /// By the logarithm, so that faint values show: from the smallest magnitude that is not zero, at most twelve powers of ten below the
    /// largest (or from a lower end that is set and above zero). <see cref="ColourMap.Sequential"/> on light grey for zero, or
    /// <see cref="ColourMap.Diverging"/>, white at zero, where values of both signs occur. Sequential where all values are zero.
    /// </summary>
    Logarithmic,
}

/// <summary>Values to colours: a colour map, the values at its ends and the one in its middle.</summary>
internal sealed record ColourScale(ColourMap Map, double Low, double Middle, double High)
{
    /// <summary>The colour of a value; one that is not finite has the marked colour.</summary>
    public Ink this[double value] => !double.IsFinite(value) ? Ink.NotFinite : ShowsZero && value == 0 ? Ink.Zero : Map.At(Place(value));

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
        if (choice == ColourChoice.Logarithmic && Math.Max(to, -range.Low) is var most and > 0)
        {
            var least = from > 0 && low is not null ? from : Math.Max(range.Least, 1e-12 * most);
            return ByLogarithm(Math.Min(least, 0.999 * most), most, range);
        }
        return new ColourScale(choice == ColourChoice.Grey ? ColourMap.Grey : ColourMap.Sequential, from, (from + to) / 2, to);
    }

    /// <summary>Diverging colours, white at <paramref name="middle"/>; the two sides may differ in length.</summary>
    public static ColourScale Around(double middle, double low, double high) =>
        new(ColourMap.Diverging, Math.Min(low, middle), middle, Math.Max(high, middle));

    /// <summary>Colours by the logarithm of the magnitude, from <paramref name="least"/> above zero to <paramref name="most"/>.</summary>
    public static ColourScale ByLogarithm(double least, double most, ValueRange range) => range.Low < 0
        ? new(ColourMap.Diverging, -most, 0, most) { Least = least }
        : new(ColourMap.Sequential, least, Math.Sqrt(least * most), most) { Least = least, ShowsZero = range.Low == 0 };

    /// <summary>The magnitude at which the logarithm begins; 0 where equal differences are equally far apart.</summary>
    public double Least { get; private init; }

    /// <summary>Whether equal factors, not equal differences, are equally far apart.</summary>
    public bool Logarithmic => Least > 0;

    /// <summary>Whether zeros, which have no logarithm, have a colour of their own.</summary>
    public bool ShowsZero { get; private init; }

    private bool Signed => Low < 0;

    /// <summary>
    /// Where a value stands among the colours, 0 for the first and 1 for the last; beyond them where it is outside the range.
    /// </summary>
    public double Place(double value)
    {
        if (Logarithmic)
        {
            var share = Math.Abs(value) > Least ? Math.Log(Math.Abs(value) / Least) / Math.Log(High / Least) : 0;
            return Signed ? 0.5 + (value < 0 ? -0.5 : 0.5) * share : value > 0 ? share : 0;
        }
        if (value <= Middle)
            return Middle > Low ? 0.5 - 0.5 * (Middle - value) / (Middle - Low) : 0.5;
        return High > Middle ? 0.5 + 0.5 * (value - Middle) / (High - Middle) : 0.5;
    }

    /// <summary>The value that stands at a place from 0 to 1: the other way round of <see cref="Place"/>.</summary>
    public double ValueAt(double place)
    {
        if (!Logarithmic)
            return Low + place * (High - Low);
        var share = Signed ? Math.Abs(2 * place - 1) : place;
        var magnitude = Least * Math.Pow(High / Least, share);
        return Signed && place < 0.5 ? -magnitude : magnitude;
    }

    private static double? Finite(double? value) => value is { } given && double.IsFinite(given) ? given : null;
}

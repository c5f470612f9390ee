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
}

/// <summary>Values to colours: a colour map and the values at its ends.</summary>
internal sealed record ColourScale(ColourMap Map, double Low, double High)
{
    /// <summary>The colour of a value; one that is not finite has the marked colour.</summary>
    public Ink this[double value] =>
        !double.IsFinite(value) ? Ink.NotFinite : Map.InkAt(High > Low ? (value - Low) / (High - Low) : 0.5);

    /// <summary>The scale for values within a range; the ends can be set.</summary>
    public static ColourScale For(ValueRange range, ColourChoice choice = ColourChoice.Auto, double? low = null, double? high = null)
    {
        var (from, to) = (low ?? range.Low, high ?? range.High);
        if (choice == ColourChoice.Auto)
            choice = from < 0 && to > 0 ? ColourChoice.Diverging : ColourChoice.Sequential;
        if (choice == ColourChoice.Diverging)
        {
            var reach = Math.Max(Math.Abs(from), Math.Abs(to));
            reach = reach > 0 ? reach : 1;
            return new ColourScale(ColourMap.Diverging, low ?? -reach, high ?? reach);
        }
        return new ColourScale(choice == ColourChoice.Grey ? ColourMap.Grey : ColourMap.Sequential, from, to);
    }
}

using System.Globalization;

namespace Spn.Visuals;

/// <summary>
/// Numbers as text, always in the invariant culture. Pictures use the true minus sign and ∞; plain text uses ASCII signs.
/// </summary>
internal static class Numbers
{
    /// <summary>A coordinate of a drawing: at most two decimals.</summary>
    public static string Coordinate(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A value with about <paramref name="digits"/> significant digits, for a picture.</summary>
    public static string Pretty(double value, int digits = 4) => WithSigns(Plain(value, digits));

    /// <summary>A value with about <paramref name="digits"/> significant digits, in ASCII.</summary>
    public static string Plain(double value, int digits = 4)
    {
        if (double.IsNaN(value))
            return "NaN";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        if (value == 0)
            return "0";
        var size = Math.Abs(value);
        if (size is >= 1e6 or < 1e-4)
            return value.ToString("0." + new string('#', digits - 1) + "e0", CultureInfo.InvariantCulture);
        var decimals = Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(size)), 0, 8);
        var text = Math.Round(value, decimals)
            .ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return text.Contains('.') ? text.TrimEnd('0').TrimEnd('.') : text;
    }

    /// <summary>A count with thin groups of thousands: <c>12 345</c>.</summary>
    public static string Count(long count) =>
        count < 10_000 ? count.ToString(CultureInfo.InvariantCulture)
            : count.ToString("N0", CultureInfo.InvariantCulture).Replace(',', ' ');

    /// <summary>A share as a percentage with one decimal: <c>12.5 %</c>.</summary>
    public static string Percent(double share) =>
        double.IsFinite(share) ? (share * 100).ToString("0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %" : "n/a";

    /// <summary>
    /// Values written with one number of decimals, so that a column of them lines up: as few as show all of them to
    /// <paramref name="digits"/> digits. An exact zero is <c>0</c>, told from a small number.
    /// </summary>
    /// <param name="values">All values that will stand together; those that are not finite do not count.</param>
    /// <param name="digits">Significant digits of the largest.</param>
    public static Func<double, string> Aligned(IEnumerable<double> values, int digits = 3)
    {
        var finite = values.Where(double.IsFinite).ToList();
        var largest = finite.Count == 0 ? 0 : finite.Max(Math.Abs);
        if (largest is >= 1e5 or (> 0 and < 1e-3))
            return value => value == 0 ? "0" : Plain(value, digits);
        var most = Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(Math.Max(largest, 1e-9))), 0, 4);
        var decimals = Enumerable.Range(0, most).FirstOrDefault(fewer =>
            finite.TrueForAll(value => Math.Abs(value - Math.Round(value, fewer)) <= 1e-6 * largest), most);
        var format = "F" + decimals.ToString(CultureInfo.InvariantCulture);
        return value => value == 0 ? "0" : !double.IsFinite(value) ? Plain(value)
            : value.ToString(format, CultureInfo.InvariantCulture) switch
        {
            var text when text.StartsWith('-') && text.AsSpan(1).Trim("0.").IsEmpty => text[1..],
            var text => text,
        };
    }

    /// <summary>An ASCII number with a true minus sign and ∞.</summary>
    public static string WithSigns(string plain) => plain.Replace('-', '−').Replace("inf", "∞");

    /// <summary>
    /// Round values from <paramref name="low"/> to <paramref name="high"/>, at most <paramref name="count"/> + 1 of them, for the ticks of
    /// an axis.
    /// </summary>
    public static IReadOnlyList<double> Ticks(double low, double high, int count = 5)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high) || high <= low)
            return [low];
        var rough = (high - low) / count;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (rough / power) switch { <= 1.0001 => 1, <= 2.0001 => 2, <= 5.0001 => 5, _ => 10 };
        var ticks = new List<double>();
        for (var i = Math.Ceiling(low / step - 1e-9); i * step <= high + step * 1e-9 && ticks.Count < 4 * count; i++)
            ticks.Add(i * step);
        return ticks.Count > 0 ? ticks : [low];
    }
}

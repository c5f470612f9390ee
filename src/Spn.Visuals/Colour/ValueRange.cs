namespace Spn.Visuals;

/// <summary>The finite values of a map: smallest, largest, mean; and how many are not finite.</summary>
internal sealed record ValueRange(double Low, double High, double Mean, long Count, long NotANumber, long Infinite)
{
    /// <summary>The smallest magnitude that is not zero; 0 where all values are.</summary>
    public double Least { get; private init; }

    /// <summary>Values that are NaN, ∞ or −∞.</summary>
    public long NotFinite => NotANumber + Infinite;

    public static ValueRange Of(ReadOnlySpan<float> values)
    {
        var (low, high, sum) = (double.PositiveInfinity, double.NegativeInfinity, 0.0);
        var (notANumber, infinite) = (0L, 0L);
        var least = double.PositiveInfinity;
        foreach (var value in values)
            if (float.IsFinite(value))
            {
                (low, high, sum) = (Math.Min(low, value), Math.Max(high, value), sum + value);
                if (value != 0)
                    least = Math.Min(least, Math.Abs(value));
            }
            else if (float.IsNaN(value))
                notANumber++;
            else
                infinite++;
        var finite = values.Length - notANumber - infinite;
        return finite == 0
            ? new ValueRange(0, 0, double.NaN, values.Length, notANumber, infinite)
            : new ValueRange(low, high, sum / finite, values.Length, notANumber, infinite) { Least = double.IsFinite(least) ? least : 0 };
    }

    /// <summary>What is wrong with the values, for the reader: empty when all are finite.</summary>
    public string Notice(string how = ", drawn in magenta") => NotFinite == 0 ? ""
        : $"{Words.Many(NotFinite, "value")} of {Numbers.Count(Count)} not finite "
            + $"({Numbers.Count(NotANumber)} NaN, {Numbers.Count(Infinite)} infinite){how}.";

    /// <summary>The range in ASCII: <c>0.1 to 0.9, mean 0.5</c>.</summary>
    public string ToText() => Count == NotFinite
        ? "no finite value"
        : $"{Numbers.Plain(Low)} to {Numbers.Plain(High)}, mean {Numbers.Plain(Mean)}";
}

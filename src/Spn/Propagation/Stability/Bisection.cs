namespace Spn;

/// <summary>Halving an interval until it is narrow.</summary>
internal static class Bisection
{
    /// <summary>
    /// The smallest number in [<paramref name="low"/>, <paramref name="high"/>] for which <paramref name="holds"/> is true, to
    /// <paramref name="width"/>, given that it holds from some number on and at <paramref name="high"/>.
    /// </summary>
    public static double SmallestThat(Func<double, bool> holds, double low, double high, double width)
    {
        while (high - low > width)
        {
            var middle = low + (high - low) / 2;
            if (middle <= low || middle >= high)
                break;
            if (holds(middle))
                high = middle;
            else
                low = middle;
        }

        return low + (high - low) / 2;
    }
}

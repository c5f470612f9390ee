namespace Spn;

/// <summary>
/// One w_t of Eq. (1) as three diagonals, n each: row i is lower[i], diagonal[i], upper[i] at columns i − 1, i, i + 1. Absent
/// neighbours, lower[0] and upper[n − 1], are zero; one-way weights have a diagonal only.
/// </summary>
internal sealed class Tridiagonal(double[] lower, double[] diagonal, double[] upper)
{
    public int Size => diagonal.Length;

    public double[] Lower => lower;

    public double[] Diagonal => diagonal;

    public double[] Upper => upper;

    /// <summary>w for one line, from 1.</summary>
    public static Tridiagonal Of(ScanSteps steps, int line)
    {
        double[] Diagonal(int offset) => [.. Enumerable.Range(0, steps.Lines.Length).Select(i => steps.Weight(line, i, i + offset))];
        return new Tridiagonal(Diagonal(-1), Diagonal(0), Diagonal(1));
    }

    /// <summary>Σ|p| of row i.</summary>
    public double AbsoluteSum(int i) => Math.Abs(lower[i]) + Math.Abs(diagonal[i]) + Math.Abs(upper[i]);

    /// <summary>The largest Σ|p| of a row.</summary>
    public double InfinityNorm()
    {
        var norm = 0.0;
        for (var i = 0; i < Size; i++)
            norm = Math.Max(norm, AbsoluteSum(i));
        return norm;
    }

    /// <summary>The largest absolute element.</summary>
    public double LargestElement()
    {
        var largest = 0.0;
        for (var i = 0; i < Size; i++)
            largest = Math.Max(largest, Math.Max(Math.Abs(diagonal[i]), Math.Max(Math.Abs(lower[i]), Math.Abs(upper[i]))));
        return largest;
    }

    /// <summary>Whether every element is at least zero.</summary>
    public bool IsNonnegative()
    {
        for (var i = 0; i < Size; i++)
            if (lower[i] < 0 || diagonal[i] < 0 || upper[i] < 0)
                return false;
        return true;
    }

    /// <summary>factor · w.</summary>
    public Tridiagonal Scaled(double factor) => new(
        Array.ConvertAll(lower, p => p * factor), Array.ConvertAll(diagonal, p => p * factor), Array.ConvertAll(upper, p => p * factor));
}

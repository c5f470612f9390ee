namespace Spn.Tests;

/// <summary>Comparisons within a tolerance; NaN never passes.</summary>
public static class Near
{
    /// <summary>‖actual − expected‖ / ‖expected‖ in the 2-norm; an expected norm below one counts as one.</summary>
    public static double RelativeError(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double difference = 0, norm = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
            norm += expected[i] * expected[i];
        }

        return Math.Sqrt(difference) / Math.Max(1, Math.Sqrt(norm));
    }

    /// <summary>The relative error is within the tolerance.</summary>
    public static void Assert_near(double[] expected, double[] actual, double tolerance)
    {
        var error = RelativeError(expected, actual);
        Assert.True(error <= tolerance, FormattableString.Invariant($"relative error {error:g3} is not within {tolerance:g3}"));
    }

    /// <summary>Two numbers differ by at most the tolerance, taken relative to the expected one when that is above one.</summary>
    public static void Assert_near(double expected, double actual, double tolerance)
    {
        var error = Math.Abs(actual - expected) / Math.Max(1, Math.Abs(expected));
        Assert.True(
            error <= tolerance,
            FormattableString.Invariant($"expected {expected:g17}, got {actual:g17}: the error {error:g3} is not within {tolerance:g3}"));
    }

    /// <summary>The same for float32 values.</summary>
    public static void Assert_near(float[] expected, float[] actual, double tolerance) =>
        Assert_near(Array.ConvertAll(expected, value => (double)value), Array.ConvertAll(actual, value => (double)value), tolerance);
}

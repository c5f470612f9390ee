namespace Spn.Tasks;

/// <summary>How far a map is from the truth.</summary>
public static class MapErrors
{
    /// <summary>The mean over all values of the squared difference (MSE).</summary>
    /// <param name="truth">N×C×H×W.</param>
    /// <param name="map">Of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double MeanSquare(FeatureMap truth, FeatureMap map) => Sum(truth, map, d => d * d) / truth.Values.Length;

    /// <summary>The root of <see cref="MeanSquare"/>, in the unit of the values (RMSE).</summary>
    /// <param name="truth">N×C×H×W.</param>
    /// <param name="map">Of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double RootMeanSquare(FeatureMap truth, FeatureMap map) => Math.Sqrt(MeanSquare(truth, map));

    /// <summary>The sum over all values of the absolute difference (SAD), by which mattes are compared.</summary>
    /// <param name="truth">N×C×H×W.</param>
    /// <param name="map">Of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double AbsoluteSum(FeatureMap truth, FeatureMap map) => Sum(truth, map, Math.Abs);

    /// <summary>The peak signal-to-noise ratio in dB of values up to 1; infinite where the maps are the same (PSNR).</summary>
    /// <param name="truth">N×C×H×W in [0, 1].</param>
    /// <param name="map">Of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double PeakSignalToNoise(FeatureMap truth, FeatureMap map) => -10 * Math.Log10(MeanSquare(truth, map));

    private static double Sum(FeatureMap truth, FeatureMap map, Func<double, double> of)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(map);
        Expect.SameShape(truth.Shape, map.Shape, nameof(map));
        var sum = 0.0;
        for (var i = 0; i < truth.Values.Length; i++)
            sum += of((double)map.Values[i] - truth.Values[i]);
        return sum;
    }
}

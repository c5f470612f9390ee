using Spn.Tasks;

namespace Spn.Tests.Tasks;

public class MapErrorsTests
{
    private static readonly FeatureMap Truth = new(new MapShape(1, 1, 1, 4), [0, 0.5f, 1, 1]);

    private static readonly FeatureMap Off = new(new MapShape(1, 1, 1, 4), [0.1f, 0.5f, 0.8f, 1]);

    [Fact]
    public void By_hand()
    {
        Near.Assert_near(0.0125, MapErrors.MeanSquare(Truth, Off), 1e-7);
        Near.Assert_near(Math.Sqrt(0.0125), MapErrors.RootMeanSquare(Truth, Off), 1e-7);
        Near.Assert_near(0.3, MapErrors.AbsoluteSum(Truth, Off), 1e-7);
        Near.Assert_near(10 * Math.Log10(80), MapErrors.PeakSignalToNoise(Truth, Off), 1e-6);
        Assert.Equal(double.PositiveInfinity, MapErrors.PeakSignalToNoise(Truth, Truth));
    }

    [Fact]
    public void Other_shapes_are_refused() =>
        Assert.Throws<ArgumentException>(() => MapErrors.MeanSquare(Truth, new FeatureMap(new MapShape(1, 1, 2, 2))));
}

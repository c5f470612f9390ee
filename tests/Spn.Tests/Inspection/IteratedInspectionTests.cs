using Spn.Inspection;

namespace Spn.Tests.Inspection;

public class IteratedInspectionTests
{
    [Fact]
    public void It_counts_what_the_weights_and_the_steps_do()
    {
        var shape = new MapShape(2, 2, 6, 7);
        var weights = IteratedWeights.Random(shape with { Channels = 1 }, 1);
        for (var k = 0; k < 8; k++)
            weights.Plane(1, k, 0)[9] = 0;
        var x = FeatureMap.Random(shape, 2);
        var result = IteratedPropagation.Forward(x, weights, new IteratedOptions { Steps = 3, Centre = IteratedCentre.Start });
        var inspection = IteratedInspection.Of(result, batch: 1);
        Assert.Equal(1 / 42.0, inspection.IdleShare, 12);
        Assert.InRange(inspection.NegativeShare, 0.4, 0.6);
        var item = new FeatureMap(new MapShape(1, 2, 6, 7), x.Values[84..]);
        Assert.Equal(item.Values, inspection.Result.Input.Values);
        var before = item;
        for (var t = 1; t <= 3; t++)
        {
            var after = IteratedPropagation.Forward(item, inspection.Result.Weights, result.Options with { Steps = t }).Output;
            var change = after.Values.Zip(before.Values, (a, b) => Math.Abs((double)a - b)).Average();
            Near.Assert_near(change, inspection.StepChanges[t - 1], 1e-6);
            before = after;
        }

        for (var i = 0; i < 42; i++)
            Near.Assert_near(
                1 - Enumerable.Range(0, 8).Sum(k => (double)inspection.Used.Plane(0, k)[i]), inspection.Centre.Values[i], 1e-5);
    }
}

namespace Spn.Tests;

public class IteratedPropagationTests
{
    public static TheoryData<int, int, int, IteratedNormalisation, IteratedCentre, bool> Cases()
    {
        var cases = new TheoryData<int, int, int, IteratedNormalisation, IteratedCentre, bool>();
        foreach (var (height, width) in new[] { (1, 1), (1, 7), (6, 1), (5, 8), (9, 19), (4, 33) })
            foreach (var normalisation in Enum.GetValues<IteratedNormalisation>())
                foreach (var centre in Enum.GetValues<IteratedCentre>())
                    foreach (var hinted in new[] { false, true })
                        cases.Add(height, width, 5, normalisation, centre, hinted);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_and_gradients_are_those_of_plain_loops_and_of_differences(
        int height, int width, int steps, IteratedNormalisation normalisation, IteratedCentre centre, bool hinted)
    {
        var random = new Random(height * 100 + width);
        var naive = new NaiveIterated(height, width, steps, normalisation, centre)
        {
            Hinted = hinted ? [.. Enumerable.Range(0, height * width).Select(_ => random.Next(4) == 0)] : null,
        };
        var size = height * width;
        // Raw weights small enough that values do not grow.
        var scale = normalisation == IteratedNormalisation.Raw ? 0.2 : 1;
        double[] values = FiniteDifferences.Values(size, random), hints = FiniteDifferences.Values(size, random);
        double[] weights = [.. FiniteDifferences.Values(8 * size, random).Select(v => scale * v)];
        double[] grads = FiniteDifferences.Values(size, random);
        var x = new FeatureMap(new MapShape(1, 1, height, width), Floats(values));
        var p = new IteratedWeights(x.Shape, Floats(weights));
        var given = !hinted ? null : new IteratedHints(
            new FeatureMap(x.Shape, Floats(hints)), new FeatureMap(x.Shape, [.. naive.Hinted!.Select(h => h ? 1f : 0f)]));
        var options = new IteratedOptions { Steps = steps, Normalisation = normalisation, Centre = centre };

        var result = IteratedPropagation.Forward(x, p, options, given);
        Near.Assert_near(naive.Run(values, weights, hints), Doubles(result.Output.Values), 1e-6);

        var gradient = IteratedPropagation.Backward(result, new FeatureMap(x.Shape, Floats(grads)));
        double[] all = [.. values, .. weights, .. hints];
        double Loss(double[] at) => naive.Run(at[..size], at[size..(9 * size)], at[(9 * size)..]).Zip(grads, (h, g) => h * g).Sum();
        double[] actual =
        [
            .. Doubles(gradient.Input.Values), .. Doubles(gradient.Weights.Values),
            .. gradient.Hints is { } of ? Doubles(of.Values) : new double[size],
        ];
        Near.Assert_near(Differences(Loss, all), actual, 2e-6);
    }

    [Fact]
    public void Channels_and_batch_items_are_those_alone_whether_weights_are_shared_or_not()
    {
        var shape = new MapShape(2, 3, 7, 10);
        var (x, grad) = (FeatureMap.Random(shape, 1), FeatureMap.Random(shape, 2));
        var hints = IteratedHints.Of(FeatureMap.Random(shape with { Channels = 1 }, 5));
        foreach (var channels in new[] { 1, 3 })
        {
            var weights = IteratedWeights.Random(shape with { Channels = channels }, 3);
            var options = new IteratedOptions { Steps = 6 };
            var whole = IteratedPropagation.Forward(x, weights, options, hints);
            var back = IteratedPropagation.Backward(whole, grad);
            var sum = new double[weights.Values.Length];
            for (var n = 0; n < 2; n++)
                for (var c = 0; c < 3; c++)
                {
                    FeatureMap Plane(FeatureMap map) => new(new MapShape(1, 1, 7, 10), map.Plane(n, map.Channels == 1 ? 0 : c).ToArray());
                    var own = new IteratedWeights(new MapShape(1, 1, 7, 10));
                    for (var k = 0; k < 8; k++)
                        weights.Plane(n, k, channels == 1 ? 0 : c).CopyTo(own.Plane(0, k, 0));
                    var alone = IteratedPropagation.Forward(
                        Plane(x), own, options, new IteratedHints(Plane(hints.Values), Plane(hints.Mask)));
                    Assert.Equal(alone.Output.Values, whole.Output.Plane(n, c).ToArray());
                    var gradient = IteratedPropagation.Backward(alone, Plane(grad));
                    Assert.Equal(gradient.Input.Values, back.Input.Plane(n, c).ToArray());
                    for (var k = 0; k < 8; k++)
                        for (var i = 0; i < 70; i++)
                            sum[((n * 8 + k) * channels + (channels == 1 ? 0 : c)) * 70 + i] += gradient.Weights.Plane(0, k, 0)[i];
                }

            Near.Assert_near(sum, Doubles(back.Weights.Values), 1e-6);
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        var shape = new MapShape(1, 2, 67, 41);
        var (x, weights) = (FeatureMap.Random(shape, 1), IteratedWeights.Random(shape with { Channels = 1 }, 2));
        var hints = IteratedHints.Keep(x, FeatureMap.Random(shape with { Channels = 1 }, 3));
        var one = IteratedPropagation.Forward(x, weights, new IteratedOptions { Threads = 1 }, hints);
        var gradient = IteratedPropagation.Backward(one, x);
        foreach (var threads in new[] { 2, 3, 0 })
        {
            var other = IteratedPropagation.Forward(x, weights, new IteratedOptions { Threads = threads }, hints);
            Assert.Equal(one.Output.Values, other.Output.Values);
            var back = IteratedPropagation.Backward(other, x);
            Assert.Equal(gradient.Input.Values, back.Input.Values);
            Assert.Equal(gradient.Weights.Values, back.Weights.Values);
            Assert.Equal(gradient.Hints!.Values, back.Hints!.Values);
        }
    }

    [Fact]
    public void A_constant_map_stays_and_the_largest_value_never_grows_where_no_weight_is_negative()
    {
        var shape = new MapShape(1, 1, 20, 30);
        var weights = IteratedWeights.Random(shape, 4);
        Assert.All(
            IteratedPropagation.Forward(FeatureMap.Constant(shape, 0.3f), weights).Output.Values, value => Assert.Equal(0.3f, value));
        var x = FeatureMap.Random(shape, 5);
        var output = IteratedPropagation.Forward(x, weights, new IteratedOptions { Normalisation = IteratedNormalisation.Absolute }).Output;
        Assert.InRange(output.Values.Max(), x.Values.Min(), x.Values.Max() + 1e-6f);
        Assert.InRange(output.Values.Min(), x.Values.Min() - 1e-6f, x.Values.Max());
    }

    [Fact]
    public void With_negative_weights_a_step_on_the_current_value_grows_threefold_and_one_on_x_by_two()
    {
        // Each weight of the middle pixel is −1/8, so its centre weighs two, and all its neighbours pull the same way.
        var shape = new MapShape(1, 1, 3, 3);
        var weights = new IteratedWeights(shape, [.. Enumerable.Repeat(-1f, 72)]);
        var x = FeatureMap.Generate(shape, (_, _, row, column) => row == 1 && column == 1 ? 1 : -1);
        float Middle(IteratedCentre centre, int steps) => IteratedPropagation.Forward(
            x, weights, new IteratedOptions { Steps = steps, Centre = centre }).Output[0, 0, 1, 1];
        Assert.Equal(3, Middle(IteratedCentre.Current, 1), 5);
        Assert.Equal(3, Middle(IteratedCentre.Start, 1), 5);
        Assert.True(Middle(IteratedCentre.Current, 5) > 15);
        Assert.InRange(Middle(IteratedCentre.Start, 5), 0, 11);
    }

    [Fact]
    public void Hint_pixels_hold_their_value_and_weights_of_zero_are_the_identity()
    {
        var shape = new MapShape(1, 1, 6, 9);
        var (x, sparse) = (FeatureMap.Random(shape, 1), FeatureMap.Random(shape, 2));
        var hints = IteratedHints.Of(sparse);
        var output = IteratedPropagation.Forward(x, IteratedWeights.Random(shape, 3), null, hints).Output;
        Assert.InRange(hints.Count, 1, 53);
        for (var i = 0; i < output.Values.Length; i++)
            if (sparse.Values[i] > 0)
                Assert.Equal(sparse.Values[i], output.Values[i]);
        Assert.Equal(x.Values, IteratedPropagation.Forward(x, new IteratedWeights(shape)).Output.Values);
    }

    [Fact]
    public void Bad_arguments_are_refused_in_one_sentence()
    {
        var shape = new MapShape(1, 1, 4, 4);
        var (x, weights) = (new FeatureMap(shape), new IteratedWeights(shape));
        Assert.Contains(
            "expected 512 values", Assert.Throws<ArgumentException>(() => new IteratedWeights(new(1, 1, 8, 8), new float[3])).Message);
        Assert.Contains("make both of one image", Assert.Throws<ArgumentException>(
            () => IteratedPropagation.Forward(new FeatureMap(new(1, 1, 5, 4)), weights)).Message);
        Assert.Contains("expected steps from 1", Assert.Throws<ArgumentOutOfRangeException>(
            () => IteratedPropagation.Forward(x, weights, new IteratedOptions { Steps = 0 })).Message);
        Assert.Contains("expected hints of shape", Assert.Throws<ArgumentException>(
            () => IteratedPropagation.Forward(x, weights, null, IteratedHints.Of(new FeatureMap(new(1, 1, 4, 5))))).Message);
    }

    internal static float[] Floats(double[] values) => Array.ConvertAll(values, value => (float)value);

    internal static double[] Doubles(float[] values) => Array.ConvertAll(values, value => (double)value);

    private static double[] Differences(Func<double[], double> loss, double[] at)
    {
        const double Step = 1e-6;
        double By(int i, double by)
        {
            var moved = (double[])at.Clone();
            moved[i] += by;
            return loss(moved);
        }

        return [.. Enumerable.Range(0, at.Length).Select(i => (By(i, Step) - By(i, -Step)) / (2 * Step))];
    }
}

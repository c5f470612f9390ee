using Spn.Segmentation;

namespace Spn.Tests.Segmentation;

/// <summary>Mean field: against all pairs, its marginals, threads, and what is refused.</summary>
public class DenseCrfTests
{
    private static readonly DenseCrfOptions Small = new() { BilateralSigma = 8, ColourSigma = 12, Iterations = 5 };

    private static (FeatureMap Probabilities, FeatureMap Photo) Random(int classes, int height, int width, int seed, int channels = 3)
    {
        var random = new Random(seed);
        var probabilities = FeatureMap.Generate(new MapShape(1, classes, height, width), (_, _, _, _) => 0.05f + random.NextSingle());
        for (var i = 0; i < height * width; i++)
        {
            var sum = Enumerable.Range(0, classes).Sum(c => probabilities.Plane(0, c)[i]);
            for (var c = 0; c < classes; c++)
                probabilities.Plane(0, c)[i] /= sum;
        }

        return (probabilities, new LatticeTests.Case(channels, height, width, 1, 1, seed).Photo());
    }

    [Theory]
    [InlineData(2, 1, 17, 1)]
    [InlineData(3, 16, 1, 1)]
    [InlineData(5, 11, 13, 3)]
    [InlineData(21, 9, 14, 3)]
    [InlineData(40, 8, 9, 1)]
    public void With_the_position_kernel_alone_it_is_that_of_all_pairs(int classes, int height, int width, int channels)
    {
        var (probabilities, photo) = Random(classes, height, width, 7, channels);
        foreach (var sigma in new[] { 0.5, 1, 3, 30 })
        {
            var options = Small with { BilateralWeight = 0, PositionSigma = sigma };
            Near.Assert_near(
                DenseCrf.InferByPairs(probabilities, photo, options).Values, DenseCrf.Infer(probabilities, photo, options).Values, 2e-5);
        }
    }

    [Fact]
    public void With_both_kernels_it_is_near_that_of_all_pairs()
    {
        foreach (var seed in Enumerable.Range(1, 6))
        {
            var (probabilities, photo) = Random(4, 24, 30, seed);
            var exact = DenseCrf.InferByPairs(probabilities, photo, Small).Values;
            var fast = DenseCrf.Infer(probabilities, photo, Small).Values;
            var without = DenseCrf.Infer(probabilities, photo, Small with { BilateralWeight = 0 }).Values;
            double Difference(float[] other) => exact.Zip(other, (a, b) => Math.Abs(a - b)).Average();
            Assert.True(Difference(fast) < 0.1 * Difference(without), $"{Difference(fast)} against {Difference(without)}");
            Assert.InRange(Difference(fast), 0, 0.02);
        }
    }

    [Fact]
    public void One_iteration_by_hand()
    {
        // Two pixels of one colour, σ so wide that every kernel is 1 and D is 2: each hears ½ of itself and ½ of the other.
        var probabilities = new FeatureMap(new MapShape(1, 2, 1, 2), [0.9f, 0.4f, 0.1f, 0.6f]);
        var photo = FeatureMap.Constant(new MapShape(1, 3, 1, 2), 0.5f);
        var options = new DenseCrfOptions { Iterations = 1, PositionWeight = 2, PositionSigma = 100, BilateralWeight = 0 };
        var heard = 2 * (0.5 * (0.9 + 0.4) - 0.5 * (0.1 + 0.6));
        double Marginal(double p) => 1 / (1 + Math.Exp(-(Math.Log(p / (1 - p)) + heard)));
        var marginals = DenseCrf.Infer(probabilities, photo, options);
        Near.Assert_near(Marginal(0.9), marginals[0, 0, 0, 0], 1e-4);
        Near.Assert_near(Marginal(0.4), marginals[0, 0, 0, 1], 1e-4);
    }

    [Fact]
    public void Marginals_sum_to_one_and_an_unknown_pixel_takes_what_its_colour_says()
    {
        var photo = FeatureMap.Generate(new MapShape(1, 3, 8, 40), (_, c, _, column) => column < 20 ? 0.2f + 0.1f * c : 0.8f);
        var probabilities = FeatureMap.Generate(new MapShape(1, 2, 8, 40), (_, c, _, column) =>
            column is > 12 and < 28 ? 0 : c == (column < 20 ? 0 : 1) ? 0.9f : 0.1f);
        var marginals = DenseCrf.Infer(probabilities, photo);
        for (var i = 0; i < 320; i++)
        {
            Near.Assert_near(1, marginals.Plane(0, 0)[i] + marginals.Plane(0, 1)[i], 1e-5);
            Assert.True(marginals.Plane(0, i % 40 < 20 ? 0 : 1)[i] > 0.8f);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Threads_change_no_bit(int channels)
    {
        var (probabilities, photo) = Random(21, 60, 83, 3, channels);
        float[] With(int threads) =>
            DenseCrf.Infer(probabilities, photo, DenseCrfOptions.Default.WithThreads(threads).WithIterations(3)).Values;
        var one = With(1);
        foreach (var threads in new[] { 2, 5 })
            Assert.Equal(one, With(threads));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(1.5f)]
    [InlineData(-0.1f)]
    public void What_is_no_probability_is_refused_with_its_place(float value)
    {
        var (probabilities, photo) = Random(3, 4, 5, 1);
        probabilities[0, 2, 1, 3] = value;
        var thrown = Assert.Throws<ArgumentException>(() => DenseCrf.Infer(probabilities, photo));
        Assert.StartsWith(FormattableString.Invariant(
            $"expected probabilities from 0 to 1, got {value} at class 2, row 1, column 3; apply a softmax to scores first."),
            thrown.Message);
    }

    [Fact]
    public void Other_input_that_is_wrong_is_refused()
    {
        var (probabilities, photo) = Random(3, 4, 5, 1);
        photo[0, 1, 2, 2] = float.NaN;
        Assert.Contains("expected an image of intensities from 0 to 1, got NaN", Assert.Throws<ArgumentException>(() =>
            DenseCrf.Infer(probabilities, photo)).Message);
        photo = FeatureMap.Constant(new MapShape(1, 3, 8, 10), 0.5f);
        Assert.Contains("expected probabilities of the photograph's size, 8×10, got 4×5", Assert.Throws<ArgumentException>(() =>
            DenseCrf.Infer(probabilities, photo)).Message);
        Assert.Contains("expected one photograph, 1×3×H×W or 1×1×H×W, got 1×2×4×5", Assert.Throws<ArgumentException>(() =>
            DenseCrf.Infer(probabilities, FeatureMap.Constant(new MapShape(1, 2, 4, 5), 0.5f))).Message);
        foreach (var options in new DenseCrfOptions[]
        {
            new() { Iterations = 0 }, new() { PositionSigma = double.NaN }, new() { BilateralSigma = 0 }, new() { ColourSigma = 0.1 },
            new() { PositionWeight = -1 }, new() { BilateralWeight = double.PositiveInfinity }, new() { Floor = 0 }, new() { Threads = -1 },
        })
            Assert.Throws<ArgumentOutOfRangeException>(() =>
                DenseCrf.Infer(probabilities, FeatureMap.Constant(new MapShape(1, 3, 4, 5), 0.5f), options));
        FeatureMap large = FeatureMap.Constant(new MapShape(1, 1, 130, 130), 0.5f);
        Assert.Contains("expected at most 16384 pixels to take in pairs, got 130×130", Assert.Throws<ArgumentException>(() =>
            DenseCrf.InferByPairs(large, large)).Message);
    }

    [Fact]
    public void It_can_be_cancelled()
    {
        var (probabilities, photo) = Random(3, 8, 8, 1);
        var cancelled = new CancellationToken(true);
        Assert.Throws<OperationCanceledException>(() => DenseCrf.Infer(probabilities, photo, cancellation: cancelled));
        Assert.Throws<OperationCanceledException>(() => DenseCrf.InferByPairs(probabilities, photo, cancellation: cancelled));
    }

    [Fact]
    public void What_a_cancelled_run_held_is_taken_back()
    {
        var photo = FeatureMap.Constant(new MapShape(1, 3, 1000, 1000), 0.5f);
        var probabilities = FeatureMap.Constant(new MapShape(1, 1, 1000, 1000), 1);
        var cancelled = new CancellationToken(true);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var run = 0; run < 40; run++)
            Assert.Throws<OperationCanceledException>(() => DenseCrf.Infer(probabilities, photo, cancellation: cancelled));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        // Each held 96 MB; other tests have their own.
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) < before + (1L << 30));
    }
}

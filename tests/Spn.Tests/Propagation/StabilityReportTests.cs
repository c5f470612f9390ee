namespace Spn.Tests;

/// <summary>Norms of w_t against matrices whose norms are known, and against plain dense computations.</summary>
public class StabilityReportTests
{
    [Fact]
    public void The_spectral_norm_of_a_stable_w_can_be_the_root_of_two()
    {
        var step = StepOf(new double[,] { { 1, 0 }, { 1, 0 } }, normalisation: Normalisation.Clip);
        Assert.Equal(1, step.InfinityNorm);
        Near.Assert_near(Math.Sqrt(2), step.SpectralNorm, 1e-10);
        Near.Assert_near(1, step.SpectralRadius, 1e-12);
        Assert.Equal(1, step.ProductInfinityNorm);
    }

    [Fact]
    public void The_spectral_norm_of_a_stable_w_reaches_the_root_of_three()
    {
        var step = StepOf(new double[,] { { 0, 1, 0 }, { 0, 1, 0 }, { 0, 1, 0 } }, normalisation: Normalisation.Clip);
        Near.Assert_near(Math.Sqrt(3), step.SpectralNorm, 1e-10);
    }

    [Fact]
    public void A_rotation_has_complex_eigenvalues_of_modulus_one()
    {
        var step = StepOf(new double[,] { { 0.6, -0.8 }, { 0.8, 0.6 } }, normalisation: Normalisation.Raw);
        Near.Assert_near(1, step.SpectralRadius, 1e-7);
        Near.Assert_near(1, step.SpectralNorm, 1e-7);
        Near.Assert_near(1.4, step.InfinityNorm, 1e-7);
    }

    [Fact]
    public void A_nilpotent_w_has_radius_zero()
    {
        var step = StepOf(new double[,] { { 0, 1, 0 }, { 0, 0, 1 }, { 0, 0, 0 } }, normalisation: Normalisation.Raw);
        Assert.Equal(0, step.SpectralRadius);
        Near.Assert_near(1, step.SpectralNorm, 1e-10);
    }

    [Theory]
    [InlineData(0.5, 0.25, 0.25)]
    [InlineData(-0.5, 0.125, 0.5)]
    [InlineData(0.25, -0.5, 0.25)]
    [InlineData(0, -0.5, 0.5)]
    [InlineData(0, 0.5, 0.5)]
    public void Equal_rows_have_the_eigenvalues_of_a_toeplitz_matrix(float diagonal, float lower, float upper)
    {
        for (var n = 2; n <= 60; n += 1 + n / 4)
        {
            var w = new double[n, n];
            for (var i = 0; i < n; i++)
                for (var j = Math.Max(0, i - 1); j <= Math.Min(n - 1, i + 1); j++)
                    w[i, j] = j == i ? diagonal : j < i ? lower : upper;
            // λ = a + 2 √(b c) cos(kπ / (n + 1)); the outermost is k = 1 or n.
            var reach = 2 * Math.Sqrt(Math.Abs(lower * upper)) * Math.Cos(Math.PI / (n + 1));
            var radius = lower * upper > 0 ? Math.Abs(diagonal) + reach : Math.Sqrt(diagonal * diagonal + reach * reach);
            Near.Assert_near(radius, StepOf(w, normalisation: Normalisation.Raw).SpectralRadius, 1e-11);
        }
    }

    [Fact]
    public void Norms_agree_with_dense_computations() => Property.Holds(PropagationCase.Any(maxExtent: 7, maxBatch: 1), c =>
    {
        foreach (var normalisation in new[] { Normalisation.Raw, Normalisation.Clip })
        {
            var weights = c.RawWeights();
            var steps = Stability.Report(weights, c.Direction, normalisation: normalisation).Steps;
            var transitions = DenseReference.Transitions(ReferenceWeights.From(weights), c.Direction, normalisation: normalisation);
            Assert.Equal(transitions.Count, steps.Count);
            var product = default(double[,]);
            for (var t = 0; t < steps.Count; t++)
            {
                var w = transitions[t];
                product = product is null ? w : DenseMatrix.Multiply(w, product);
                Assert.Equal(t + 2, steps[t].Line);
                Near.Assert_near(DenseMatrix.InfinityNorm(w), steps[t].InfinityNorm, 1e-14);
                Near.Assert_near(DenseMatrix.SpectralNorm(w), steps[t].SpectralNorm, 2e-10);
                Near.Assert_near(DenseMatrix.SpectralRadius(w), steps[t].SpectralRadius, 1e-4);
                Near.Assert_near(DenseMatrix.InfinityNorm(product), steps[t].ProductInfinityNorm, 1e-11);
            }
        }
    });

    [Fact]
    public void Sums_of_magnitudes_at_most_one_bound_every_product_of_steps_by_one() =>
        Property.Holds(PropagationCase.Any(maxExtent: 16), c =>
    {
        foreach (var step in Stability.Report(c.RawWeights(), c.Direction).Steps)
        {
            Assert.True(step.InfinityNorm <= 1 + 1e-12);
            Assert.True(step.ProductInfinityNorm <= 1 + 1e-12);
            Assert.True(step.SpectralRadius <= 1 + 1e-9);
            Assert.True(step.SpectralNorm <= Math.Sqrt(3) + 1e-9);
        }
    });

    [Theory]
    [InlineData(90, 5, 144)]
    [InlineData(204, 5, 95)]
    [InlineData(439, 6, 54)]
    [InlineData(1120, 5, 386)]
    public void Matrices_on_which_plain_double_shifts_run_in_circles_have_a_radius(int seed, int height, int line)
    {
        var weights = PropagationWeights.Random(Connection.ThreeWay, new(1, 1, height, 400), seed);
        var transitions = DenseReference.Transitions(
            ReferenceWeights.From(weights), Direction.LeftToRight, normalisation: Normalisation.Raw);
        var radius = Stability.Report(weights, Direction.LeftToRight, normalisation: Normalisation.Raw).Steps[line - 2].SpectralRadius;
        Near.Assert_near(DenseMatrix.SpectralRadius(transitions[line - 2]), radius, 1e-4);
    }

    [Fact]
    public void No_norm_is_below_the_spectral_radius() =>
        Property.Holds(PropagationCase.Any(maxExtent: 20, maxBatch: 1, maxChannels: 1), c =>
    {
        foreach (var step in Stability.Report(c.RawWeights(), c.Direction, normalisation: Normalisation.Raw).Steps)
        {
            Assert.True(step.SpectralRadius <= step.SpectralNorm * (1 + 1e-9));
            Assert.True(step.SpectralRadius <= step.InfinityNorm * (1 + 1e-9));
        }
    });

    [Fact]
    public void A_weight_of_1_05_grows_as_its_power_and_then_past_all_numbers()
    {
        var shape = new MapShape(1, 1, 3, 501);
        var middle = PropagationWeights.Generate(Connection.ThreeWay, shape, (_, _, k, _, _, _) => k == 1 ? 1.05f : 0);
        var steps = Stability.Report(middle, Direction.LeftToRight, normalisation: Normalisation.Raw).Steps;
        Near.Assert_near(1, steps[^1].ProductInfinityNorm / Math.Pow(1.05f, 500), 1e-12);
        Assert.Equal(1, Stability.Report(middle, Direction.LeftToRight).Steps[^1].ProductInfinityNorm);

        foreach (var sign in new[] { 1, -1 })
        {
            var wild = PropagationWeights.Constant(Connection.OneWay, shape, sign * 1e30f);
            var report = Stability.Report(wild, Direction.LeftToRight, normalisation: Normalisation.Raw);
            var norms = report.Steps.Select(step => step.ProductInfinityNorm).ToArray();
            Near.Assert_near(1, norms[1] / 1e60, 1e-6);
            Assert.Equal(double.PositiveInfinity, norms[^1]);
        }
    }

    [Fact]
    public void Absolute_sums_are_of_the_raw_weights_and_of_existing_neighbours() => Property.Holds(PropagationCase.Any(), c =>
    {
        var (n, channel) = (c.Shape.Batch - 1, c.WeightShape.Channels - 1);
        var weights = c.RawWeights();
        var report = Stability.Report(c.WithNaNAtAbsent(weights), c.Direction, n, channel);
        var (largest, above, pixels) = (0.0, 0, 0);
        for (var row = 0; row < c.Shape.Height; row++)
            for (var column = 0; column < c.Shape.Width; column++)
            {
                var present = Enumerable.Range(0, (int)c.Connection).Where(k => !c.IsAbsent(c.Direction, k, row, column)).ToArray();
                var sum = present.Sum(k => (double)Math.Abs(weights[n, c.Direction, k, channel, row, column]));
                Near.Assert_near(sum, report.AbsoluteSum[0, 0, row, column], 1e-6);
                (largest, above, pixels) = (Math.Max(largest, sum), above + (sum > 1 ? 1 : 0), pixels + (present.Length > 0 ? 1 : 0));
            }
        Near.Assert_near(largest, report.MaxAbsoluteSum, 1e-12);
        Near.Assert_near(pixels == 0 ? 0 : (double)above / pixels, report.ConstrainedShare, 1e-12);
    });

    [Fact]
    public void A_long_line_of_mixed_signs_has_no_radius_but_every_norm()
    {
        var shape = new MapShape(1, 1, Stability.SpectralRadiusLimit + 1, 2);
        var step = Stability.Report(PropagationWeights.Random(Connection.ThreeWay, shape, 1), Direction.LeftToRight).Steps[0];
        Assert.True(double.IsNaN(step.SpectralRadius));
        Assert.InRange(step.SpectralNorm, 0.5, Math.Sqrt(3));
        Assert.InRange(step.ProductInfinityNorm, 0.99, 1.01);
        var longest = new MapShape(1, 1, Stability.SpectralRadiusLimit, 2);
        var random = Stability.Report(PropagationWeights.Random(Connection.ThreeWay, longest, 1), Direction.LeftToRight);
        Assert.InRange(random.Steps[0].SpectralRadius, 0.3, 1);
    }

    [Fact]
    public void A_map_of_one_line_has_no_steps()
    {
        var report = Stability.Report(PropagationWeights.Random(Connection.ThreeWay, new(1, 1, 5, 1), 1), Direction.RightToLeft);
        Assert.Empty(report.Steps);
        Assert.Equal(0, report.ConstrainedShare);
        Assert.Contains("a single line", report.ToString());
    }

    [Fact]
    public void A_weight_that_is_not_finite_is_refused_and_named()
    {
        var weights = PropagationWeights.Constant(Connection.ThreeWay, new(1, 1, 4, 5), 0.1f);
        weights[0, Direction.RightToLeft, 1, 0, 2, 3] = float.NaN;
        var error = Assert.Throws<ArgumentException>(() => Stability.Report(weights, Direction.RightToLeft));
        Assert.Contains("(2, 3), right to left", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Stability.Report(weights, Direction.RightToLeft, batch: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Stability.Report(weights, Direction.RightToLeft, channel: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Stability.Report(weights, (Direction)4));
    }

    /// <summary>The only step of a map of two columns whose w_2 is the given tridiagonal matrix.</summary>
    private static StabilityStep StepOf(double[,] w, Normalisation normalisation)
    {
        var n = w.GetLength(0);
        var weights = PropagationWeights.Generate(
            Connection.ThreeWay, new(1, 1, n, 2), (_, _, k, _, row, _) =>
                row + k - 1 is var j && j >= 0 && j < n ? (float)w[row, j] : float.NaN);
        return Assert.Single(Stability.Report(weights, Direction.LeftToRight, normalisation: normalisation).Steps);
    }
}

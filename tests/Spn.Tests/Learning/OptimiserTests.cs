using Spn.Learning;

namespace Spn.Tests.Learning;

public class OptimiserTests
{
    [Fact]
    public void Two_steps_of_sgd_are_those_computed_by_hand()
    {
        var w = Parameter([2, -1], [1, 4]);
        w.RateFactor = 2;
        w.DecayFactor = 0.5;
        var sgd = Optimiser.Create([w], OptimiserOptions.Sgd.WithMomentum(0.5).WithWeightDecay(0.2));
        sgd.Step(0.1);

        // v = 2 · 0.1 · (g + 0.2 · 0.5 · w): 0.2 · (1 + 0.2) = 0.24 and 0.2 · (4 − 0.1) = 0.78.
        Near.Assert_near([2 - 0.24f, -1 - 0.78f], w.Values, 1e-7);
        Assert.Equal([0f, 0f], w.Gradient);
        w.Gradient[0] = 1;
        sgd.Step(0.05);

        // v = 0.5 · 0.24 + 0.1 · (1 + 0.1 · 1.76) = 0.2376 and 0.5 · 0.78 + 0.1 · (0 − 0.178) = 0.3722.
        Near.Assert_near([1.76f - 0.2376f, -1.78f - 0.3722f], w.Values, 1e-6);
        Assert.Equal(2, sgd.Steps);
    }

    [Fact]
    public void Two_steps_of_adam_are_those_computed_in_double()
    {
        var w = Parameter([2, -1], [1, -4]);
        var adam = Optimiser.Create([w], OptimiserOptions.Adam);
        double[] expected = [2, -1], m = [0, 0], v = [0, 0];
        float[][] gradients = [[1, -4], [0.5f, 0.01f]];
        for (var step = 1; step <= 2; step++)
        {
            gradients[step - 1].CopyTo(w.Gradient, 0);
            adam.Step(0.01);
            for (var i = 0; i < 2; i++)
            {
                var g = gradients[step - 1][i];
                (m[i], v[i]) = (0.9 * m[i] + 0.1 * g, 0.999 * v[i] + 0.001 * g * g);
                expected[i] -= 0.01 * m[i] / (1 - Math.Pow(0.9, step)) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, step))) + 1e-8);
            }
        }

        Near.Assert_near([(float)expected[0], (float)expected[1]], w.Values, 1e-6);
    }

    [Fact]
    public void Gradients_above_the_norm_are_scaled_down_to_it()
    {
        Parameter a = Parameter([0], [3]), b = Parameter([0], [4]);
        var plain = OptimiserOptions.Sgd.WithMomentum(0).WithWeightDecay(0);
        Optimiser.Create([a, b], plain.WithClipNorm(1)).Step(1);
        Near.Assert_near([-0.6f, -0.8f], [a.Values[0], b.Values[0]], 1e-6);
        (a.Gradient[0], b.Gradient[0]) = (0.3f, 0.4f);
        Optimiser.Create([a, b], plain.WithClipNorm(1)).Step(1);
        Near.Assert_near([-0.9f, -1.2f], [a.Values[0], b.Values[0]], 1e-6);
    }

    [Fact]
    public void A_parameter_with_a_rate_of_zero_stays()
    {
        var w = Parameter([2], [1]);
        w.RateFactor = 0;
        Optimiser.Create([w]).Step(1);
        Assert.Equal(2, w.Values[0]);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_changes_nothing_and_names_its_parameter()
    {
        Parameter a = new("a", [1]), b = new("conv.weight", [1]);
        (a.Gradient[0], b.Gradient[0]) = (1, float.NaN);
        var error = Assert.Throws<NonFiniteException>(() => Optimiser.Create([a, b]).Step(0.1));
        Assert.Equal("conv.weight", error.Layer);
        Assert.Equal(0, a.Values[0]);
    }

    [Theory]
    [InlineData(1.9e19f, 0)]
    [InlineData(-3e38f, 0)]
    [InlineData(0, 0.5)]
    public void Adam_refuses_a_gradient_whose_square_overflows_and_goes_on_learning(float large, double decay)
    {
        var (a, b) = (Parameter([1], [1]), new Parameter("conv.weight", [2]));
        (b.Gradient[0], b.Values[1]) = (large, decay > 0 ? 1e20f : 0);
        var adam = Optimiser.Create([a, b], OptimiserOptions.Adam.WithWeightDecay(decay));
        Assert.Equal("conv.weight", Assert.Throws<NonFiniteException>(() => adam.Step(0.1)).Layer);
        Assert.Equal((1, 0L), (a.Values[0], adam.Steps));
        Assert.All(adam.State, array => Assert.All(array.Values, value => Assert.Equal(0, value)));
        if (decay > 0)
            return;
        // The largest that it takes, and then an ordinary one: the parameter still moves.
        b.Gradient[0] = 1.84e19f;
        adam.Step(0.1);
        Assert.All(adam.State, array => Assert.All(array.Values, value => Assert.True(float.IsFinite(value))));
        var before = b.Values[0];
        b.Gradient[0] = 1.84e19f;
        adam.Step(0.1);
        Assert.True(b.Values[0] < before - 0.05f, $"{before} to {b.Values[0]}");
    }

    [Fact]
    public void Schedules_have_the_values_of_their_formulas()
    {
        Assert.Equal(1e-4, RateSchedule.Default.RateAt(12345));
        var step = RateSchedule.Step(0.1, 0.5, 10);
        Assert.Equal([0.1, 0.1, 0.05, 0.025], new long[] { 0, 9, 10, 29 }.Select(step.RateAt));
        var poly = RateSchedule.Poly(0.1, 100, power: 2);
        Near.Assert_near([0.1, 0.025, 0.1 * 0.01 * 0.01, 0, 0], [.. new long[] { 0, 50, 99, 100, 1000 }.Select(poly.RateAt)], 1e-15);
        var warm = RateSchedule.Fixed(0.4).WithWarmUp(3);
        Near.Assert_near([0.1, 0.2, 0.3, 0.4, 0.4], [.. new long[] { 0, 1, 2, 3, 4 }.Select(warm.RateAt)], 1e-15);
        Assert.Throws<ArgumentOutOfRangeException>(() => poly.RateAt(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RateSchedule.Fixed(0).RateAt(0));
    }

    [Fact]
    public void Options_outside_their_range_are_refused()
    {
        Parameter[] none = [];
        foreach (var wrong in new[] { OptimiserOptions.Sgd.WithMomentum(1), OptimiserOptions.Sgd.WithMomentum(double.NaN), OptimiserOptions.Sgd.WithWeightDecay(-1), OptimiserOptions.Adam.WithEpsilon(0), OptimiserOptions.Adam.WithSecondMoment(1), OptimiserOptions.Sgd.WithClipNorm(double.NaN) })
            Assert.Throws<ArgumentOutOfRangeException>(() => Optimiser.Create(none, wrong));
        Assert.Throws<ArgumentOutOfRangeException>(() => Optimiser.Create(none).Step(double.NaN));
    }

    private static Parameter Parameter(float[] values, float[] gradient)
    {
        var parameter = new Parameter("w", [values.Length]);
        values.CopyTo(parameter.Values, 0);
        gradient.CopyTo(parameter.Gradient, 0);
        return parameter;
    }
}

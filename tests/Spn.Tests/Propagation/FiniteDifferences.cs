namespace Spn.Tests;

/// <summary>Central differences in double, held against a gradient.</summary>
internal static class FiniteDifferences
{
    private const double Step = 1e-6;
    private const double Tolerance = 1e-7;

    /// <summary>
    /// The gradient agrees with differences of the loss in random directions that move every value at once, and along single values.
    /// <paramref name="isSmooth"/> says whether no kink lies between the two points of a difference; at most half may be left out.
    /// </summary>
    public static void Agree(
        Func<double[], double> loss, double[] at, double[] gradient, Random random, Func<double[], double[], bool>? isSmooth = null)
    {
        Assert.Equal(at.Length, gradient.Length);
        Assert.All(gradient, value => Assert.True(double.IsFinite(value)));
        var (asked, compared) = (0, 0);
        for (var i = 0; i < 3; i++)
            Compare([.. at.Select(_ => 2 * random.NextDouble() - 1)]);
        for (var i = 0; i < 12; i++)
        {
            var single = new double[at.Length];
            single[random.Next(at.Length)] = 1;
            Compare(single);
        }

        Assert.True(2 * compared >= asked, $"only {compared} of {asked} differences met no kink");

        void Compare(double[] direction)
        {
            asked++;
            var (behind, ahead) = (Moved(direction, -Step), Moved(direction, Step));
            if (isSmooth?.Invoke(behind, ahead) == false)
                return;
            compared++;
            var expected = (loss(ahead) - loss(behind)) / (2 * Step);
            var actual = gradient.Zip(direction, (g, d) => g * d).Sum();
            var scale = 1 + Math.Sqrt(gradient.Sum(g => g * g));
            Assert.True(
                Math.Abs(actual - expected) <= Tolerance * scale,
                FormattableString.Invariant($"expected {expected:g12} by differences, got {actual:g12}"));
        }

        double[] Moved(double[] direction, double by) => [.. at.Zip(direction, (value, d) => value + by * d)];
    }

    /// <summary>Values with magnitudes in [0.1, 1) and random signs: no zeros.</summary>
    public static double[] Values(long count, Random random)
    {
        var values = new double[count];
        for (var i = 0; i < values.Length; i++)
            values[i] = (0.1 + 0.9 * random.NextDouble()) * (random.Next(2) == 0 ? 1 : -1);
        return values;
    }

    /// <summary>
    /// The case's weights in double, and wherever Σ|p| over existing neighbours is so close to one that a difference could straddle
    /// the kink of the constraint, enlarged past it.
    /// </summary>
    public static ReferenceWeights Weights(PropagationCase c, Random random)
    {
        var weights = new ReferenceWeights(c.Connection, c.WeightShape);
        var values = Values(weights.Values.Length, random);
        var (s, at) = (c.WeightShape, new List<int>());
        for (var n = 0; n < s.Batch; n++)
            foreach (var direction in Directions.All)
                for (var ch = 0; ch < s.Channels; ch++)
                    for (var row = 0; row < s.Height; row++)
                        for (var column = 0; column < s.Width; column++)
                        {
                            at.Clear();
                            for (var k = 0; k < (int)c.Connection; k++)
                                if (!c.IsAbsent(direction, k, row, column))
                                    at.Add(
                                        ((((n * 4 + (int)direction) * (int)c.Connection + k) * s.Channels + ch) * s.Height + row) * s.Width + column);
                            if (Math.Abs(at.Sum(i => Math.Abs(values[i])) - 1) < 0.01)
                                at.ForEach(i => values[i] *= 1.1);
                        }
        return new ReferenceWeights(c.Connection, c.WeightShape, values);
    }
}

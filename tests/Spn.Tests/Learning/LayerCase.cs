using Spn.Learning;

namespace Spn.Tests.Learning;

/// <summary>
/// A layer's gradients held against central differences. Kernels compute in float32, so the loss Σ a·y with random a is summed in double
/// and the step is as large as the layer's curvature allows: rounding then costs about 1e-7 · √n / step. Where a difference over the
/// step and one over half of it disagree, a kink lies between; at most a third may be left out for that.
/// </summary>
internal static class LayerCase
{
    private const double Tolerance = 2e-3;

    /// <summary>Random values with magnitudes in [0.1, 1): no kink at zero lies within a small step.</summary>
    public static FeatureMap Map(MapShape shape, Random random) =>
        FeatureMap.Generate(shape, (_, _, _, _) => (float)((0.1 + 0.9 * random.NextDouble()) * (random.Next(2) == 0 ? 1 : -1)));

    /// <summary>Every gradient agrees with differences in random directions and along single values.</summary>
    public static void Gradients_agree(Layer layer, IReadOnlyList<FeatureMap> inputs, double step = 0.05, int seed = 1)
    {
        var random = new Random(seed);
        var output = FeatureMap.Constant(layer.OutputShape([.. inputs.Select(input => input.Shape)]), float.NaN);
        var factors = Map(output.Shape, random);
        layer.Forward(inputs, output);
        foreach (var parameter in layer.Parameters)
            Array.Fill(parameter.Gradient, 1f);
        FeatureMap?[] gradients = [.. inputs.Select(input => FeatureMap.Constant(input.Shape, float.NaN))];
        layer.Backward(inputs, output, factors.Copy(), gradients);
        for (var i = 0; i < inputs.Count; i++)
            Agrees(inputs[i].Values, gradients[i]!.Values);
        foreach (var parameter in layer.Parameters)
            Agrees(parameter.Values, [.. parameter.Gradient.Select(g => g - 1)]);

        // A gradient that nobody asks for is not computed, and changes nothing else.
        var before = layer.Parameters.Select(parameter => (float[])parameter.Gradient.Clone()).ToList();
        layer.Forward(inputs, output);
        layer.Backward(inputs, output, factors.Copy(), [.. inputs.Select(_ => (FeatureMap?)null)]);
        for (var i = 0; i < before.Count; i++)
            Near.Assert_near([.. before[i].Select(g => 2 * g - 1)], layer.Parameters[i].Gradient, 1e-5);

        void Agrees(float[] values, float[] gradient)
        {
            var scale = 1 + Math.Sqrt(gradient.Sum(g => (double)g * g));
            var kinks = 0;
            for (var i = 0; i < 12; i++)
            {
                var direction = new double[values.Length];
                if (i < 4)
                    for (var j = 0; j < direction.Length; j++)
                        direction[j] = 2 * random.NextDouble() - 1;
                else
                    direction[random.Next(values.Length)] = 1;
                double expected = Difference(values, direction, step), half = Difference(values, direction, step / 2);
                if (Math.Abs(expected - half) > Tolerance * scale / 4)
                {
                    kinks++;
                    continue;
                }

                var actual = gradient.Zip(direction, (g, d) => g * d).Sum();
                Assert.True(Math.Abs(actual - expected) <= Tolerance * scale, FormattableString.Invariant($"expected {expected:g6} by differences, got {actual:g6} (seed {seed})"));
            }

            Assert.True(kinks <= 4, $"{kinks} of 12 differences met a kink (seed {seed})");
        }

        double Difference(float[] values, double[] direction, double by) => (Loss(values, direction, by) - Loss(values, direction, -by)) / (2 * by);

        double Loss(float[] values, double[] direction, double by)
        {
            var kept = (float[])values.Clone();
            for (var i = 0; i < values.Length; i++)
                values[i] += (float)(by * direction[i]);
            layer.Forward(inputs, output);
            kept.CopyTo(values, 0);
            return output.Values.Zip(factors.Values, (y, a) => (double)y * a).Sum();
        }
    }
}

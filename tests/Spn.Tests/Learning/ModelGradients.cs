using Spn.Learning;

namespace Spn.Tests.Learning;

/// <summary>The gradients of a whole model held against central differences of its loss, parameter by parameter.</summary>
internal static class ModelGradients
{
    private const double Step = 1e-3;

    /// <summary>
    /// A difference over the whole step and one over half of it agree where no kink (a winner that changes, a constraint that sets in) lies
    /// between; others are left out, at most a third of all.
    /// </summary>
    public static void Agree(ITrainable model, TrainingBatch batch)
    {
        var random = new Random(11);
        model.ForwardBackward(batch);
        var gradients = model.Parameters.Select(parameter => (float[])parameter.Gradient.Clone()).ToList();
        var (asked, compared) = (0, 0);
        for (var p = 0; p < gradients.Count; p++)
        {
            var (values, gradient) = (model.Parameters[p].Values, gradients[p]);
            Assert.Contains(gradient, g => g != 0);
            for (var i = 0; i < 4; i++)
            {
                asked++;
                var direction = Array.ConvertAll(values, _ => 2 * random.NextDouble() - 1);
                var length = Math.Sqrt(direction.Sum(d => d * d));
                direction = Array.ConvertAll(direction, d => d / length);
                double wide = Difference(values, direction, Step), narrow = Difference(values, direction, Step / 2);
                var scale = 1e-2 + Math.Sqrt(gradient.Sum(g => (double)g * g));
                if (Math.Abs(wide - narrow) > 2e-3 * scale)
                    continue;
                compared++;
                var actual = gradient.Zip(direction, (g, d) => g * d).Sum();
                Assert.True(Math.Abs(actual - narrow) <= 1e-2 * scale, FormattableString.Invariant($"{model.Parameters[p]}: expected {narrow:g6} by differences, got {actual:g6}"));
            }
        }

        Assert.True(3 * compared >= 2 * asked, $"only {compared} of {asked} differences met no kink");

        double Difference(float[] values, double[] direction, double step) => (Loss(values, direction, step) - Loss(values, direction, -step)) / (2 * step);

        double Loss(float[] values, double[] direction, double by)
        {
            var kept = (float[])values.Clone();
            for (var i = 0; i < values.Length; i++)
                values[i] += (float)(by * direction[i]);
            var loss = model.ForwardBackward(batch).Loss;
            kept.CopyTo(values, 0);
            return loss;
        }
    }
}

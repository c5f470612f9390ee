using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tests.Learning;

/// <summary>Gradients of a whole model beside central differences of its loss, all in float64.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-6;

    /// <summary>Up to four numbers of every parameter.</summary>
    public static void Agree(ISegmenter model, TrainingBatch batch)
    {
        using var scope = NewDisposeScope();
        model.Module.to(float64);
        model.Module.zero_grad();
        model.Loss(batch).backward();
        using var fixedNow = no_grad();
        var compared = 0;
        foreach (var (name, parameter) in model.Module.named_parameters())
        {
            var values = parameter.view(-1);
            for (var i = 0L; i < values.shape[0]; i += Math.Max(1, values.shape[0] / 4 + 1))
            {
                var kept = values[i].item<double>();
                double before = LossAt(kept - Step), after = LossAt(kept + Step), here = LossAt(kept);
                double left = (here - before) / Step, right = (after - here) / Step, expected = (left + right) / 2;
                var gradient = parameter.grad!.view(-1)[i].item<double>();

                // Where two directions tie, or |p| stands at its bound, the gradient is that of one side.
                Assert.True(
                    Near(expected, gradient, 1e-5) || Near(left, gradient, 1e-3) || Near(right, gradient, 1e-3),
                    FormattableString.Invariant($"{name}[{i}]: expected {expected:g6}, got {gradient:g6}"));
                compared += Math.Abs(expected) > 1e-6 ? 1 : 0;

                bool Near(double wanted, double got, double tolerance) => Math.Abs(got - wanted) < 1e-7 + tolerance * Math.Abs(wanted);

                double LossAt(double value)
                {
                    values[i] = value;
                    return model.Loss(batch).item<double>();
                }
            }
        }

        Assert.True(compared > 8, $"only {compared} gradients are not zero");
    }
}

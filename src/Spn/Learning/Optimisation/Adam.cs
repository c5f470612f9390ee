using System.Numerics.Tensors;

namespace Spn.Learning;

/// <summary>
/// Adam: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², w ← w − rate · m̂ / (√v̂ + ε), where m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ).
/// A gradient whose square float32 does not hold is refused before anything changes: v would stay infinite, and the parameter stand still.
/// </summary>
internal sealed class Adam(IReadOnlyList<Parameter> parameters, OptimiserOptions options) : Optimiser(parameters, options)
{
    private readonly OptimiserArray[] _first = Zeros(parameters, "momentum"), _second = Zeros(parameters, "second");

    public override IReadOnlyList<OptimiserArray> State => [.. _first, .. _second];

    /// <summary>√ of the largest float32, rounded down.</summary>
    private const float MostGradient = 1.8446742e19f;

    private protected override bool Takes(float[] gradient) => Math.Abs(TensorPrimitives.MaxMagnitude<float>(gradient)) <= MostGradient;

    private protected override void Update(int index, Parameter parameter, double rate)
    {
        float[] m = _first[index].Values, v = _second[index].Values, g = parameter.Gradient;
        var (beta1, beta2) = (Options.Momentum, Options.SecondMoment);
        var scale = (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, Steps)));
        var step = (float)(-rate / (1 - Math.Pow(beta1, Steps)));
        TensorPrimitives.Multiply(m, (float)beta1, m);
        TensorPrimitives.MultiplyAdd(g, (float)(1 - beta1), m, m);
        TensorPrimitives.Multiply(g, g, g);
        TensorPrimitives.Multiply(v, (float)beta2, v);
        TensorPrimitives.MultiplyAdd(g, (float)(1 - beta2), v, v);
        // The gradient is done with: its array holds the denominator, then the step.
        TensorPrimitives.Sqrt(v, g);
        TensorPrimitives.Multiply(g, scale, g);
        TensorPrimitives.Add(g, (float)Options.Epsilon, g);
        TensorPrimitives.Divide(m, g, g);
        TensorPrimitives.MultiplyAdd(g, step, parameter.Values, parameter.Values);
    }
}

using System.Numerics.Tensors;

namespace Spn.Learning;

/// <summary>Caffe's SGD: v ← μ v + rate (g + λ w), w ← w − v.</summary>
internal sealed class Sgd(IReadOnlyList<Parameter> parameters, OptimiserOptions options) : Optimiser(parameters, options)
{
    private readonly OptimiserArray[] _momentum = Zeros(parameters, "momentum");

    public override IReadOnlyList<OptimiserArray> State => _momentum;

    private protected override void Update(int index, Parameter parameter, double rate)
    {
        var v = _momentum[index].Values;
        TensorPrimitives.Multiply(v, (float)Options.Momentum, v);
        TensorPrimitives.MultiplyAdd(parameter.Gradient, (float)rate, v, v);
        TensorPrimitives.Subtract(parameter.Values, v, parameter.Values);
    }
}

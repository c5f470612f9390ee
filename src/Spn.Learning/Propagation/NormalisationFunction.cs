using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace Spn.Learning;

/// <summary>What the node of a normalisation holds beside its tensor.</summary>
internal sealed record NormalisationNode(PropagationCall Call, Tensor Normalised);

/// <summary>The normalisation of weights as a node of the graph: <c>apply(weights, node)</c>, after the kernel has run.</summary>
internal sealed class NormalisationFunction : SingleTensorFunction<NormalisationFunction>
{
    public override string Name => nameof(Normalisation);

    public override Tensor forward(AutogradContext context, params object[] arguments)
    {
        var (call, normalised) = (NormalisationNode)arguments[1];
        context.save_for_backward([(Tensor)arguments[0]]);
        context.save_data(nameof(PropagationCall), call);
        context.set_materialize_grads(false);
        return normalised;
    }

    public override List<Tensor> backward(AutogradContext context, Tensor gradOutput) =>
        BackwardGuard.Run(context, gradOutput, inputs: 1, (saved, reached) =>
        {
            var (call, kernels) = ((PropagationCall)context.get_data(nameof(PropagationCall)), TensorKernels.For(saved[0]));
            return [kernels.NormaliseBackward(call, saved[0], kernels.Ready(reached))];
        });
}

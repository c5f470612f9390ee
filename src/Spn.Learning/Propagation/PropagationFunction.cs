using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace Spn.Learning;

/// <summary>What the node of a call holds beside its tensors.</summary>
internal sealed record PropagationNode(PropagationCall Call, PropagationForward Forward);

/// <summary>
/// The op as a node of the graph: <c>apply(x, weights, node)</c>, after the kernels have run, since what fails once there is a node leaves
/// it behind.
/// </summary>
internal sealed class PropagationFunction : SingleTensorFunction<PropagationFunction>
{
    public override string Name => nameof(SpatialPropagation);

    public override Tensor forward(AutogradContext context, params object[] arguments)
    {
        var (call, forward) = (PropagationNode)arguments[2];
        // With the winners and the kept lines the backward computes nothing twice.
        context.save_for_backward([(Tensor)arguments[0], (Tensor)arguments[1], forward.Winner!, forward.Kept!]);
        context.save_data(nameof(PropagationCall), call);
        context.set_materialize_grads(false);
        return forward.Output;
    }

    public override List<Tensor> backward(AutogradContext context, Tensor gradOutput) =>
        BackwardGuard.Run(context, gradOutput, inputs: 2, (saved, reached) =>
        {
            var (call, kernels) = ((PropagationCall)context.get_data(nameof(PropagationCall)), TensorKernels.For(saved[0]));
            var result = kernels.Backward(call, saved[0], saved[1], saved[2], saved[3], kernels.Ready(reached));
            return [result.Input, result.Weights];
        });
}

using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace Spn.Learning;

/// <summary>What the node of a call holds beside its tensors.</summary>
internal sealed record PropagationNode(PropagationCall Call, PropagationForward Forward);

/// <summary>
/// The op as a node of the graph: <c>apply(x, weights, node)</c> or <c>apply(x, weights, input gate, node)</c>, after the kernels have
/// run, since what fails once there is a node leaves it behind.
/// </summary>
internal sealed class PropagationFunction : SingleTensorFunction<PropagationFunction>
{
    public override string Name => nameof(SpatialPropagation);

    public override Tensor forward(AutogradContext context, params object[] arguments)
    {
        var (call, forward) = (PropagationNode)arguments[^1];
        // With the winners and the kept lines the backward computes nothing twice.
        context.save_for_backward([.. arguments[..^1].Cast<Tensor>(), forward.Winner!, forward.Kept!]);
        context.save_data(nameof(PropagationInputs), arguments.Length - 1);
        context.save_data(nameof(PropagationCall), call);
        context.set_materialize_grads(false);
        return forward.Output;
    }

    public override List<Tensor> backward(AutogradContext context, Tensor gradOutput)
    {
        var count = (int)context.get_data(nameof(PropagationInputs));
        return BackwardGuard.Run(context, gradOutput, count, (saved, reached) =>
        {
            var (call, kernels) = ((PropagationCall)context.get_data(nameof(PropagationCall)), TensorKernels.For(saved[0]));
            var inputs = new PropagationInputs(saved[0], saved[1], count == 3 ? saved[2] : null);
            var result = kernels.Backward(call, inputs, saved[count], saved[count + 1], kernels.Ready(reached));
            return count == 3 ? [result.Input, result.Weights, result.InputGate!] : [result.Input, result.Weights];
        });
    }
}

using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace Spn.Learning;

/// <summary>What the node of the constraint holds beside its tensor.</summary>
internal sealed record ConstraintNode(Connection Connection, Tensor Constrained);

/// <summary>The constraint as a node of the graph: <c>apply(weights, node)</c>, after the kernel has run.</summary>
internal sealed class ConstraintFunction : SingleTensorFunction<ConstraintFunction>
{
    public override string Name => nameof(StabilityConstraint);

    public override Tensor forward(AutogradContext context, params object[] arguments)
    {
        var (connection, constrained) = (ConstraintNode)arguments[1];
        context.save_for_backward([(Tensor)arguments[0]]);
        context.save_data(nameof(Connection), connection);
        context.set_materialize_grads(false);
        return constrained;
    }

    public override List<Tensor> backward(AutogradContext context, Tensor gradOutput) =>
        BackwardGuard.Run(context, gradOutput, inputs: 1, (saved, reached) =>
        {
            var (connection, kernels) = ((Connection)context.get_data(nameof(Connection)), TensorKernels.For(saved[0]));
            return [kernels.ConstrainBackward(connection, saved[0], kernels.Ready(reached))];
        });
}

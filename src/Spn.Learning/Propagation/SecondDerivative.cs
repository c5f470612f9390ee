using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace Spn.Learning;

/// <summary>
/// Gradients that a backward with <c>create_graph</c> gives, as nodes that refuse to be differentiated: <c>apply(inputs…, gradients)</c>.
/// To refuse at once would end the process in <c>autograd.grad</c>, which in TorchSharp catches nothing.
/// </summary>
internal sealed class SecondDerivative : MultiTensorFunction<SecondDerivative>
{
    public override string Name => nameof(SecondDerivative);

    public override List<Tensor> forward(AutogradContext context, params object[] arguments)
    {
        context.save_data("inputs", arguments.Length - 1);
        context.set_materialize_grads(false);
        return [.. (Tensor[])arguments[^1]];
    }

    public override List<Tensor> backward(AutogradContext context, List<Tensor> gradOutputs) =>
        BackwardGuard.Guard((int)context.get_data("inputs"), () =>
        {
            foreach (var reached in gradOutputs)
                reached.Dispose();
            throw new NotSupportedException(
                "expected at most one derivative of the propagation op and its constraint, got a second one: they have none; "
                + "detach their gradient.");
        });
}

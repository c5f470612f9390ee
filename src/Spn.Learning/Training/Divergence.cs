using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;
using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>
/// Where a step that is not finite first went wrong. A step checks two numbers, its loss and the norm of its gradients; only when one is
/// not finite is the batch run again, with a look at every module.
/// </summary>
internal static class Divergence
{
    /// <summary>
    /// Runs a batch again and names the first module in forward order whose output is not finite, else the first parameter on the way back
    /// whose gradient is not.
    /// </summary>
    public static NonFiniteException Find(ISegmenter model, TrainingBatch batch)
    {
        if (!TensorPrimitives.IsFiniteAll<float>(batch.Image.Values))
            return new NonFiniteException("image", NetworkPass.Forward);
        if (batch.Coarse is not null && !TensorPrimitives.IsFiniteAll<float>(batch.Coarse.Values))
            return new NonFiniteException("coarse", NetworkPass.Forward);
        using var scope = torch.NewDisposeScope();
        Tensor? loss = null;
        var first = ModuleHooks.FirstNonFinite(model.Module, () => loss = model.Loss(batch));
        if (first is not null || !Applied.IsFinite(loss!))
            return new NonFiniteException(first ?? "loss", NetworkPass.Forward);
        model.Module.zero_grad();
        TorchPropagation.Backward(loss!);
        var broken = model.Module.named_parameters().Reverse()
            .FirstOrDefault(one => one.parameter.grad is { } gradient && !Applied.IsFinite(gradient));
        return new NonFiniteException(broken.name ?? "the norm of all gradients", NetworkPass.Backward);
    }
}

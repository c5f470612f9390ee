using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>A module applied as it is, not trained.</summary>
internal static class Applied
{
    /// <summary>
    /// Runs without gradient and in evaluation mode, and leaves no tensor behind and every module in the mode it was in.
    /// </summary>
    public static T Run<T>(nn.Module module, Func<T> run)
    {
        using var quiet = NoCollection.Begin();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var modes = All(module).Select(one => (Module: one, Training: one.training)).ToList();
        if (modes.Exists(one => one.Training))
            module.eval();
        try
        {
            return run();
        }
        finally
        {
            // The mode of a module is that of all inside, which follow it.
            foreach (var (one, training) in modes)
                if (one.training != training)
                    one.train(training);
        }
    }

    /// <summary>A tensor on the device and of the type of a module's parameters; as it is where there are none.</summary>
    public static Tensor Like(nn.Module module, Tensor tensor) =>
        module.parameters().FirstOrDefault() is { } parameter ? tensor.to(parameter.dtype, parameter.device) : tensor;

    /// <summary>What a forward pass gives, if it is finite.</summary>
    /// <exception cref="NonFiniteException">
    /// It is not; the pass is run again to find the first module that gave NaN or infinity.
    /// </exception>
    public static Tensor Finite(nn.Module module, Func<Tensor> run)
    {
        var result = run();
        if (IsFinite(result))
            return result;
        throw new NonFiniteException(ModuleHooks.FirstNonFinite(module, () => run()) ?? "output", NetworkPass.Forward);
    }

    /// <summary>N×C×H×W as text.</summary>
    public static string Shape(Tensor tensor) => tensor.dim() == 0 ? "a single number" : string.Join('×', tensor.shape);

    /// <summary>Whether a tensor holds neither NaN nor infinity.</summary>
    public static bool IsFinite(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.isfinite().all().item<bool>();
    }

    /// <summary>A module and those inside, each after the one that holds it; those inside a TorchScript file too.</summary>
    private static IEnumerable<nn.Module> All(nn.Module module) =>
        [module, .. module.named_children().SelectMany(child => All(child.module))];
}

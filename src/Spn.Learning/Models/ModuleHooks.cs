using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>Looks at what the modules inside a module do while it runs.</summary>
internal static class ModuleHooks
{
    /// <summary>
    /// Runs, and calls back after each module of one or two tensors that has no such modules inside, in the order in which they run.
    /// </summary>
    /// <param name="root">The module that runs.</param>
    /// <param name="run">A forward pass, which calls its layers by <c>call</c>.</param>
    /// <param name="after">Takes the name, the module, what came and what went.</param>
    public static void Watch(nn.Module root, Action run, Action<string, nn.Module, Tensor[], Tensor> after)
    {
        var hooks = Leaves(root, "").Select(leaf => Hook(leaf.Name, leaf.Module, after)).ToList();
        try
        {
            run();
        }
        finally
        {
            hooks.ForEach(remove => remove());
        }
    }

    /// <summary>The first module inside whose output is not finite, in the order in which they run; null where all are.</summary>
    public static string? FirstNonFinite(nn.Module root, Action run)
    {
        string? first = null;
        Watch(root, run, (name, _, _, output) => first ??= Applied.IsFinite(output) ? null : name);
        return first;
    }

    private static IEnumerable<(string Name, nn.Module Module)> Leaves(nn.Module module, string name)
    {
        var children = module.named_children().Where(child => child.module is not jit.ScriptModule).ToList();
        return children.Count == 0
            ? [(name, module)]
            : children.SelectMany(child => Leaves(child.module, name.Length == 0 ? child.name : $"{name}.{child.name}"));
    }

    private static Action Hook(string name, nn.Module module, Action<string, nn.Module, Tensor[], Tensor> after)
    {
        return module switch
        {
            nn.Module<Tensor, Tensor> one => one.register_forward_hook((_, x, y) => Seen([x], y)).remove,
            nn.Module<Tensor, Tensor, Tensor> two => two.register_forward_hook((_, a, b, y) => Seen([a, b], y)).remove,
            _ => () => { },
        };

        Tensor Seen(Tensor[] inputs, Tensor output)
        {
            after(name, module, inputs, output);
            return output;
        }
    }
}

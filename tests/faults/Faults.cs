using Spn;
using Spn.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Faults;

/// <summary>The three faults of lesson 06, planted in a sound refiner, which is left as it is.</summary>
internal static class Planted
{
    /// <summary>The raw weights of one direction are zero: its rows of the last guidance layer are.</summary>
    public static SpnRefiner Silent(SpnRefiner sound, Direction direction)
    {
        var copy = Copy(sound);
        using var fixedNow = no_grad();
        foreach (var name in (string[])["guidance.head.weight", "guidance.head.bias"])
            Parameter(copy, name).view(4, -1).select(0, (int)direction).zero_();
        return copy;
    }

    /// <summary>Two classes of the coarse map are exchanged on their way into the propagated channels.</summary>
    public static SpnRefiner Exchanged(SpnRefiner sound, int first, int second)
    {
        var copy = Copy(sound);
        var order = Enumerable.Range(0, sound.Classes).Select(i => (long)(i == first ? second : i == second ? first : i)).ToArray();
        using var fixedNow = no_grad();
        Parameter(copy, "input.weight").copy_(Parameter(sound, "input.weight").index_select(1, tensor(order)));
        return copy;
    }

    /// <summary>The weights that a constraint with another limit than 1 would leave: Σ|p| is up to <paramref name="limit"/>.</summary>
    public static PropagationWeights Loose(PropagationWeights raw, float limit)
    {
        var constrained = Stability.Constrain(raw);
        return new PropagationWeights(constrained.Connection, constrained.Shape, Array.ConvertAll(constrained.Values, p => limit * p));
    }

    private static SpnRefiner Copy(SpnRefiner model)
    {
        var copy = new SpnRefiner(model.Options);
        copy.load_state_dict(model.state_dict());
        return copy;
    }

    private static Tensor Parameter(SpnRefiner model, string name) => model.named_parameters().Single(one => one.name == name).parameter;
}

using Spn.Arrays;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>
/// <c>torch.optim.SGD</c> or <c>torch.optim.Adam</c> over the parameters of a model, with a group for each rate factor, and without decay
/// for what has one axis: biases, and the scales of batch normalisation. What it remembers can be read and written, tensor by tensor.
/// </summary>
internal sealed class TorchOptimiser : IDisposable
{
    private readonly OptimizerHelper _torch;
    private readonly List<(ParamGroup Group, double Factor)> _groups;
    private readonly List<(string Name, Parameter Parameter, OptimizerState State)> _parameters;

    public TorchOptimiser(ISegmenter model, OptimiserOptions options)
    {
        Options = options;
        var groups = model.Module.named_parameters().Where(one => one.parameter.requires_grad)
            .GroupBy(one => (Factor: model.RateFactor(one.name), Decay: one.parameter.dim() > 1 ? options.WeightDecay : 0)).ToList();
        if (options.Kind == OptimiserKind.Sgd)
        {
            SGD.ParamGroup[] own = [.. groups.Select(group => new SGD.ParamGroup(
                [.. group.Select(one => one.parameter)], momentum: options.Momentum, weight_decay: group.Key.Decay))];
            (_torch, _groups) = (optim.SGD(own, 1), [.. own.Zip(groups, (one, group) => (one, group.Key.Factor))]);
        }
        else
        {
            Adam.ParamGroup[] own = [.. groups.Select(group => new Adam.ParamGroup(
                [.. group.Select(one => one.parameter)], beta1: options.Momentum, weight_decay: group.Key.Decay))];
            (_torch, _groups) = (optim.Adam(own), [.. own.Zip(groups, (one, group) => (one, group.Key.Factor))]);
        }

        _parameters =
            [.. groups.SelectMany(group => group).Zip(_torch.state_dict().State, (one, state) => (one.name, one.parameter, state))];
        // torch makes these at the first step; made here, a run that goes on is in the same state as one that has never stopped.
        foreach (var (_, parameter, state) in _parameters)
            if (state is SGD.State sgd)
                sgd.momentum_buffer = torch.zeros_like(parameter).DetachFromDisposeScope();
    }

    public OptimiserOptions Options { get; }

    /// <summary>Forgets all gradients.</summary>
    public void ZeroGradients()
    {
        foreach (var (_, parameter, _) in _parameters)
            parameter.grad = null;
    }

    /// <summary>Clips the gradients as the options say, all together.</summary>
    /// <returns>Their norm before, which is not finite if any of them is not.</returns>
    public double ClipGradients() =>
        nn.utils.clip_grad_norm_(
            _parameters.Select(one => one.Parameter), Options.ClipNorm > 0 ? Options.ClipNorm : double.PositiveInfinity);

    /// <summary>One step along the gradients.</summary>
    /// <param name="rate">The learning rate of this step; each group multiplies it by its own factor.</param>
    public void Step(double rate)
    {
        foreach (var (group, factor) in _groups)
            group.LearningRate = rate * factor;
        _torch.step();
    }

    /// <summary>What it remembers, in the order of the parameters: <c>momentum.NAME</c> and, for Adam, <c>second.NAME</c>.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Memory() => _parameters.SelectMany(one => one.State is Adam.State adam
        ? (IEnumerable<(string, Tensor)>)[($"momentum.{one.Name}", adam.exp_avg), ($"second.{one.Name}", adam.exp_avg_sq)]
        : [($"momentum.{one.Name}", ((SGD.State)one.State).momentum_buffer)]);

    /// <summary>Remembers what another one did after so many steps.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing or of another shape, or there are more.</exception>
    public void Restore(StoredTensors memory, long steps)
    {
        foreach (var (name, tensor) in Memory())
            memory.Take(name, tensor);
        memory.Finish();
        foreach (var (_, _, state) in _parameters)
            if (state is Adam.State adam)
                adam.step = steps;
    }

    public void Dispose() => _torch.Dispose();
}

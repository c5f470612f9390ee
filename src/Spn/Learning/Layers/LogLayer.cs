using System.Numerics.Tensors;

namespace Spn.Learning;

/// <summary>log max(x, floor): probabilities as the scores whose softmax they are. Below the floor no gradient passes.</summary>
public sealed class LogLayer : Layer
{
    private readonly float _floor;

    /// <summary>A logarithm.</summary>
    /// <param name="name">Unique in the network.</param>
    /// <param name="floor">Above 0, below 1: how sure of itself a probability map may be.</param>
    public LogLayer(string name, double floor) : base(name)
    {
        if (!(floor > 0 && floor < 1) || (float)floor == 0)
            throw new ArgumentOutOfRangeException(nameof(floor), FormattableString.Invariant($"expected a floor above 0 and below 1, got {floor}."));
        _floor = (float)floor;
    }

    /// <inheritdoc/>
    public override string Kind => FormattableString.Invariant($"log, floor {_floor:g2}");

    /// <inheritdoc/>
    public override MapShape OutputShape(IReadOnlyList<MapShape> inputs) => Single(inputs);

    /// <inheritdoc/>
    public override void Forward(IReadOnlyList<FeatureMap> inputs, FeatureMap output, int threads = 0) =>
        ItemTeam.Blocks(output.Values.Length, threads, (start, length) =>
        {
            var part = output.Values.AsSpan(start, length);
            TensorPrimitives.Max(inputs[0].Values.AsSpan(start, length), _floor, part);
            TensorPrimitives.Log(part, part);
        });

    /// <inheritdoc/>
    public override void Backward(
        IReadOnlyList<FeatureMap> inputs, FeatureMap output, FeatureMap gradOutput, IReadOnlyList<FeatureMap?> gradInputs, int threads = 0)
    {
        if (gradInputs[0] is not { } gradInput)
            return;
        ItemTeam.Blocks(output.Values.Length, threads, (start, length) =>
        {
            for (var i = start; i < start + length; i++)
                gradInput.Values[i] = inputs[0].Values[i] > _floor ? gradOutput.Values[i] / inputs[0].Values[i] : 0;
        });
    }
}

using System.Numerics.Tensors;

namespace Spn.Learning;

/// <summary>The mean of blocks of f×f pixels, N×C×H×W to N×C×(H/f)×(W/f): a smaller image without aliasing.</summary>
public sealed class BlockMeanLayer : Layer
{
    private readonly int _factor;

    /// <summary>A block mean.</summary>
    /// <param name="name">Unique in the network.</param>
    /// <param name="factor">f, at least one; the extents of the input must be multiples of it.</param>
    public BlockMeanLayer(string name, int factor) : base(name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        _factor = factor;
    }

    /// <inheritdoc/>
    public override string Kind => $"mean {_factor}×{_factor}";

    /// <inheritdoc/>
    public override MapShape OutputShape(IReadOnlyList<MapShape> inputs)
    {
        var input = Single(inputs);
        return input.Height % _factor == 0 && input.Width % _factor == 0
            ? input with { Height = input.Height / _factor, Width = input.Width / _factor }
            : throw Wrong($"extents that are multiples of {_factor}", $"{input}");
    }

    /// <inheritdoc/>
    public override void Forward(IReadOnlyList<FeatureMap> inputs, FeatureMap output, int threads = 0)
    {
        var input = inputs[0];
        ItemTeam.Run(input.Shape.Planes, input.Shape.Count, threads, input.Width, (plane, scratch) =>
        {
            Span<float> from = Planes.Of(input, plane), to = Planes.Of(output, plane), sum = scratch[..input.Width];
            for (var row = 0; row < output.Height; row++)
            {
                sum.Clear();
                for (var i = 0; i < _factor; i++)
                    TensorPrimitives.Add(from.Slice((row * _factor + i) * input.Width, input.Width), sum, sum);
                for (var column = 0; column < output.Width; column++)
                    to[row * output.Width + column] = TensorPrimitives.Sum<float>(sum.Slice(column * _factor, _factor)) / (_factor * _factor);
            }
        });
    }

    /// <inheritdoc/>
    public override void Backward(
        IReadOnlyList<FeatureMap> inputs, FeatureMap output, FeatureMap gradOutput, IReadOnlyList<FeatureMap?> gradInputs, int threads = 0)
    {
        if (gradInputs[0] is not { } gradInput)
            return;
        ItemTeam.Run(gradInput.Shape.Planes, gradInput.Shape.Count, threads, 0, (plane, _) =>
        {
            Span<float> from = Planes.Of(gradOutput, plane), to = Planes.Of(gradInput, plane);
            for (var row = 0; row < gradInput.Height; row++)
                for (var column = 0; column < gradOutput.Width; column++)
                    to.Slice(row * gradInput.Width + column * _factor, _factor)
                        .Fill(from[row / _factor * gradOutput.Width + column] / (_factor * _factor));
        });
    }
}

namespace Spn.Learning;

/// <summary>
/// Continues a map to the right and below with its last column and row, up to multiples of a number: N×C×H×W to N×C×H′×W′. So a
/// network with pooling takes images of any size; <see cref="CropLayer"/> undoes it at the end.
/// </summary>
public sealed class PadLayer : Layer
{
    private readonly int _multiple;

    /// <summary>A padding.</summary>
    /// <param name="name">Unique in the network.</param>
    /// <param name="multiple">What the extents become multiples of, at least one.</param>
    public PadLayer(string name, int multiple) : base(name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(multiple, 1);
        _multiple = multiple;
    }

    /// <inheritdoc/>
    public override string Kind => $"pad to ×{_multiple}";

    /// <inheritdoc/>
    public override MapShape OutputShape(IReadOnlyList<MapShape> inputs)
    {
        var input = Single(inputs);
        return input with { Height = Up(input.Height), Width = Up(input.Width) };
    }

    /// <inheritdoc/>
    public override void Forward(IReadOnlyList<FeatureMap> inputs, FeatureMap output, int threads = 0)
    {
        var input = inputs[0];
        ItemTeam.Run(output.Shape.Planes, output.Shape.Count, threads, 0, (plane, _) =>
        {
            Span<float> from = Planes.Of(input, plane), to = Planes.Of(output, plane);
            for (var row = 0; row < output.Height; row++)
            {
                var source = from.Slice(Math.Min(row, input.Height - 1) * input.Width, input.Width);
                var target = to.Slice(row * output.Width, output.Width);
                source.CopyTo(target);
                target[input.Width..].Fill(source[^1]);
            }
        });
    }

    /// <inheritdoc/>
    public override void Backward(
        IReadOnlyList<FeatureMap> inputs, FeatureMap output, FeatureMap gradOutput, IReadOnlyList<FeatureMap?> gradInputs, int threads = 0)
    {
        if (gradInputs[0] is not { } gradInput)
            return;
        ItemTeam.Run(gradOutput.Shape.Planes, gradOutput.Shape.Count, threads, 0, (plane, _) =>
        {
            Span<float> from = Planes.Of(gradOutput, plane), to = Planes.Of(gradInput, plane);
            to.Clear();
            for (var row = 0; row < gradOutput.Height; row++)
                for (var column = 0; column < gradOutput.Width; column++)
                    to[Math.Min(row, gradInput.Height - 1) * gradInput.Width + Math.Min(column, gradInput.Width - 1)] += from[row * gradOutput.Width + column];
        });
    }

    private int Up(int extent) => checked((int)(((long)extent + _multiple - 1) / _multiple * _multiple));
}

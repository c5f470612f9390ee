namespace Spn.Learning;

/// <summary>The upper left part of a map, of the extent of another one: N×C×H′×W′ and N×C′×H×W to N×C×H×W. Undoes <see cref="PadLayer"/>.</summary>
/// <param name="name">Unique in the network.</param>
public sealed class CropLayer(string name) : Layer(name)
{
    /// <inheritdoc/>
    public override string Kind => "crop";

    /// <inheritdoc/>
    public override MapShape OutputShape(IReadOnlyList<MapShape> inputs)
    {
        MapShape source = Expected(inputs, 2)[0], like = inputs[1];
        return source.Batch == like.Batch && source.Height >= like.Height && source.Width >= like.Width
            ? source with { Height = like.Height, Width = like.Width }
            : throw Wrong("a map at least as large as the one it is cropped to", $"{source} and {like}");
    }

    /// <inheritdoc/>
    public override void Forward(IReadOnlyList<FeatureMap> inputs, FeatureMap output, int threads = 0)
    {
        var input = inputs[0];
        ItemTeam.Run(output.Shape.Planes, output.Shape.Count, threads, 0, (plane, _) =>
        {
            Span<float> from = Planes.Of(input, plane), to = Planes.Of(output, plane);
            for (var row = 0; row < output.Height; row++)
                from.Slice(row * input.Width, output.Width).CopyTo(to[(row * output.Width)..]);
        });
    }

    /// <inheritdoc/>
    public override void Backward(
        IReadOnlyList<FeatureMap> inputs, FeatureMap output, FeatureMap gradOutput, IReadOnlyList<FeatureMap?> gradInputs, int threads = 0)
    {
        if (gradInputs[1] is { } like)
            Array.Clear(like.Values);
        if (gradInputs[0] is not { } gradInput)
            return;
        ItemTeam.Run(gradInput.Shape.Planes, gradInput.Shape.Count, threads, 0, (plane, _) =>
        {
            Span<float> from = Planes.Of(gradOutput, plane), to = Planes.Of(gradInput, plane);
            for (var row = 0; row < gradInput.Height; row++)
            {
                var target = to.Slice(row * gradInput.Width, gradInput.Width);
                target.Clear();
                if (row < gradOutput.Height)
                    from.Slice(row * gradOutput.Width, gradOutput.Width).CopyTo(target);
            }
        });
    }

    internal override bool PassesGradient(int input) => input == 0;
}

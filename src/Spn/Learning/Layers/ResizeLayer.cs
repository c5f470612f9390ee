namespace Spn.Learning;

/// <summary>
/// Bilinear interpolation to the extent of another map, up or down: N×C×h×w and N×C′×H×W to N×C×H×W. The same as
/// <see cref="Imaging.Resize.Bilinear"/>, so by exactly one half it is the mean of 2×2 blocks. The second input gives its extent alone; its gradient is zero.
/// </summary>
/// <param name="name">Unique in the network.</param>
public sealed class ResizeLayer(string name) : Layer(name)
{
    private BilinearAxis? _rows, _columns;

    /// <inheritdoc/>
    public override string Kind => "bilinear";

    /// <inheritdoc/>
    public override MapShape OutputShape(IReadOnlyList<MapShape> inputs)
    {
        MapShape source = Expected(inputs, 2)[0], like = inputs[1];
        return source.Batch == like.Batch ? source with { Height = like.Height, Width = like.Width } : throw Wrong("maps of one batch", $"{source} and {like}");
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<MapShape> inputs) =>
        2 * (OutputShape(inputs).Count + inputs[0].Count / inputs[0].Width * inputs[1].Width);

    /// <inheritdoc/>
    public override void Forward(IReadOnlyList<FeatureMap> inputs, FeatureMap output, int threads = 0)
    {
        var input = inputs[0];
        var (rows, columns) = Axes(input.Shape, output.Shape);
        ItemTeam.Run(input.Shape.Planes, output.Shape.Count, threads, input.Height * output.Width, (plane, scratch) =>
        {
            var from = input.Values.AsSpan(plane * input.Shape.PlaneSize, input.Shape.PlaneSize);
            var to = output.Values.AsSpan(plane * output.Shape.PlaneSize, output.Shape.PlaneSize);
            for (var row = 0; row < input.Height; row++)
                columns.Gather(from.Slice(row * input.Width, input.Width), scratch.Slice(row * output.Width, output.Width));
            rows.GatherRows(scratch, to, output.Width);
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
        var (rows, columns) = Axes(gradInput.Shape, gradOutput.Shape);
        ItemTeam.Run(gradInput.Shape.Planes, gradOutput.Shape.Count, threads, gradInput.Height * gradOutput.Width, (plane, scratch) =>
        {
            var from = gradOutput.Values.AsSpan(plane * gradOutput.Shape.PlaneSize, gradOutput.Shape.PlaneSize);
            var to = gradInput.Values.AsSpan(plane * gradInput.Shape.PlaneSize, gradInput.Shape.PlaneSize);
            rows.ScatterRows(from, scratch[..(gradInput.Height * gradOutput.Width)], gradOutput.Width);
            for (var row = 0; row < gradInput.Height; row++)
                columns.Scatter(scratch.Slice(row * gradOutput.Width, gradOutput.Width), to.Slice(row * gradInput.Width, gradInput.Width));
        });
    }

    internal override bool PassesGradient(int input) => input == 0;

    private Axes2 Axes(MapShape from, MapShape to)
    {
        if (_rows?.Fits(from.Height, to.Height) != true)
            _rows = new BilinearAxis(from.Height, to.Height);
        if (_columns?.Fits(from.Width, to.Width) != true)
            _columns = new BilinearAxis(from.Width, to.Width);
        return new Axes2(_rows, _columns);
    }

    private readonly record struct Axes2(BilinearAxis Rows, BilinearAxis Columns);
}

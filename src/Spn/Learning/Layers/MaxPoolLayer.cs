namespace Spn.Learning;

/// <summary>
/// The maximum of each 2×2 block, N×C×H×W to N×C×⌈H/2⌉×⌈W/2⌉; blocks at an odd edge are cut. The gradient goes to the first of equal
/// maxima in reading order.
/// </summary>
/// <param name="name">Unique in the network.</param>
public sealed class MaxPoolLayer(string name) : Layer(name)
{
    /// <inheritdoc/>
    public override string Kind => "max-pool 2×2";

    /// <inheritdoc/>
    public override MapShape OutputShape(IReadOnlyList<MapShape> inputs)
    {
        var input = Single(inputs);
        return input with { Height = (input.Height + 1) / 2, Width = (input.Width + 1) / 2 };
    }

    /// <inheritdoc/>
    public override void Forward(IReadOnlyList<FeatureMap> inputs, FeatureMap output, int threads = 0)
    {
        var input = inputs[0];
        ItemTeam.Run(input.Shape.Planes, input.Shape.Count, threads, 0, (plane, _) =>
        {
            var (height, width) = (input.Height, input.Width);
            Span<float> from = Planes.Of(input, plane), to = Planes.Of(output, plane);
            for (var row = 0; row < output.Height; row++)
            {
                // At an odd edge the last row or column stands in for the one that is missing.
                var upper = from.Slice(2 * row * width, width);
                var lower = from.Slice(Math.Min(2 * row + 1, height - 1) * width, width);
                var line = to.Slice(row * output.Width, output.Width);
                for (var column = 0; column < width / 2; column++)
                    line[column] = MathF.Max(
                        MathF.Max(upper[2 * column], upper[2 * column + 1]), MathF.Max(lower[2 * column], lower[2 * column + 1]));
                if (width % 2 == 1)
                    line[^1] = MathF.Max(upper[^1], lower[^1]);
            }
        });
    }

    /// <inheritdoc/>
    public override void Backward(
        IReadOnlyList<FeatureMap> inputs, FeatureMap output, FeatureMap gradOutput, IReadOnlyList<FeatureMap?> gradInputs, int threads = 0)
    {
        if (gradInputs[0] is not { } gradInput)
            return;
        var input = inputs[0];
        ItemTeam.Run(input.Shape.Planes, input.Shape.Count, threads, 0, (plane, _) =>
        {
            var (height, width) = (input.Height, input.Width);
            Span<float> from = Planes.Of(input, plane), to = Planes.Of(gradInput, plane), gradient = Planes.Of(gradOutput, plane), most = Planes.Of(output, plane);
            for (var row = 0; row < output.Height; row++)
            {
                // Past an odd edge the last row or column stands in for the one that is missing, and never wins, being second.
                var (upper, lower) = (2 * row * width, Math.Min(2 * row + 1, height - 1) * width);
                for (var column = 0; column < output.Width; column++)
                {
                    var (left, right) = (2 * column, Math.Min(2 * column + 1, width - 1));
                    var (i, m) = (row * output.Width + column, most[row * output.Width + column]);
                    var g = BitConverter.SingleToInt32Bits(gradient[i]);

                    // Masks in place of branches, which would be guessed wrong most of the time.
                    var first = from[upper + left] == m ? -1 : 0;
                    var second = (from[upper + right] == m ? -1 : 0) & ~first;
                    var third = (from[lower + left] == m ? -1 : 0) & ~first & ~second;
                    var fourth = ~first & ~second & ~third;
                    to[lower + right] = BitConverter.Int32BitsToSingle(g & fourth);
                    to[lower + left] = BitConverter.Int32BitsToSingle(g & third);
                    to[upper + right] = BitConverter.Int32BitsToSingle(g & second);
                    to[upper + left] = BitConverter.Int32BitsToSingle(g & first);
                }
            }
        });
    }
}

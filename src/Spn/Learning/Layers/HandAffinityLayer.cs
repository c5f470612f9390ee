namespace Spn.Learning;

/// <summary>
/// Weights made by hand from an image, N×3×H×W to N×(4·K)×H×W: with similarities <c>e_k = exp(−|ΔI|² / width²)</c> to the neighbours that
/// exist, <c>p_k = strength · e_k · max(e) / Σe</c>; for one-way <c>p = strength · e</c>. Σp ≤ strength. Where there is no neighbour p is 0. A start
/// from which a guidance network learns sooner than from nothing; no gradient passes.
/// </summary>
public sealed class HandAffinityLayer : Layer
{
    private readonly int _neighbours;
    private readonly float _strength, _scale;

    /// <summary>Weights by hand.</summary>
    /// <param name="name">Unique in the network.</param>
    /// <param name="connection">One-way or three-way.</param>
    /// <param name="strength">0 to 1.</param>
    /// <param name="width">The colour difference, in the units of the image, at which similarity has fallen to 1/e; above 0.</param>
    public HandAffinityLayer(string name, Connection connection, double strength, double width) : base(name)
    {
        if (!(strength >= 0 && strength <= 1))
            throw new ArgumentOutOfRangeException(nameof(strength), FormattableString.Invariant($"expected a strength from 0 to 1, got {strength}."));
        Expect.Positive(width, "a width", nameof(width));
        (_neighbours, _strength, _scale) = ((int)connection, (float)strength, (float)(-1 / (width * width)));
    }

    /// <inheritdoc/>
    public override string Kind => "affinity by hand";

    /// <inheritdoc/>
    public override MapShape OutputShape(IReadOnlyList<MapShape> inputs) => Single(inputs) with { Channels = 4 * _neighbours };

    /// <inheritdoc/>
    public override void Forward(IReadOnlyList<FeatureMap> inputs, FeatureMap output, int threads = 0)
    {
        var image = inputs[0];
        ItemTeam.Run(4 * image.Batch, 4 * output.Shape.Count, threads, 0, (item, _) =>
        {
            var (n, direction) = Math.DivRem(item, 4);

            // From the receiving pixel to the neighbour in the middle, and from one neighbour to the next.
            var along = direction switch { 0 => new Pixel(0, -1), 1 => new Pixel(0, 1), 2 => new Pixel(-1, 0), _ => new Pixel(1, 0) };
            var across = direction < 2 ? new Pixel(1, 0) : new Pixel(0, 1);
            for (var row = 0; row < image.Height; row++)
                for (var column = 0; column < image.Width; column++)
                    At(image, output, n, direction, new Pixel(row, column), along, across);
        });
    }

    /// <inheritdoc/>
    public override void Backward(
        IReadOnlyList<FeatureMap> inputs, FeatureMap output, FeatureMap gradOutput, IReadOnlyList<FeatureMap?> gradInputs, int threads = 0)
    {
        if (gradInputs[0] is { } gradInput)
            Array.Clear(gradInput.Values);
    }

    internal override bool PassesGradient(int input) => false;

    private void At(FeatureMap image, FeatureMap output, int n, int direction, Pixel pixel, Pixel along, Pixel across)
    {
        Span<float> similar = stackalloc float[3];
        float sum = 0, most = 0;
        for (var k = 0; k < _neighbours; k++)
        {
            var offset = k - _neighbours / 2;
            var (row, column) = (pixel.Row + along.Row + offset * across.Row, pixel.Column + along.Column + offset * across.Column);
            similar[k] = (uint)row < (uint)image.Height && (uint)column < (uint)image.Width
                ? MathF.Exp(_scale * SquaredDistance(image, n, pixel.Row * image.Width + pixel.Column, row * image.Width + column))
                : 0;
            (sum, most) = (sum + similar[k], MathF.Max(most, similar[k]));
        }

        var share = sum > 0 ? _strength * most / sum : 0;
        var at = (n * 4 + direction) * _neighbours * image.Shape.PlaneSize + pixel.Row * image.Width + pixel.Column;
        for (var k = 0; k < _neighbours; k++)
            output.Values[at + k * image.Shape.PlaneSize] = share * similar[k];
    }

    private static float SquaredDistance(FeatureMap image, int n, int a, int b)
    {
        var (sum, start) = (0f, n * image.Channels * image.Shape.PlaneSize);
        for (var c = 0; c < image.Channels; c++, start += image.Shape.PlaneSize)
        {
            var difference = image.Values[start + a] - image.Values[start + b];
            sum += difference * difference;
        }

        return sum;
    }
}

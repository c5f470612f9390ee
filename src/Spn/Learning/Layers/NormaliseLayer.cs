using System.Numerics.Tensors;

namespace Spn.Learning;

/// <summary>(x − mean) / deviation for each channel, with fixed numbers: brings an image in [0, 1] to the range that a network learns in.</summary>
public sealed class NormaliseLayer : Layer
{
    private readonly double[] _mean, _deviation;

    /// <summary>A normalisation.</summary>
    /// <param name="name">Unique in the network.</param>
    /// <param name="mean">One for each channel.</param>
    /// <param name="deviation">One for each channel, above 0.</param>
    public NormaliseLayer(string name, IReadOnlyList<double> mean, IReadOnlyList<double> deviation) : base(name)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(deviation);
        if (mean.Count != deviation.Count || mean.Count == 0 || !mean.All(double.IsFinite) || !deviation.All(d => d > 0 && double.IsFinite(d)))
            throw new ArgumentException($"expected a finite mean and a deviation above 0 for each channel, got {mean.Count} and {deviation.Count} numbers.", nameof(deviation));
        (_mean, _deviation) = ([.. mean], [.. deviation]);
    }

    /// <inheritdoc/>
    public override string Kind => "normalise";

    /// <inheritdoc/>
    public override MapShape OutputShape(IReadOnlyList<MapShape> inputs)
    {
        var input = Single(inputs);
        return input.Channels == _mean.Length ? input : throw Wrong($"{_mean.Length} channels", $"{input}");
    }

    /// <inheritdoc/>
    public override void Forward(IReadOnlyList<FeatureMap> inputs, FeatureMap output, int threads = 0) =>
        ItemTeam.Run(output.Shape.Planes, output.Shape.Count, threads, 0, (plane, _) =>
        {
            var (n, c) = Math.DivRem(plane, output.Channels);
            TensorPrimitives.Subtract(inputs[0].Plane(n, c), (float)_mean[c], output.Plane(n, c));
            TensorPrimitives.Multiply(output.Plane(n, c), (float)(1 / _deviation[c]), output.Plane(n, c));
        });

    /// <inheritdoc/>
    public override void Backward(
        IReadOnlyList<FeatureMap> inputs, FeatureMap output, FeatureMap gradOutput, IReadOnlyList<FeatureMap?> gradInputs, int threads = 0)
    {
        if (gradInputs[0] is { } gradInput)
            ItemTeam.Run(output.Shape.Planes, output.Shape.Count, threads, 0, (plane, _) =>
            {
                var (n, c) = Math.DivRem(plane, output.Channels);
                TensorPrimitives.Multiply(gradOutput.Plane(n, c), (float)(1 / _deviation[c]), gradInput.Plane(n, c));
            });
    }
}

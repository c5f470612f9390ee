using System.Numerics.Tensors;

namespace Spn.Learning;

/// <summary>Σ aᵢ xᵢ of maps of one shape: Caffe's Eltwise sum with coefficients.</summary>
public sealed class SumLayer : Layer
{
    private readonly float[] _coefficients;

    /// <summary>A sum.</summary>
    /// <param name="name">Unique in the network.</param>
    /// <param name="coefficients">One for each input, at least one.</param>
    public SumLayer(string name, IReadOnlyList<double> coefficients) : base(name)
    {
        ArgumentNullException.ThrowIfNull(coefficients);
        if (coefficients.Count == 0 || !coefficients.All(double.IsFinite))
            throw new ArgumentException($"expected at least one finite coefficient, got {coefficients.Count}.", nameof(coefficients));
        _coefficients = [.. coefficients.Select(a => (float)a)];
    }

    /// <inheritdoc/>
    public override string Kind => _coefficients.All(a => a == 1)
        ? "sum"
        : "sum " + string.Concat(_coefficients.Select((a, i) => FormattableString.Invariant($"{(a < 0 ? "−" : i > 0 ? "+" : "")}{(Math.Abs(a) == 1 ? "" : $"{Math.Abs(a)}·")}{(char)('a' + i)}")));

    /// <inheritdoc/>
    public override MapShape OutputShape(IReadOnlyList<MapShape> inputs)
    {
        foreach (var input in Expected(inputs, _coefficients.Length))
            if (input != inputs[0])
                throw Wrong("maps of one shape", string.Join(" and ", inputs));
        return inputs[0];
    }

    /// <inheritdoc/>
    public override void Forward(IReadOnlyList<FeatureMap> inputs, FeatureMap output, int threads = 0) =>
        ItemTeam.Blocks(output.Values.Length, threads, (start, length) =>
        {
            var sum = output.Values.AsSpan(start, length);
            TensorPrimitives.Multiply(inputs[0].Values.AsSpan(start, length), _coefficients[0], sum);
            for (var i = 1; i < _coefficients.Length; i++)
                TensorPrimitives.MultiplyAdd(inputs[i].Values.AsSpan(start, length), _coefficients[i], sum, sum);
        });

    /// <inheritdoc/>
    public override void Backward(
        IReadOnlyList<FeatureMap> inputs, FeatureMap output, FeatureMap gradOutput, IReadOnlyList<FeatureMap?> gradInputs, int threads = 0) =>
        ItemTeam.Blocks(gradOutput.Values.Length, threads, (start, length) =>
        {
            for (var i = 0; i < _coefficients.Length; i++)
                if (gradInputs[i] is { } gradInput)
                    TensorPrimitives.Multiply(gradOutput.Values.AsSpan(start, length), _coefficients[i], gradInput.Values.AsSpan(start, length));
        });
}

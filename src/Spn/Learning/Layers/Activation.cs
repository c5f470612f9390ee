using System.Numerics;
using System.Numerics.Tensors;

namespace Spn.Learning;

/// <summary>What follows a convolution, element by element.</summary>
public enum Activation
{
    /// <summary>y = x.</summary>
    None,

    /// <summary>y = max(x, 0).</summary>
    Relu,

    /// <summary>y = x where x &gt; 0, eˣ − 1 elsewhere (Clevert et al. 2015, α = 1).</summary>
    Elu,
}

/// <summary>Activations in place. Their derivative is a function of their value, so the input need not be kept.</summary>
internal static class Activations
{
    /// <summary>The name as printed in tables; empty for none.</summary>
    public static string Describe(Activation activation) => activation switch
    {
        Activation.None => "",
        Activation.Relu => "ReLU",
        Activation.Elu => "ELU",
        _ => throw Unknown(activation),
    };

    /// <summary>y = f(x), overwriting x.</summary>
    public static void Apply(Activation activation, FeatureMap map, int threads)
    {
        if (activation == Activation.None)
            return;
        var values = map.Values;
        ItemTeam.Blocks(values.Length, threads, (start, length) => Apply(activation, values.AsSpan(start, length)));
    }

    /// <summary>∂x = ∂y f′(x), overwriting ∂y; <paramref name="output"/> is y.</summary>
    public static void Backward(Activation activation, FeatureMap output, FeatureMap gradient, int threads)
    {
        if (activation == Activation.None)
            return;
        float[] values = output.Values, gradients = gradient.Values;
        ItemTeam.Blocks(values.Length, threads, (start, length) => Backward(activation, values.AsSpan(start, length), gradients.AsSpan(start, length)));
    }

    private static void Apply(Activation activation, Span<float> values)
    {
        switch (activation)
        {
            case Activation.Relu:
                TensorPrimitives.Max(values, 0f, values);
                break;
            case Activation.Elu:
                Span<float> below = stackalloc float[256];
                for (var start = 0; start < values.Length; start += below.Length)
                {
                    // max(x, 0) + (e^min(x, 0) − 1): both terms pass NaN on.
                    var part = values.Slice(start, Math.Min(below.Length, values.Length - start));
                    var low = below[..part.Length];
                    TensorPrimitives.Min(part, 0f, low);
                    TensorPrimitives.ExpM1(low, low);
                    TensorPrimitives.Max(part, 0f, part);
                    TensorPrimitives.Add(part, low, part);
                }

                break;
            default:
                throw Unknown(activation);
        }
    }

    private static void Backward(Activation activation, ReadOnlySpan<float> values, Span<float> gradients)
    {
        var i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var (y, g) = (new Vector<float>(values[i..]), new Vector<float>(gradients[i..]));
            var x = activation == Activation.Relu
                ? Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<float>.Zero), g, Vector<float>.Zero)
                : g * (Vector.Min(y, Vector<float>.Zero) + Vector<float>.One);
            x.CopyTo(gradients[i..]);
        }

        for (; i < values.Length; i++)
            gradients[i] = activation == Activation.Relu ? values[i] > 0 ? gradients[i] : 0 : gradients[i] * (MathF.Min(values[i], 0) + 1);
    }

    private static ArgumentOutOfRangeException Unknown(Activation activation) =>
        new(nameof(activation), $"expected None, Relu or Elu, got {activation}.");
}

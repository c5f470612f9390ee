using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>
/// Convolutions whose weights come from a generator of ours: the same for the same seed on every machine, whatever torch's own generator
/// does.
/// </summary>
internal static class InitialWeights
{
    /// <summary>
    /// A convolution of k/2 zeros around the map. Its weights are normal with variance gain²·2 / (I·k²) (He et al. 2015, for the ReLU
    /// that follows), its bias is zero.
    /// </summary>
    public static Conv2d Convolution(
        Random random, int inputs, int outputs, int kernel = 3, int stride = 1, double gain = 1, bool bias = true)
    {
        var convolution = nn.Conv2d(inputs, outputs, kernel_size: kernel, stride: stride, padding: kernel / 2, bias: bias);
        Fill(convolution.weight, Normal(random, outputs * inputs * kernel * kernel, gain * Math.Sqrt(2.0 / (inputs * kernel * kernel))));
        if (convolution.bias is { } zero)
            Fill(zero, new float[outputs]);
        return convolution;
    }

    /// <summary>Overwrites a parameter or buffer.</summary>
    public static void Fill(Tensor parameter, float[] values)
    {
        using var scope = NewDisposeScope();
        using var quiet = NoCollection.Begin();
        using var fixedNow = no_grad();
        parameter.copy_(tensor(values, parameter.shape));
    }

    /// <summary>Independent normal numbers of mean zero, by the method of Box and Muller.</summary>
    private static float[] Normal(Random random, int count, double deviation)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            values[i] = (float)(deviation * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return values;
    }
}

namespace Spn.Learning;

/// <summary>
/// How many numbers a model holds at least: asked before it is allocated, so that a configuration can ask for no more memory than its file
/// holds.
/// </summary>
internal static class ModelSize
{
    /// <summary>The most that a config may ask for: ten times VGG-16.</summary>
    private const long Most = 250_000_000;

    /// <summary>Refuses a network that nobody could wait for.</summary>
    /// <exception cref="ArgumentException">It has more than 250 million weights.</exception>
    public static void Check(long size)
    {
        if (size > Most)
            throw new ArgumentException($"expected a network of at most {Most} weights, got {size}; give its levels fewer channels.");
    }

    public static long Of(RefinerOptions options) =>
        Of(options.Guidance, options.Outputs, options.WeightKernel);

    public static long Of(BaselineOptions options) => Of(options.Network, options.Classes, kernel: 3);

    private const long OfResNet18 = 11_000_000;

    /// <summary>The weights of the convolutions: down, up with the map of each level beside, and the last one.</summary>
    private static long Of(GuidanceOptions network, long outputs, int kernel)
    {
        network.Check();
        var resNet = network.Backbone == Backbone.ResNet18;
        var down = resNet ? ResNet18Encoder.Channels : network.Encoder;
        long sum = resNet ? OfResNet18 : 0, inputs = resNet ? down[^1] : 3;
        for (var level = 0; level < down.Count && !resNet; level++)
            for (var i = 0; i < (network.Convolutions.Count == 0 ? 1 : network.Convolutions[level]); i++)
            {
                sum += 9 * inputs * down[level];
                inputs = down[level];
            }

        for (var i = 0; i < network.Decoder.Count; i++)
        {
            var side = i == network.Decoder.Count - 1 ? network.LastKernel : 3;
            sum += side * side * (inputs + down[^(i + 2)]) * network.Decoder[i];
            inputs = network.Decoder[i];
        }

        return sum + kernel * kernel * inputs * outputs;
    }
}

namespace Spn.Learning;

/// <summary>Adds the layers of a <see cref="UNetOptions"/> to a network.</summary>
internal static class UNet
{
    /// <summary>From the layer before to the last convolution on the way up.</summary>
    /// <param name="network">Where the layers go.</param>
    /// <param name="options">The structure.</param>
    /// <param name="beside">A map of the input's size that is put beside what the first convolution gives, shrunk where that is; null for none.</param>
    public static NetworkBuilder Append(NetworkBuilder network, UNetOptions options, string? beside = null)
    {
        options.Check();
        var convolution = ConvolutionOptions.Default.WithActivation(options.Activation);
        var skips = new string[options.Encoder.Count + 1];
        for (var level = 1; level <= options.Encoder.Count; level++)
        {
            if (level > 1)
                network.MaxPool($"pool{level - 1}");
            var count = options.Convolutions.Count == 0 ? 1 : options.Convolutions[level - 1];
            for (var i = 1; i <= count; i++)
            {
                network.Convolution(count == 1 ? $"encode{level}" : $"encode{level}_{i}", options.Encoder[level - 1],
                    level == 1 && i == 1 ? convolution.WithStride(options.Stride) : convolution);
                if (level == 1 && i == 1 && beside is not null)
                {
                    var first = network.Previous;
                    if (options.Stride > 1)
                        network.Resize($"{beside}-small", like: first, from: beside);
                    network.Concat("beside", first, options.Stride > 1 ? network.Previous : beside);
                }
            }

            skips[level] = network.Previous;
        }

        for (var i = 0; i < options.Decoder.Count; i++)
        {
            var level = options.Encoder.Count - 1 - i;
            network.Resize($"up{level}", like: skips[level])
                .Concat($"skip{level}", $"up{level}", skips[level])
                .Convolution($"decode{level}", options.Decoder[i], i == options.Decoder.Count - 1 ? convolution.WithKernel(options.LastKernel) : convolution);
        }

        return network;
    }
}

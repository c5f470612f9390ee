namespace Spn.Learning;

/// <summary>Adds the layers of a <see cref="UNetOptions"/> to a network.</summary>
internal static class UNet
{
    /// <summary>From the layer before to the last convolution on the way up.</summary>
    public static NetworkBuilder Append(NetworkBuilder network, UNetOptions options)
    {
        options.Check();
        var convolution = ConvolutionOptions.Default.WithActivation(options.Activation);
        for (var level = 1; level <= options.Encoder.Count; level++)
        {
            if (level > 1)
                network.MaxPool($"pool{level - 1}");
            network.Convolution($"encode{level}", options.Encoder[level - 1], convolution);
        }

        for (var i = 0; i < options.Decoder.Count; i++)
        {
            var level = options.Encoder.Count - 1 - i;
            network.Resize($"up{level}", like: $"encode{level}")
                .Concat($"skip{level}", $"up{level}", $"encode{level}")
                .Convolution($"decode{level}", options.Decoder[i], convolution);
        }

        return network;
    }
}

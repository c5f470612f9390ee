namespace Spn.Learning;

/// <summary>The layers of a refiner.</summary>
internal static class RefinerNetwork
{
    public const string Weights = "weights";
    public const string Propagated = "propagate";

    public static Network Build(RefinerOptions options, StoredTensors? stored)
    {
        var guidance = options.Guidance;
        var stride = 1 << guidance.Level;
        var multiple = guidance.Multiple;
        var linear = ConvolutionOptions.Default.WithActivation(Activation.None);
        var builder = new NetworkBuilder(options.Seed, stored)
            .Input("image", 3)
            .Input("coarse", options.Classes)
            .Pad("padded-coarse", multiple, from: "coarse")
            .Pad("padded-image", multiple, from: "image");
        if (options.Input == RefinerInput.LogProbabilities || options.Output == RefinerOutput.Change || options.GuidanceSeesCoarse)
            builder.Log("log", options.Floor, from: "padded-coarse");
        if (options.GuidanceSeesCoarse)
        {
            // log p from −7 to 0 as about −1 to 1.
            double[] each = [.. Enumerable.Repeat(1 / 0.3, options.Classes)];
            builder.Normalise("seen", Array.ConvertAll(each, x => -x), each, from: "log");
        }

        builder.Normalise("normalise", guidance.Mean, guidance.Deviation, from: "padded-image");
        UNet.Append(builder, guidance, options.GuidanceSeesCoarse ? "seen" : null);
        if (options.HandStrength > 0)
        {
            var learned = builder.Previous;
            if (stride > 1)
                builder.Resize("small-image", like: learned, from: "padded-image");
            builder.HandAffinity("hand", options.Connection, options.HandStrength, options.HandWidth, stride > 1 ? "small-image" : "padded-image")
                .Concat("with-hand", learned, "hand");
        }

        builder.Convolution(Weights, 4 * (int)options.Connection * (options.SharedWeights ? 1 : options.Channels), linear.WithKernel(options.WeightKernel).WithInitialGain(options.WeightGain));
        builder.Convolution("input", options.Channels, linear.WithStride(stride).WithInitialGain(0.1), from: options.Input == RefinerInput.LogProbabilities ? "log" : "padded-coarse")
            .Propagate(Propagated, options.Connection, "input", Weights);
        if (options.Output == RefinerOutput.Change)
            builder.Subtract("change", Propagated, "input");
        builder.Convolution("output", options.Classes, linear.WithKernel(options.OutputKernel).WithInitialGain(0));
        if (stride > 1)
            builder.Resize("upsampled", like: "padded-coarse");
        if (options.Output == RefinerOutput.Change)
            builder.Sum("refined", "log", builder.Previous);
        var network = builder.Crop("scores", like: "coarse").Build();
        PassClassesThrough(network, options, stride);
        if (options.HandStrength > 0)
            CopyHandAffinity(network.Parameters.Single(parameter => parameter.Name == $"{Weights}.weight"), options);
        foreach (var parameter in network.Parameters)
            parameter.RateFactor = parameter.Name.Split('.')[0] switch
            {
                Weights => options.WeightRate,
                "input" or "output" => options.TransformRate,
                _ => 1,
            };
        return network;
    }

    /// <summary>The last guidance convolution starts as the copy, for every channel, of the weights by hand, which are the last of its inputs.</summary>
    private static void CopyHandAffinity(Parameter weights, RefinerOptions options)
    {
        int inputs = weights.Shape[1], taps = weights.Shape[2] * weights.Shape[3], hand = 4 * (int)options.Connection;
        var channels = weights.Shape[0] / hand;
        for (var o = 0; o < weights.Shape[0]; o++)
        {
            var ofHand = weights.Values.AsSpan((o * inputs + inputs - hand) * taps, hand * taps);
            ofHand.Clear();
            ofHand[o / channels * taps + taps / 2] = 1;
        }
    }

    /// <summary>
    /// The first channels start as the classes: on the way in the mean of the stride×stride pixels under each propagated one, on the way
    /// out the gain. With pairs the next ones start as their negatives, and each of a pair has half the gain. The other channels start as
    /// small random filters that the output does not see yet.
    /// </summary>
    private static void PassClassesThrough(Network network, RefinerOptions options, int stride)
    {
        float[] Values(string name) => network.Parameters.Single(parameter => parameter.Name == name).Values;
        float[] input = Values("input.weight"), output = Values("output.weight");
        Array.Fill(Values($"{Weights}.bias"), (float)(options.InitialWeight / (int)options.Connection));
        var classes = options.Classes;
        var started = options.Pairs ? 2 * classes : classes;
        input.AsSpan(0, started * classes * 9).Clear();
        for (var channel = 0; channel < started; channel++)
        {
            var (c, sign) = (channel % classes, channel < classes ? 1f : -1f);
            // Row and column 1 of the kernel lie on the pixel itself.
            for (var row = 1; row <= stride; row++)
                for (var column = 1; column <= stride; column++)
                    input[((channel * classes + c) * 3 + row) * 3 + column] = sign / (stride * stride);
            var taps = options.OutputKernel * options.OutputKernel;
            output[(c * options.Channels + channel) * taps + taps / 2] = sign * (float)options.OutputGain / (options.Pairs ? 2 : 1);
        }
    }
}

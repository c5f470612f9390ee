namespace Spn.Learning;

/// <summary>A baseline segmenter: the image shrunk by Scale → a symmetric U-net → class probabilities, upsampled bilinearly to the image's size.</summary>
public sealed record BaselineOptions
{
    /// <summary>The paper's baseline CNN for HELEN: 11 classes; the image and the map are eight times smaller.</summary>
    public static BaselineOptions Helen { get; } = new() { Classes = 11 };

    /// <summary>The paper's CNN-Highres for HELEN: the baseline with three more sub-modules of 16 channels at each end, at the image's own size.</summary>
    public static BaselineOptions HelenHighres { get; } = new()
    {
        Classes = 11,
        Scale = 1,
        Network = UNetOptions.Default.WithEncoder([16, 16, 16, 16, 32, 64, 64]).WithDecoder([64, 64, 32, 16, 16, 16]),
    };

    /// <summary>A baseline for small sets of street scenes (CamVid): two convolutions at each level, at an eighth of the image's size.</summary>
    /// <param name="classes">Number of classes.</param>
    public static BaselineOptions Street(int classes) => new()
    {
        Classes = classes,
        ScoreKernel = 1,
        ScoreGain = 0.05,
        Network = new()
        {
            Encoder = [32, 64, 96],
            Convolutions = [2, 2, 2],
            Decoder = [64, 48],
            Mean = [0.5, 0.5, 0.5],
            Deviation = [0.25, 0.25, 0.25],
        },
    };

    /// <summary>Number of classes.</summary>
    public required int Classes { get; init; }

    /// <summary>How much smaller than the image the network's input and output are.</summary>
    public int Scale { get; init; } = 8;

    /// <summary>The network; it ends at the size it starts at.</summary>
    public UNetOptions Network { get; init; } = UNetOptions.Default.WithDecoder([64, 64, 32]);

    /// <summary>The kernel of the last convolution, which gives the scores: 3 or 1.</summary>
    public int ScoreKernel { get; init; } = 3;

    /// <summary>What its initial weights are multiplied by; small, so that all classes start about equally likely.</summary>
    public double ScoreGain { get; init; } = 1;

    /// <summary>The loss: every pixel of the image against the scores of its cell.</summary>
    public LossOptions Loss { get; init; } = LossOptions.Default;

    /// <summary>How it is applied.</summary>
    public InferenceOptions Inference { get; init; } = InferenceOptions.Default;

    /// <summary>Of the random initial weights.</summary>
    public int Seed { get; init; }

    /// <summary>The same with another number of classes.</summary>
    public BaselineOptions WithClasses(int classes) => this with { Classes = classes };

    /// <summary>The same at another scale.</summary>
    public BaselineOptions WithScale(int scale) => this with { Scale = scale };

    /// <summary>The same with another network.</summary>
    public BaselineOptions WithNetwork(UNetOptions network) => this with { Network = network };

    /// <summary>The same with another kernel of the last convolution.</summary>
    public BaselineOptions WithScoreKernel(int scoreKernel) => this with { ScoreKernel = scoreKernel };

    /// <summary>The same with other initial weights of the last convolution.</summary>
    public BaselineOptions WithScoreGain(double scoreGain) => this with { ScoreGain = scoreGain };

    /// <summary>The same with another loss.</summary>
    public BaselineOptions WithLoss(LossOptions loss) => this with { Loss = loss };

    /// <summary>The same applied otherwise.</summary>
    public BaselineOptions WithInference(InferenceOptions inference) => this with { Inference = inference };

    /// <summary>The same with another seed.</summary>
    public BaselineOptions WithSeed(int seed) => this with { Seed = seed };

    internal BaselineOptions Check()
    {
        if (Classes is < 2 or > 255)
            throw new ArgumentOutOfRangeException(nameof(Classes), $"expected 2 to 255 classes, got {Classes}.");
        if (Scale is < 1 or > 64)
            throw new ArgumentOutOfRangeException(nameof(Scale), $"expected a scale from 1 to 64, got {Scale}.");
        if (Network.Check().Level != 0)
            throw new ArgumentException($"expected a network that ends at the size it starts at, got one that ends {Network.Level} levels below; give it a longer decoder.", nameof(Network));
        Loss.Check(Classes);
        if (Inference.Check().RestrictClasses)
            throw new ArgumentException("expected a baseline without class restriction, which needs a coarse map.", nameof(Inference));
        return this;
    }
}

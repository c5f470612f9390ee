namespace Spn.Learning;

/// <summary>The baseline CNN (the paper's §5): a small U-net on the shrunk image, whose class probabilities are what a refiner starts from.</summary>
/// <remarks>A model serves one call at a time. Results have the same bits for every number of threads.</remarks>
public sealed class BaselineModel : ITrainable
{
    private readonly SoftmaxLoss _loss;
    private InferenceOptions _inference;

    /// <summary>An untrained baseline.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public BaselineModel(BaselineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options.Check();
        Network = Build(options);
        (_loss, _inference) = (new SoftmaxLoss(options.Classes, options.Loss), options.Inference);
    }

    /// <summary>The configuration it was made from.</summary>
    public BaselineOptions Options { get; }

    /// <summary>All layers, from image to scores.</summary>
    public Network Network { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters => Network.Parameters;

    /// <summary>How it is applied; that of <see cref="Options"/> unless changed.</summary>
    public InferenceOptions Inference
    {
        get => _inference;
        set => _inference = (Options with { Inference = value ?? throw new ArgumentNullException(nameof(value)) }).Check().Inference;
    }

    private int Multiple => Options.Scale << (Options.Network.Encoder.Count - 1);

    /// <inheritdoc/>
    public LossResult ForwardBackward(TrainingBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        BatchChecks.Image(batch.Image);
        BatchChecks.Labels(batch.Labels, batch.Image.Shape, Options.Classes);
        var result = _loss.Compute(Network.Forward(batch.Image), batch.Labels, Network.OutputGradient, Network.Threads);
        Network.Backward();
        return result;
    }

    /// <inheritdoc/>
    public FeatureMap Predict(FeatureMap image, FeatureMap? coarse = null)
    {
        BatchChecks.Image(image);
        if (coarse is not null)
            throw new ArgumentException("expected no coarse map, a baseline makes its own; leave it out or load a refiner.", nameof(coarse));
        return Softmax.OverChannels(Tiles.Run([image], _inference, Multiple, parts => Network.Forward(parts)));
    }

    /// <summary>The layers as a table for the image size at which the network works at 128×128.</summary>
    public override string ToString() => Network.Describe(new MapShape(1, 3, 128 * Options.Scale, 128 * Options.Scale)).ToString();

    private static Network Build(BaselineOptions options)
    {
        var builder = new NetworkBuilder(options.Seed)
            .Input("image", 3)
            .Pad("padded-image", options.Scale << (options.Network.Encoder.Count - 1));
        if (options.Scale > 1)
            builder.BlockMean("shrunk", options.Scale);
        builder.Normalise("normalise", options.Network.Mean, options.Network.Deviation);
        UNet.Append(builder, options.Network)
            .Convolution("classes", options.Classes, ConvolutionOptions.Default.WithActivation(Activation.None));
        if (options.Scale > 1)
            builder.Resize("upsampled", like: "padded-image");
        return builder.Crop("scores", like: "image").Build();
    }
}

namespace Spn.Learning;

/// <summary>The baseline CNN (the paper's §5): a small U-net on the shrunk image, whose class probabilities are what a refiner starts from.</summary>
/// <remarks>A model serves one call at a time. Results have the same bits for every number of threads.</remarks>
public sealed class BaselineModel : ITrainable
{
    private readonly BlockLoss _loss;
    private InferenceOptions _inference;

    /// <summary>An untrained baseline.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public BaselineModel(BaselineOptions options) : this(options, null)
    {
    }

    /// <summary>One for the tensors of a checkpoint, none of which it has yet; null for none.</summary>
    /// <exception cref="InvalidDataException">The checkpoint lacks a parameter, or has it with another shape.</exception>
    internal BaselineModel(BaselineOptions options, StoredTensors? stored)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options.Check();
        Network = Build(options, stored);
        (_loss, _inference) = (new BlockLoss(options.Classes, options.Scale, options.Loss), options.Inference);
    }

    /// <summary>The configuration it was made from.</summary>
    public BaselineOptions Options { get; }

    /// <summary>Number of classes.</summary>
    public int Classes => Options.Classes;

    /// <summary>All layers, from image to the scores of cells of scale×scale pixels, those of the padding among them.</summary>
    public Network Network { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters => Network.Parameters;

    /// <summary>How it is applied; that of <see cref="Options"/> unless changed.</summary>
    public InferenceOptions Inference
    {
        get => _inference;
        set => _inference = (Options with { Inference = value ?? throw new ArgumentNullException(nameof(value)) }).Check().Inference;
    }

    private int Multiple => Options.Scale * Options.Network.Multiple;

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
    /// <remarks><see cref="PredictCoarse"/>, upsampled bilinearly.</remarks>
    public FeatureMap Predict(FeatureMap image, FeatureMap? coarse = null)
    {
        BatchChecks.Image(image);
        if (coarse is not null)
            throw new ArgumentException("expected no coarse map, a baseline makes its own; leave it out or load a refiner.", nameof(coarse));
        return Tiles.Run([image], _inference, Multiple, parts => Upsample(PredictCoarse(parts[0]), parts[0]));
    }

    /// <summary>Class probabilities as the network gives them, before they are upsampled.</summary>
    /// <param name="image">N×3×H×W, sRGB in [0, 1].</param>
    /// <returns>N×classes×⌈H/s⌉×⌈W/s⌉ for a scale of s; cells at the right and lower edge may reach beyond the image.</returns>
    public FeatureMap PredictCoarse(FeatureMap image)
    {
        BatchChecks.Image(image);
        var scores = Network.Forward(image);
        return Softmax.OverChannels(Cut(scores, (image.Height - 1) / Options.Scale + 1, (image.Width - 1) / Options.Scale + 1));
    }

    /// <summary>The layers as a table for the image size at which the network works at 128×128.</summary>
    public override string ToString() => Network.Describe(new MapShape(1, 3, 128 * Options.Scale, 128 * Options.Scale)).ToString();

    /// <summary>Each cell becomes scale×scale pixels, of which the image shows what it covers.</summary>
    private FeatureMap Upsample(FeatureMap coarse, FeatureMap image)
    {
        if (Options.Scale == 1)
            return coarse;
        var whole = new FeatureMap(coarse.Shape with { Height = coarse.Height * Options.Scale, Width = coarse.Width * Options.Scale });
        new ResizeLayer("upsampled").Forward([coarse, whole], whole, Network.Threads);
        return Cut(whole, image.Height, image.Width);
    }

    private FeatureMap Cut(FeatureMap map, int height, int width)
    {
        if (map.Height == height && map.Width == width)
            return map;
        var cut = new FeatureMap(map.Shape with { Height = height, Width = width });
        new CropLayer("cut").Forward([map, cut], cut, Network.Threads);
        return cut;
    }

    private static Network Build(BaselineOptions options, StoredTensors? stored)
    {
        var builder = new NetworkBuilder(options.Seed, stored)
            .Input("image", 3)
            .Pad("padded-image", options.Scale * options.Network.Multiple);
        if (options.Scale > 1)
            builder.BlockMean("shrunk", options.Scale);
        builder.Normalise("normalise", options.Network.Mean, options.Network.Deviation);
        return UNet.Append(builder, options.Network)
            .Convolution("scores", options.Classes, ConvolutionOptions.Default.WithActivation(Activation.None).WithKernel(options.ScoreKernel).WithInitialGain(options.ScoreGain))
            .Build();
    }
}

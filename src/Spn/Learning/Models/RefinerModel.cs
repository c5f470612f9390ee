namespace Spn.Learning;

/// <summary>
/// A guidance network and a spatial propagation, trained together, that refine the coarse class probabilities of any segmenter along
/// the edges of the image (the paper's §4 and §5).
/// </summary>
/// <remarks>A model serves one call at a time. Results have the same bits for every number of threads.</remarks>
public sealed class RefinerModel : ITrainable
{
    private readonly SoftmaxLoss _loss;
    private InferenceOptions _inference;

    /// <summary>An untrained refiner, which gives back the coarse map.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public RefinerModel(RefinerOptions options) : this(options, null)
    {
    }

    /// <summary>One for the tensors of a checkpoint, none of which it has yet; null for none.</summary>
    /// <exception cref="InvalidDataException">The checkpoint lacks a parameter, or has it with another shape.</exception>
    internal RefinerModel(RefinerOptions options, StoredTensors? stored)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options.Check();
        Network = RefinerNetwork.Build(options, stored);
        (_loss, _inference) = (new SoftmaxLoss(options.Classes, options.Loss), options.Inference);
    }

    /// <summary>The configuration it was made from.</summary>
    public RefinerOptions Options { get; }

    /// <summary>Number of classes.</summary>
    public int Classes => Options.Classes;

    /// <summary>Three-way or one-way.</summary>
    public Connection Connection => Options.Connection;

    /// <summary>All layers, from image and coarse map to scores.</summary>
    public Network Network { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters => Network.Parameters;

    /// <summary>How it is applied; that of <see cref="Options"/> unless changed.</summary>
    public InferenceOptions Inference
    {
        get => _inference;
        set => _inference = (value ?? throw new ArgumentNullException(nameof(value))).Check();
    }

    /// <inheritdoc/>
    public LossResult ForwardBackward(TrainingBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        BatchChecks.Image(batch.Image);
        var coarse = BatchChecks.Coarse(batch.Coarse, batch.Image.Shape, Options.Classes);
        BatchChecks.Labels(batch.Labels, batch.Image.Shape, Options.Classes);
        var result = _loss.Compute(Network.Forward(batch.Image, coarse), batch.Labels, Network.OutputGradient, Network.Threads);
        Network.Backward();
        return result;
    }

    /// <inheritdoc/>
    public FeatureMap Predict(FeatureMap image, FeatureMap? coarse = null)
    {
        BatchChecks.Image(image);
        coarse = BatchChecks.Coarse(coarse, image.Shape, Options.Classes);
        var multiple = Options.Guidance.Multiple;
        var scores = Tiles.Run([image, coarse], _inference, multiple, parts => Network.Forward(parts));
        if (_inference.RestrictClasses)
            ClassRestriction.Apply(scores, coarse);
        return Softmax.OverChannels(scores);
    }

    /// <summary>What the model does with an image, inside: the weights it finds, what they propagate, and the result. In one piece, whatever <see cref="Inference"/> says of tiles.</summary>
    /// <param name="image">N×3×H×W, sRGB in [0, 1].</param>
    /// <param name="coarse">N×classes×H×W probabilities.</param>
    /// <exception cref="ArgumentException">Shapes do not match the model or one another.</exception>
    public RefinerView Look(FeatureMap image, FeatureMap coarse)
    {
        BatchChecks.Image(image);
        var scores = Network.Forward(image, BatchChecks.Coarse(coarse, image.Shape, Options.Classes)).Copy();
        if (_inference.RestrictClasses)
            ClassRestriction.Apply(scores, coarse);
        var last = Network.Layers.OfType<PropagationLayer>().Single().Last!;
        return new RefinerView(
            Softmax.OverChannels(scores),
            last with { Input = last.Input.Copy(), Weights = last.Weights.Copy(), Output = last.Output.Copy(), Winner = new DirectionMap(last.Winner.Shape, [.. last.Winner.Values]) });
    }

    /// <summary>The weights that the guidance network finds in an image: raw, before the stability constraint, at the size at which is propagated.</summary>
    /// <param name="image">N×3×H×W, sRGB in [0, 1].</param>
    /// <param name="coarse">N×classes×H×W probabilities, which matter where the guidance network sees them; null stands for all classes alike.</param>
    public PropagationWeights Weights(FeatureMap image, FeatureMap? coarse = null)
    {
        BatchChecks.Image(image);
        return Look(image, coarse ?? FeatureMap.Constant(image.Shape with { Channels = Classes }, 1f / Classes)).Propagation.Weights;
    }

    /// <summary>The layers as a table for patches of 128×128.</summary>
    public override string ToString() =>
        Network.Describe(new MapShape(1, 3, 128, 128), new MapShape(1, Options.Classes, 128, 128)).ToString();
}

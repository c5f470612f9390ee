using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>
/// A guidance network and a spatial propagation, trained together, that refine the coarse class probabilities of any segmenter along
/// the edges of the image (the paper's §4 and §5). An ordinary module: <c>call(image, coarse)</c> gives scores.
/// </summary>
/// <remarks>
/// A refiner serves one call at a time. Its own layers start so that it gives back the coarse map. Parameters are those of <c>guidance</c>,
/// <c>input.weight</c>, <c>input.bias</c>, <c>output.weight</c> and <c>output.bias</c>.
/// </remarks>
public sealed partial class SpnRefiner : nn.Module<Tensor, Tensor, Tensor>, ISegmenter
{
    /// <summary>What images are padded to a multiple of for a guidance network that is not ours: enough for five halvings.</summary>
    private const int MultipleOfOthers = 32;

    private readonly int _stride, _multiple;
    private readonly SegmentationLoss _loss;
    private InferenceOptions _inference;

    [ComponentName(Name = "guidance")]
    private readonly nn.Module<Tensor, Tensor> _guidance;

    [ComponentName(Name = "input")]
    private readonly Conv2d _input;

    [ComponentName(Name = "propagate")]
    private readonly SpatialPropagation _propagate;

    [ComponentName(Name = "output")]
    private readonly Conv2d _output;

    /// <summary>An untrained refiner.</summary>
    /// <param name="options">Its structure.</param>
    /// <param name="guidance">
    /// Any network to take the place of the <see cref="GuidanceNetwork"/> that <see cref="RefinerOptions.Guidance"/> describes: from an
    /// image N×3×H×W, sRGB in [0, 1], to raw weights N×(4·K·Channels)×h×w, or N×(4·K)×h×w to share them among channels, in the order
    /// direction, neighbour, channel; h and w are H and W or half of them, where H and W are multiples of 32. The refiner trains, moves,
    /// saves and disposes it, and joins it on its device. Null makes one.
    /// </param>
    /// <exception cref="ArgumentException">An option is out of its range, or the network gives another shape.</exception>
    /// <exception cref="TorchUnavailableException">There is no libtorch here.</exception>
    public SpnRefiner(RefinerOptions options, nn.Module<Tensor, Tensor>? guidance = null) : base(TorchLibrary.Loaded(nameof(SpnRefiner)))
    {
        ArgumentNullException.ThrowIfNull(options);
        SettingsCheck.Check(options);
        Options = options.Check();
        var random = new Random(options.Seed);
        _guidance = guidance ?? OwnGuidance(options, random);
        (_stride, _multiple) = guidance is null
            ? (1 << options.Guidance.Level, options.Guidance.Multiple)
            : (StrideOf(guidance, options), MultipleOfOthers);
        (_loss, _inference) = (new SegmentationLoss(Classes, options.Loss), options.Inference);
        _input = InitialWeights.Convolution(
            random, Classes, options.Channels, options.InputKernel, options.InputKernel == 1 ? 1 : _stride, gain: 0.1);
        _propagate = new SpatialPropagation(options.Connection, options.Normalisation);
        Op = _propagate.call;
        _output = InitialWeights.Convolution(random, options.Channels, Classes, options.OutputKernel, gain: 0);
        PassClassesThrough();
        RegisterComponents();

        // A network that is given may be on a GPU already, or of another precision.
        if (guidance?.parameters().FirstOrDefault() is { } first)
            foreach (var own in (Conv2d[])[_input, _output])
                own.to(first.device, first.dtype);
    }

    /// <summary>The configuration it was made from.</summary>
    public RefinerOptions Options { get; }

    /// <summary>
    /// The network that finds the weights: a <see cref="GuidanceNetwork"/>, a <see cref="GuidanceFile"/> or the one that was given.
    /// </summary>
    public nn.Module<Tensor, Tensor> Guidance => _guidance;

    /// <summary>Number of classes.</summary>
    public int Classes => Options.Classes;

    /// <summary>Three-way or one-way.</summary>
    public Connection Connection => Options.Connection;

    /// <summary>How it is applied; that of <see cref="Options"/> unless changed.</summary>
    public InferenceOptions Inference
    {
        get => _inference;
        set => _inference = (value ?? throw new ArgumentNullException(nameof(value))).CheckAll();
    }

    /// <summary>What propagates; a benchmark puts another form of the op in its place.</summary>
    internal Func<Tensor, Tensor, Tensor> Op { get; set; }

    /// <inheritdoc/>
    nn.Module ISegmenter.Module => this;

    /// <summary>Scores at the image's size, which may be any; their softmax over the classes are probabilities.</summary>
    /// <param name="image">N×3×H×W, sRGB in [0, 1].</param>
    /// <param name="coarse">N×classes×H×W, probabilities.</param>
    /// <returns>N×classes×H×W.</returns>
    /// <exception cref="ArgumentException">Shapes do not match the model or one another.</exception>
    public override Tensor forward(Tensor image, Tensor coarse)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(coarse);
        using var scope = NewDisposeScope();
        var log = LogOf(image, coarse);
        var x = Input(log);
        var h = Op(x, RawWeights(image, log));
        var direct = Options.Output == RefinerOutput.Direct;
        var scores = Interpolation.Like(_output.call(direct ? h : h - x), log);
        return Interpolation.Crop(direct ? scores : log + scores, image.shape[2], image.shape[3]).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Loss(TrainingBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var coarse = BatchChecks.Coarse(batch.Coarse, BatchChecks.Image(batch.Image), Classes);
        BatchChecks.Labels(batch.Labels, batch.Image.Shape, Classes);
        using var scope = NewDisposeScope();
        var scores = call(Applied.Like(this, batch.Image.ToTensor()), Applied.Like(this, coarse.ToTensor()));
        return _loss.OfPixels(scores, batch.Labels.ToTensor().to(scores.device)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public double RateFactor(string parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        bool IsOf(string module) => parameter.StartsWith(module + ".", StringComparison.Ordinal);
        return IsOf("guidance.head") ? Options.WeightRate
            : IsOf("input") || IsOf("output") ? Options.TransformRate
            : _guidance is GuidanceNetwork ? Options.Guidance.RateFactor(parameter["guidance.".Length..]) : 1;
    }

    /// <inheritdoc/>
    /// <exception cref="NonFiniteException">A layer gave NaN or infinity.</exception>
    public FeatureMap Predict(FeatureMap image, FeatureMap? coarse = null)
    {
        coarse = BatchChecks.Coarse(coarse, BatchChecks.Image(image), Classes);
        return Applied.Run(this, () =>
        {
            var probabilities = coarse.ToTensor();
            var scores = Tiles.Run([image.ToTensor(), probabilities], _inference, _multiple, Scores);
            return Probabilities(scores, probabilities).ToFeatureMap();
        });
    }

    /// <summary>
    /// What the refiner does with an image, inside: the weights it finds, what they propagate, and the result. In one piece, whatever
    /// <see cref="Inference"/> says of tiles.
    /// </summary>
    /// <param name="image">N×3×H×W, sRGB in [0, 1].</param>
    /// <param name="coarse">N×classes×H×W, probabilities.</param>
    /// <exception cref="ArgumentException">Shapes do not match the model or one another.</exception>
    /// <exception cref="NonFiniteException">A layer gave NaN or infinity.</exception>
    public RefinerView Look(FeatureMap image, FeatureMap coarse)
    {
        BatchChecks.Coarse(coarse, BatchChecks.Image(image), Classes);
        return Applied.Run(this, () =>
        {
            var (pixels, probabilities) = (Applied.Like(this, image.ToTensor()), Applied.Like(this, coarse.ToTensor()));
            var result = Probabilities(Scores([pixels, probabilities]), probabilities).ToFeatureMap();
            var log = LogOf(pixels, probabilities);
            var propagation = new PropagationOptions { Normalisation = Options.Normalisation };
            return new RefinerView(result, Propagation.Forward(Input(log).ToFeatureMap(), Found(pixels, log), propagation));
        });
    }

    /// <summary>
    /// The weights that the guidance network finds in an image: raw, before they are normalised, at the size at which is propagated.
    /// </summary>
    /// <param name="image">N×3×H×W, sRGB in [0, 1].</param>
    /// <param name="coarse">
    /// N×classes×H×W probabilities, which matter where the guidance network sees them; null stands for all classes alike.
    /// </param>
    /// <exception cref="ArgumentException">Shapes do not match the model or one another.</exception>
    public PropagationWeights Weights(FeatureMap image, FeatureMap? coarse = null)
    {
        var shape = BatchChecks.Image(image);
        coarse = BatchChecks.Coarse(coarse ?? FeatureMap.Constant(shape with { Channels = Classes }, 1f / Classes), shape, Classes);
        return Applied.Run(this, () =>
        {
            var pixels = Applied.Like(this, image.ToTensor());
            var log = LogOf(pixels, Applied.Like(this, coarse.ToTensor()));
            return Found(pixels, log);
        });
    }

    /// <summary>The layers as a table, in the order in which they run, for an image of this size.</summary>
    public NetworkTable Describe(int height = 128, int width = 128) =>
        LayerTable.Of(this, () => Scores([zeros(1, 3, height, width), zeros(1, Classes, height, width)]));

    /// <summary>log max(p, floor) of the coarse map, continued to whole pooling blocks.</summary>
    private Tensor LogOf(Tensor image, Tensor coarse)
    {
        if (image.dim() != 4 || image.shape[1] != 3)
            throw new ArgumentException($"expected an image N×3×H×W, got {Applied.Shape(image)}.", nameof(image));
        if (!coarse.shape.SequenceEqual([image.shape[0], Classes, image.shape[2], image.shape[3]]))
            throw new ArgumentException(
                $"expected coarse probabilities of {Classes} classes at the size of the image, {Applied.Shape(image)}, "
                + $"got {Applied.Shape(coarse)}.", nameof(coarse));
        return Interpolation.PadTo(coarse, _multiple).clamp_min(Kept.Scalar(Options.Floor)).log();
    }

    /// <summary>What is propagated, from the logarithm of the coarse map.</summary>
    private Tensor Input(Tensor log) => _input.call(
        Options.InputKernel == 1 && _stride > 1 ? nn.functional.avg_pool2d(log, _stride) : log);

    /// <summary>N×(4·K·Channels)×h×w, or N×(4·K)×h×w; with a gate K + 1 for K.</summary>
    private Tensor RawWeights(Tensor image, Tensor log)
    {
        var padded = Interpolation.PadTo(image, _multiple);

        // log p from −7 to 0 as about −1 to 1.
        return Options.GuidanceSeesCoarse
            ? ((GuidanceNetwork)_guidance).forward(padded, log.mul(Kept.Scalar(0.3)).add(Kept.Scalar(1)))
            : _guidance.call(padded);
    }

    private PropagationWeights Found(Tensor image, Tensor log) =>
        RawWeights(image, log).ToPropagationWeights(Connection, gated: Options.Normalisation == Normalisation.Gate);

    private Tensor Scores(Tensor[] maps) => Applied.Finite(this, () => call(Applied.Like(this, maps[0]), Applied.Like(this, maps[1])));

    private Tensor Probabilities(Tensor scores, Tensor coarse)
    {
        if (_inference.RestrictClasses)
        {
            // Far below any score and finite, so that its exponential is zero and no difference is NaN.
            var likeliest = coarse.to(scores.device).argmax(1).flatten(1);
            var wins = zeros([scores.shape[0], Classes], ScalarType.Bool, scores.device)
                .scatter_(1, likeliest, ones_like(likeliest, ScalarType.Bool));
            scores = scores.masked_fill(~wins.unsqueeze(-1).unsqueeze(-1), Kept.Scalar(-1e30f));
        }

        return nn.functional.softmax(scores, 1);
    }
}

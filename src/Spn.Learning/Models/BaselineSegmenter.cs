using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>
/// The baseline CNN (the paper's §5): a small U-net on the shrunk image, or a ResNet-18 on the image itself, whose class probabilities are
/// what a refiner starts from. An ordinary module: <c>call(image)</c> gives the scores of cells of s×s pixels.
/// </summary>
/// <remarks>A baseline serves one call at a time. Parameters are those of <c>network</c>.</remarks>
public sealed class BaselineSegmenter : nn.Module<Tensor, Tensor>, ISegmenter
{
    private readonly SegmentationLoss _loss;
    private InferenceOptions _inference;

    [ComponentName(Name = "network")]
    private readonly GuidanceNetwork _network;

    /// <summary>An untrained baseline.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="TorchUnavailableException">There is no libtorch here.</exception>
    public BaselineSegmenter(BaselineOptions options) : base(TorchLibrary.Loaded(nameof(BaselineSegmenter)))
    {
        ArgumentNullException.ThrowIfNull(options);
        SettingsCheck.Check(options);
        Options = options.Check();
        (_loss, _inference) = (new SegmentationLoss(Classes, options.Loss), options.Inference);
        _network = new GuidanceNetwork(options.Network, new GuidanceHead(Classes), new Random(options.Seed));
        RegisterComponents();
    }

    /// <summary>The configuration it was made from.</summary>
    public BaselineOptions Options { get; }

    /// <summary>Number of classes.</summary>
    public int Classes => Options.Classes;

    /// <summary>The network on the shrunk image.</summary>
    public GuidanceNetwork Network => _network;

    /// <summary>How it is applied; that of <see cref="Options"/> unless changed.</summary>
    public InferenceOptions Inference
    {
        get => _inference;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _inference = (Options with { Inference = value.CheckAll() }).Check().Inference;
        }
    }

    /// <inheritdoc/>
    nn.Module ISegmenter.Module => this;

    private int Multiple => Options.Shrink * Options.Network.Multiple;

    /// <summary>Scores of cells of s×s pixels; their softmax over the classes are probabilities.</summary>
    /// <param name="image">N×3×H×W, sRGB in [0, 1]; any size.</param>
    /// <returns>N×classes×h×w, where h·s and w·s are H and W continued to what the network needs.</returns>
    /// <exception cref="ArgumentException">It is no image.</exception>
    public override Tensor forward(Tensor image)
    {
        if (image.dim() != 4 || image.shape[1] != 3)
            throw new ArgumentException($"expected an image N×3×H×W, got {Applied.Shape(image)}.", nameof(image));
        using var scope = NewDisposeScope();
        var padded = Interpolation.PadTo(image, Multiple);
        var shrunk = Options.Shrink == 1 ? padded : nn.functional.avg_pool2d(padded, Options.Shrink);
        return _network.call(shrunk).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Loss(TrainingBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        BatchChecks.Labels(batch.Labels, BatchChecks.Image(batch.Image), Classes);
        using var scope = NewDisposeScope();
        var scores = call(Applied.Like(this, batch.Image.ToTensor()));
        return _loss.OfCells(scores, batch.Labels.ToTensor().to(scores.device), Options.Scale).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public double RateFactor(string parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return Options.Network.RateFactor(parameter["network.".Length..]);
    }

    /// <inheritdoc/>
    /// <remarks><see cref="PredictCoarse"/>, upsampled bilinearly.</remarks>
    /// <exception cref="NonFiniteException">A layer gave NaN or infinity.</exception>
    public FeatureMap Predict(FeatureMap image, FeatureMap? coarse = null)
    {
        BatchChecks.Image(image);
        if (coarse is not null)
            throw new ArgumentException(
                "expected no coarse map, a baseline makes its own; leave it out or load a refiner.", nameof(coarse));
        return Applied.Run(this, () =>
            Tiles.Run([image.ToTensor()], _inference, Multiple, parts => Upsample(Cells(parts[0]), parts[0])).ToFeatureMap());
    }

    /// <summary>Class probabilities as the network gives them, before they are upsampled.</summary>
    /// <param name="image">N×3×H×W, sRGB in [0, 1].</param>
    /// <returns>N×classes×⌈H/s⌉×⌈W/s⌉ for a scale of s; cells at the right and lower edge may reach beyond the image.</returns>
    /// <exception cref="ArgumentException">It is no image.</exception>
    /// <exception cref="NonFiniteException">A layer gave NaN or infinity.</exception>
    public FeatureMap PredictCoarse(FeatureMap image)
    {
        BatchChecks.Image(image);
        return Applied.Run(this, () => Cells(image.ToTensor()).ToFeatureMap());
    }

    /// <summary>The layers as a table, in the order in which they run, for an image of this size.</summary>
    public NetworkTable Describe(int height = 128, int width = 128) =>
        LayerTable.Of(this, () => call(Applied.Like(this, zeros(1, 3, height, width))));

    private Tensor Cells(Tensor image)
    {
        long Cells(long extent) => (extent - 1) / Options.Scale + 1;
        var scores = Applied.Finite(this, () => call(Applied.Like(this, image)));
        return nn.functional.softmax(Interpolation.Crop(scores, Cells(image.shape[2]), Cells(image.shape[3])), 1);
    }

    /// <summary>Each cell becomes s×s pixels, of which the image shows what it covers.</summary>
    private Tensor Upsample(Tensor cells, Tensor image)
    {
        var (height, width) = (cells.shape[2] * Options.Scale, cells.shape[3] * Options.Scale);
        var whole = Options.Scale == 1
            ? cells
            : nn.functional.interpolate(cells, [height, width], mode: InterpolationMode.Bilinear, align_corners: false);
        return Interpolation.Crop(whole, image.shape[2], image.shape[3]);
    }
}

using System.Globalization;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>A config together with the data it is applied to: makes the model, its coarse maps, its training and its scores.</summary>
public sealed class TrainingPlan
{
    private readonly Func<IReadOnlyList<LabelledImage>, bool, CoarseMaps>? _coarse;
    private readonly int _block = 8;
    private CoarseMaps? _train, _validation, _test;

    /// <summary>A plan.</summary>
    /// <param name="config">What is trained and how.</param>
    /// <param name="set">What on.</param>
    /// <param name="segmenters">The trained baselines, where the config takes coarse maps from them; null elsewhere.</param>
    /// <param name="coarseFolder">The folder of coarse maps, where the config takes them from one; null elsewhere.</param>
    /// <exception cref="ArgumentException">
    /// The config takes coarse maps from baselines or a folder, and there are none or too few.
    /// </exception>
    public TrainingPlan(TrainingConfig config, TrainingSet set, CoarseSegmenters? segmenters = null, CoarseFolder? coarseFolder = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(set);
        (Config, Set) = (config, set);
        ValidationImages = Spread(set.Validation, config.Training.EvaluateImages);
        if (!config.IsRefiner)
            return;
        if (config.Coarse.From == CoarseSource.Blocks)
            (_coarse, _block) = ((images, _) => CoarseMaps.Majority(images, set.Classes, config.Coarse.Block), config.Coarse.Block);
        else if (config.Coarse.From == CoarseSource.Folder)
        {
            var files = coarseFolder ?? throw new ArgumentException(
                "expected a folder of coarse maps for this config, got none; give one, or take blocks of the truth ('coarse': { 'from': "
                + "'blocks' }).", nameof(coarseFolder));
            _coarse = (images, _) => CoarseMaps.FromFolder(images, set.Classes, files);
        }
        else
        {
            var given = segmenters ?? throw new ArgumentException(
                "expected trained baselines for the coarse maps of this config, got none; train one and give its folder, or take blocks "
                + "of the truth ('coarse': { 'from': 'blocks' }).", nameof(segmenters));
            if (given.Folds.Count != (config.Coarse.Folds == 1 ? 0 : config.Coarse.Folds))
                throw new ArgumentException(
                    $"expected baselines of {config.Coarse.Folds} folds for the coarse maps of this config, got "
                    + $"{Math.Max(1, given.Folds.Count)}; train the baseline with as many.", nameof(segmenters));
            _block = Math.Max(1, given.Cell);
            _coarse = (images, trained) => trained && given.Folds.Count > 0
                ? CoarseMaps.CrossFitted(images, set.Classes, given.Folds, given.Cell, set.Row)
                : CoarseMaps.FromSegmenter(images, set.Classes, given.Whole, given.Cell);
        }
    }

    private TrainingPlan(TrainingPlan other, TrainingConfig config)
    {
        (Config, Set, Device, ValidationImages) = (config, other.Set, other.Device, other.ValidationImages);
        (_train, _validation, _test, _block) = (other.TrainCoarse, other.ValidationCoarse, other.TestCoarse, other._block);
    }

    /// <summary>What is trained and how.</summary>
    public TrainingConfig Config { get; }

    /// <summary>What on.</summary>
    public TrainingSet Set { get; }

    /// <summary>Where models are trained; null leaves them where they are, and new ones on the CPU.</summary>
    public Device? Device { get; init; }

    /// <summary>The coarse maps of the training images; null for a baseline.</summary>
    public CoarseMaps? TrainCoarse => _train ??= _coarse?.Invoke(Set.Train, true);

    /// <summary>
    /// The images that a training is scored on as it goes on: all to choose by, or as many as the config says, spread evenly.
    /// </summary>
    public IReadOnlyList<LabelledImage> ValidationImages { get; }

    /// <summary>The coarse maps of these images; null for a baseline.</summary>
    public CoarseMaps? ValidationCoarse => _validation ??= _coarse?.Invoke(ValidationImages, false);

    /// <summary>The coarse maps of the images to report on; null for a baseline.</summary>
    public CoarseMaps? TestCoarse =>
        _test ??= ReferenceEquals(Set.Test, ValidationImages) ? ValidationCoarse : _coarse?.Invoke(Set.Test, false);

    /// <summary>The coarse maps of images that no training has seen, not kept by the plan; null for a baseline.</summary>
    internal CoarseMaps? CoarseOf(IReadOnlyList<LabelledImage> images) => _coarse?.Invoke(images, false);

    /// <summary>The same with another seed and connection, on the same images and coarse maps.</summary>
    public TrainingPlan With(int seed, Connection connection) => new(this, Config.WithSeed(seed).WithConnection(connection));

    /// <summary>The batches of the training.</summary>
    public PatchSampler CreateSampler() => new(Set.Train, TrainCoarse, Config.Patches, Config.Training.Seed);

    /// <summary>A training from the start of a new model.</summary>
    /// <param name="folder">Where to write; nothing is written when null.</param>
    /// <param name="pauseAt">Stop after so many steps in all; 0: do not.</param>
    public TrainingRun Start(TrainingFolder? folder = null, long pauseAt = 0) => Start(Config.CreateModel(Set), folder, pauseAt);

    /// <summary>A training from the start of a model that is there already.</summary>
    /// <inheritdoc cref="Start(TrainingFolder?, long)"/>
    public TrainingRun Start(ISegmenter model, TrainingFolder? folder = null, long pauseAt = 0) =>
        new(model, CreateSampler(), Options(folder, pauseAt));

    /// <summary>A training that goes on from the last checkpoint of a folder.</summary>
    /// <param name="folder">The folder of the training.</param>
    /// <param name="pauseAt">Stop after so many steps in all; 0: do not.</param>
    /// <param name="guidance">As <see cref="Checkpoint.Load"/> has it.</param>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, or not the last one of a training.</exception>
    public TrainingRun Resume(TrainingFolder folder, long pauseAt = 0, nn.Module<Tensor, Tensor>? guidance = null) =>
        TrainingRun.Resume(CreateSampler(), Options(folder, pauseAt), guidance);

    /// <summary>The score of a model on the images to report on; of a refiner also where it is right.</summary>
    public EvaluationScore Test(ISegmenter model, string name = "model", CancellationToken cancellation = default) =>
        Evaluation.Model(model, Set.Test, TestCoarse, Places(name), cancellation);

    /// <summary>The score of the coarse maps on the images to report on.</summary>
    /// <exception cref="InvalidOperationException">The config is of a baseline, which has none.</exception>
    public EvaluationScore TestOfCoarse(CancellationToken cancellation = default) =>
        Evaluation.Coarse(Set.Test, TestCoarse ?? throw new InvalidOperationException(
            "expected a refiner's config, got a baseline's, which takes no coarse maps."), Places("coarse"), cancellation);

    private static IReadOnlyList<LabelledImage> Spread(IReadOnlyList<LabelledImage> images, int count) =>
        count == 0 || count >= images.Count
        ? images
        : new LazyImages([.. Enumerable.Range(0, count).Select(
            i => (Func<LabelledImage>)(() => images[(int)((2L * i + 1) * images.Count / (2L * count))]))]);

    private EvaluationOptions Places(string name) => Scoring(name) with { CoarseBlock = Config.IsRefiner ? _block : 0 };

    private EvaluationOptions Scoring(string name) => new() { Name = name, ClassNames = Set.Palette.Names };

    private TrainingRunOptions Options(TrainingFolder? folder, long pauseAt) => new()
    {
        Training = Config.Training,
        Folder = folder,
        Device = Device,
        PauseAt = pauseAt,
        Evaluate = (model, cancellation) =>
            Evaluation.Model(model, ValidationImages, ValidationCoarse, Scoring("validation"), cancellation),
        Metadata = new Dictionary<string, string>
        {
            [TrainingConfig.MetadataKey] = Config.Text,
            [BaselineChecks.ImagesKey] = Set.Train.Count.ToString(CultureInfo.InvariantCulture),
            [BaselineChecks.FoldKey] = Set.Fold,
        },
    };
}

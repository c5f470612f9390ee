using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>
/// Trains a model: batches, gradients, steps; scores every so often; keeps the last and the best checkpoint and a log. It may be
/// cancelled, paused or killed at any moment and goes on with the same bits as if it had not been.
/// </summary>
/// <remarks>
/// Each step seeds torch's own generator, which the process has one of, from the training's seed and the step. So networks that draw from
/// it (dropout) are trained one at a time; others may be trained side by side. To dispose a run frees what its optimiser remembers; the
/// model stays.
/// </remarks>
public sealed partial class TrainingRun : IDisposable
{
    private readonly ISegmenter _model;
    private readonly PatchSampler _sampler;
    private readonly TrainingRunOptions _options;
    private readonly TrainingOptions _training;
    private readonly TorchOptimiser _optimiser;
    private TrainingState _state;
    private TrainingLog _log;
    private TensorBoardLog? _board;
    private TrainingBatch? _batch;
    private bool _isDisposed;

    /// <summary>A training from the start.</summary>
    /// <param name="model">Is trained in place, on the device it is on.</param>
    /// <param name="sampler">Gives the batch of each step.</param>
    /// <param name="options">Steps and rates, what to score by, where to write; the defaults score nothing and write nothing.</param>
    /// <exception cref="ArgumentException">An option is outside its range, or a parameter is not float32.</exception>
    public TrainingRun(ISegmenter model, PatchSampler sampler, TrainingRunOptions? options = null)
        : this(model, sampler, options ?? TrainingRunOptions.Default, new TrainingState(), TrainingLog.Empty)
    {
    }

    private TrainingRun(ISegmenter model, PatchSampler sampler, TrainingRunOptions options, TrainingState state, TrainingLog log)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sampler);
        SettingsCheck.Check(options.Training, "training.");
        if (model.Module.named_parameters().FirstOrDefault(one => one.parameter.dtype != ScalarType.Float32)
            is { parameter: { } other } odd)
            throw new ArgumentException(
                $"expected a model of float32 to train, got '{odd.name}' of {other.dtype}; convert it with .to(ScalarType.Float32).",
                nameof(model));
        (_model, _sampler, _options, _training, _state, _log) = (model, sampler, options, options.Training, state, log);
        if (options.Device is { } device)
            model.Module.to(device);
        _optimiser = new TorchOptimiser(model, _training.Optimiser);
        // What cannot be cut is refused before anything is written.
        _batch = sampler.Batch(state.Step);
    }

    /// <summary>What is trained.</summary>
    public ISegmenter Model => _model;

    /// <summary>Steps made so far.</summary>
    public long Step => _state.Step;

    /// <summary>The log so far.</summary>
    public TrainingLog Log => _log;

    /// <summary>
    /// Trains until all steps are made, the pause that the options name, or cancellation. Each way the last checkpoint is written, and the
    /// model stays as the last step left it; the best one by its score is in <see cref="TrainingFolder.Best"/>.
    /// </summary>
    /// <param name="progress">Is told of every step and evaluation, on this thread; may be null.</param>
    /// <param name="cancellation">Stops after the step at hand, or inside an evaluation, which is then made anew.</param>
    /// <exception cref="NonFiniteException">
    /// A module or a gradient gave NaN or infinity, and the message names it; the last checkpoint is from before.
    /// </exception>
    /// <exception cref="IOException">A checkpoint or the log cannot be written, or another training is at work in the folder.</exception>
    public TrainingResult Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        using var rest = NoCollection.Rest();
        using var alone = _options.Folder?.Lock();
        _options.Folder?.Clean();
        _board = _options.Folder is { } folder ? new TensorBoardLog(folder.TensorBoard, _log) : null;
        while (true)
        {
            if (EvaluationIsDue && _state.Evaluated < _state.Step && !Evaluate(progress, cancellation))
                return End(TrainingEnd.Cancelled);
            if (_state.Step >= _training.Steps)
                return End(TrainingEnd.Finished);
            if (_options.PauseAt > 0 && _state.Step >= _options.PauseAt)
                return End(TrainingEnd.Paused);
            if (cancellation.IsCancellationRequested)
                return End(TrainingEnd.Cancelled);
            MakeStep(progress);
        }
    }

    /// <summary>Frees what the optimiser remembers; the model stays.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _optimiser.Dispose();
    }

    private bool EvaluationIsDue => IsDue(_training.EvaluateEvery) && _options.Evaluate is not null;

    private bool IsDue(long every) => _state.Step % every == 0 || _state.Step == _training.Steps;

    private void MakeStep(IProgress<TrainingProgress>? progress)
    {
        var loss = Learn(_batch = _sampler.Batch(_state.Step, _batch));
        _state = _state.AfterStep(loss);
        // Where an evaluation is due its line holds the loss too.
        if (IsDue(TrainingOptions.LogEvery) && !EvaluationIsDue)
            WriteLine(new TrainingLogEntry { Step = _state.Step });
        progress?.Report(Progress(loss, null));
        if (_state.Step % TrainingOptions.SaveEvery == 0)
            Save();
    }

    /// <summary>One step of the optimiser; the loss before it.</summary>
    private double Learn(TrainingBatch batch)
    {
        using var quiet = NoCollection.Begin();
        using var scope = torch.NewDisposeScope();
        using var seeded = Seeded();
        var loss = _model.Loss(batch);
        var value = loss.ToDouble();
        if (double.IsFinite(value))
        {
            _optimiser.ZeroGradients();
            TorchPropagation.Backward(loss);
            if (double.IsFinite(_optimiser.ClipGradients()))
            {
                _optimiser.Step(_training.RateAt(_state.Step));
                return value;
            }
        }

        using var again = Seeded();
        throw Divergence.Find(_model, batch);
    }

    private torch.Generator Seeded() => torch.manual_seed((long)StepRandom.Of(_training.Seed, _state.Step));

    /// <summary>Scores the model; false when cancelled.</summary>
    private bool Evaluate(IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        EvaluationScore score;
        try
        {
            score = _options.Evaluate!(_model, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }

        var loss = _state.MeanLoss;
        _state = _state.AfterEvaluation(score.MeanIoU);
        WriteLine(new TrainingLogEntry
        {
            Step = _state.Step, MeanIoU = score.MeanIoU, TrimapMeanIoU = score.TrimapMeanIoU,
            OverallAccuracy = score.Pixels.OverallAccuracy,
        });
        if (_state.BestStep == _state.Step && _options.Folder is { } folder)
            Checkpoint.Save(folder.Best, _model, null, Metadata());
        Save();
        progress?.Report(Progress(loss, score));
        return true;
    }

    /// <summary>Adds a line with the mean loss since the line before.</summary>
    private void WriteLine(TrainingLogEntry entry)
    {
        var line = _state.LossCount == 0 ? entry : entry with { Loss = _state.MeanLoss, Rate = _training.RateAt(_state.Step - 1) };
        _log = _log.With(line);
        _state = _state.AfterLogging();
        if (_options.Folder is { } folder)
            AtomicFile.WriteText(folder.Log, _log.ToCsv());
        _board?.Write(line);
    }

    private void Save()
    {
        if (_options.Folder is { } folder)
            Checkpoint.Save(folder.Last, _model, _optimiser, Metadata());
    }

    private SortedDictionary<string, string> Metadata()
    {
        var metadata = new SortedDictionary<string, string>(_options.Metadata.ToDictionary(), StringComparer.Ordinal);
        foreach (var (key, value) in _state.ToMetadata())
            metadata[key] = value;
        return metadata;
    }

    private TrainingProgress Progress(double loss, EvaluationScore? score) =>
        new() { Step = _state.Step, Steps = _training.Steps, Loss = loss, Log = _log, Score = score };

    private TrainingResult End(TrainingEnd end)
    {
        Save();
        return new TrainingResult
        {
            End = end, Step = _state.Step, BestStep = _state.BestStep, BestMeanIoU = _state.BestMeanIoU, Log = _log,
        };
    }
}

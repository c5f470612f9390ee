using System.Numerics.Tensors;

namespace Spn.Learning;

/// <summary>
/// Trains a model: batches, gradients, steps; scores every so often; keeps the last and the best checkpoint and a log. It may be
/// cancelled, paused or killed at any moment and goes on with the same bits as if it had not been.
/// </summary>
public sealed class TrainingRun
{
    private readonly ITrainable _model;
    private readonly PatchSampler _sampler;
    private readonly TrainingRunOptions _options;
    private readonly TrainingOptions _training;
    private readonly Optimiser _optimiser;
    private TrainingState _state;
    private TrainingLog _log;

    /// <summary>A training from the start.</summary>
    /// <param name="model">Is trained in place.</param>
    /// <param name="sampler">Gives the batch of each step.</param>
    /// <param name="options">Steps and rates, what to score by, where to write; the defaults score nothing and write nothing.</param>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public TrainingRun(ITrainable model, PatchSampler sampler, TrainingRunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sampler);
        _options = options ?? TrainingRunOptions.Default;
        (_model, _sampler, _training, _state, _log) = (model, sampler, _options.Training.Check(), new TrainingState(), TrainingLog.Empty);
        _training.ApplyFactors(model.Parameters);
        _optimiser = Optimiser.Create(model.Parameters, _training.Optimiser);
    }

    /// <summary>A training that goes on from the last checkpoint in its folder, with the model, the optimiser and the state in it.</summary>
    /// <param name="sampler">Gives the batch of each step: made as that of the start was.</param>
    /// <param name="options">The options of the start, with its folder; steps and pauses may be others.</param>
    /// <exception cref="ArgumentException">The options name no folder, carry another config than the checkpoint, or an option is outside its range.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, or not the last one of a training.</exception>
    /// <exception cref="IOException">There is no checkpoint, or it cannot be read.</exception>
    public static TrainingRun Resume(PatchSampler sampler, TrainingRunOptions options)
    {
        ArgumentNullException.ThrowIfNull(sampler);
        ArgumentNullException.ThrowIfNull(options);
        var folder = options.Folder ?? throw new ArgumentException("expected a folder with a training to go on with, got none; name it in the options.", nameof(options));
        if (!folder.HasTraining)
            throw new FileNotFoundException($"expected a training to go on with at {folder.Last}, found none; start it first.");
        var checkpoint = Checkpoint.Load(folder.Last);
        var optimiser = checkpoint.Optimiser ?? throw new InvalidDataException($"{folder.Last}: expected the last checkpoint of a training, got a model alone; start a training anew.");
        var state = TrainingState.FromMetadata(checkpoint.State, folder.Last);
        if (checkpoint.State.TryGetValue(TrainingConfig.MetadataKey, out var stored) && options.Metadata.TryGetValue(TrainingConfig.MetadataKey, out var given)
            && TrainingConfig.Parse(given).DifferenceFrom(TrainingConfig.Parse(stored, $"config in {folder.Last}")) is { Length: > 0 } difference)
            throw new ArgumentException($"expected the config that the training in {folder.Path} was started with, got {difference}; go on with its own ({folder.Config}), or start another training.", nameof(options));
        return new TrainingRun(checkpoint.Model, sampler, options, optimiser, state, folder.ReadLog(state.Step, state.Evaluated == state.Step));
    }

    private TrainingRun(ITrainable model, PatchSampler sampler, TrainingRunOptions options, Optimiser optimiser, TrainingState state, TrainingLog log)
    {
        (_model, _sampler, _options, _training, _optimiser, _state, _log) = (model, sampler, options, options.Training.Check(), optimiser, state, log);
        _training.ApplyFactors(model.Parameters);
    }

    /// <summary>What is trained.</summary>
    public ITrainable Model => _model;

    /// <summary>Steps made so far.</summary>
    public long Step => _state.Step;

    /// <summary>The log so far.</summary>
    public TrainingLog Log => _log;

    /// <summary>Trains until all steps are made, the score stops rising, the pause that the options name, or cancellation. Each way the last checkpoint is written.</summary>
    /// <param name="progress">Is told of every step and evaluation, on this thread; may be null.</param>
    /// <param name="cancellation">Stops after the step at hand, or inside an evaluation, which is then made anew.</param>
    /// <exception cref="NonFiniteException">A layer gave NaN or infinity, and the message names it. The last checkpoint is the one before.</exception>
    /// <exception cref="IOException">A checkpoint or the log cannot be written.</exception>
    public TrainingResult Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        _options.Folder?.Clean();
        while (true)
        {
            if (IsDue(_training.EvaluateEvery) && _state.Evaluated < _state.Step && _options.Evaluate is not null && !Evaluate(progress, cancellation))
                return End(TrainingEnd.Cancelled);
            if (_state.Step >= _training.Steps)
                return End(TrainingEnd.Finished);
            if (_training.Patience > 0 && _state.Stale >= _training.Patience)
                return End(TrainingEnd.StoppedEarly);
            if (_options.PauseAt > 0 && _state.Step >= _options.PauseAt)
                return End(TrainingEnd.Paused);
            if (cancellation.IsCancellationRequested)
                return End(TrainingEnd.Cancelled);
            MakeStep(progress);
        }
    }

    private bool IsDue(long every) => _state.Step % every == 0 || _state.Step == _training.Steps;

    private void MakeStep(IProgress<TrainingProgress>? progress)
    {
        var result = _model.ForwardBackward(_sampler.Batch(_state.Step));
        if (!double.IsFinite(result.Loss))
            throw new NonFiniteException("loss", NetworkPass.Forward);
        _optimiser.Step(_training.RateAt(_state.Step));
        foreach (var parameter in _model.Parameters)
            if (!TensorPrimitives.IsFiniteAll<float>(parameter.Values))
                throw new NonFiniteException(parameter.Name, NetworkPass.Backward);
        _state = _state.AfterStep(result.Loss);
        // Where an evaluation is due its line holds the loss too.
        if (IsDue(_training.LogEvery) && !(IsDue(_training.EvaluateEvery) && _options.Evaluate is not null))
            WriteLine(new TrainingLogEntry { Step = _state.Step });
        progress?.Report(Progress(result.Loss, null));
        if (_state.Step % _training.SaveEvery == 0)
            Save();
    }

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
        WriteLine(new TrainingLogEntry { Step = _state.Step, MeanIoU = score.MeanIoU, TrimapMeanIoU = score.TrimapMeanIoU, OverallAccuracy = score.Pixels.OverallAccuracy });
        if (_state.BestStep == _state.Step && _options.Folder is { } folder)
            Checkpoint.Save(folder.Best, _model, null, Metadata());
        Save();
        progress?.Report(Progress(loss, score));
        return true;
    }

    /// <summary>Adds a line with the mean loss since the line before.</summary>
    private void WriteLine(TrainingLogEntry entry)
    {
        _log = _log.With(_state.LossCount == 0 ? entry : entry with { Loss = _state.MeanLoss, Rate = _training.RateAt(_state.Step - 1) });
        _state = _state.AfterLogging();
        if (_options.Folder is { } folder)
            AtomicFile.WriteText(folder.Log, _log.ToCsv());
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

    private TrainingProgress Progress(double loss, EvaluationScore? score) => new() { Step = _state.Step, Steps = _training.Steps, Loss = loss, Log = _log, Score = score };

    private TrainingResult End(TrainingEnd end)
    {
        Save();
        return new TrainingResult { End = end, Step = _state.Step, BestStep = _state.BestStep, BestMeanIoU = _state.BestMeanIoU, Log = _log };
    }
}

using static TorchSharp.torch;

namespace Spn.Learning;

/// <content>How a training goes on from its last checkpoint.</content>
public sealed partial class TrainingRun
{
    /// <summary>
    /// A training that goes on from the last checkpoint in its folder, with the model, the optimiser's memory and the state in it.
    /// </summary>
    /// <param name="sampler">Gives the batch of each step: made as that of the start was.</param>
    /// <param name="options">The options of the start, with its folder; steps and pauses may be others.</param>
    /// <param name="guidance">As <see cref="Checkpoint.Load"/> has it.</param>
    /// <exception cref="ArgumentException">
    /// The options name no folder, carry another config than the checkpoint, or an option is outside its range.
    /// </exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, or not the last one of a training.</exception>
    /// <exception cref="IOException">There is no checkpoint, or it cannot be read.</exception>
    public static TrainingRun Resume(PatchSampler sampler, TrainingRunOptions options, nn.Module<Tensor, Tensor>? guidance = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var folder = options.Folder ?? throw new ArgumentException(
            "expected a folder with a training to go on with, got none; name it in the options.", nameof(options));
        if (!folder.HasTraining)
            throw new FileNotFoundException($"expected a training to go on with at {folder.Last}, found none; start it first.");
        var checkpoint = Checkpoint.Load(folder.Last, guidance);
        try
        {
            return From(checkpoint, folder, sampler, options);
        }
        catch
        {
            checkpoint.Model.Dispose();
            throw;
        }
    }

    private static TrainingRun From(Checkpoint checkpoint, TrainingFolder folder, PatchSampler sampler, TrainingRunOptions options)
    {
        if (checkpoint.Memory.IsEmpty)
            throw new InvalidDataException(
                $"{folder.Last}: expected the last checkpoint of a training, got a model alone; start a training anew.");
        var state = TrainingState.FromMetadata(checkpoint.State, folder.Last);
        if (checkpoint.State.TryGetValue(TrainingConfig.MetadataKey, out var stored)
            && options.Metadata.TryGetValue(TrainingConfig.MetadataKey, out var given)
            && TrainingConfig.Parse(given).DifferenceFrom(TrainingConfig.Parse(stored, folder.Last)) is { Length: > 0 } difference)
            throw new ArgumentException(
                $"expected the config that the training in {folder.Path} was started with, got {difference}; go on with its own "
                + $"({folder.Config}), or start another training.", nameof(options));
        if (options.Training.Steps < state.Step)
            throw new ArgumentException(
                $"expected at least the {state.Step} steps that the training in {folder.Path} has made, got {options.Training.Steps}; "
                + "name more.", nameof(options));
        var run = new TrainingRun(checkpoint.Model, sampler, options, state, folder.ReadLog(state.Step, state.Evaluated == state.Step));
        try
        {
            run._optimiser.Restore(checkpoint.Memory, state.Step);
        }
        catch (InvalidDataException exception)
        {
            run.Dispose();
            throw new InvalidDataException($"{folder.Last}: {exception.Message}", exception);
        }

        return run;
    }
}

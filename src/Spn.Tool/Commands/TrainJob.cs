using Spn.Learning;

namespace Spn.Tool.Commands;

/// <summary>Runs a training, and those of its folds.</summary>
/// <param name="resume">Whether trainings that are there go on.</param>
/// <param name="pauseAt">Steps in all after which to pause; 0: none.</param>
/// <param name="progress">Shows it.</param>
/// <param name="weights">What new models start from.</param>
internal sealed class TrainJob(bool resume, long pauseAt, TrainProgress progress, StartingWeights weights)
{
    /// <summary>Trains the model of the config and, for a baseline with folds, one more a fold.</summary>
    public TrainingEnd Run(TrainingPlan plan, TrainingFolder folder, CancellationToken cancellation)
    {
        var (config, set) = (plan.Config, plan.Set);
        var end = Train(plan, folder, cancellation);
        for (var fold = 0; fold < config.Folds && config.Folds > 1 && end is TrainingEnd.Finished; fold++)
        {
            var part = new TrainingPlan(config, set.WithoutFold(fold, config.Folds)) { Device = plan.Device };
            end = Train(part, CoarseSegmenters.FoldFolder(folder.Path, fold, config.Folds), cancellation);
        }

        return end;
    }

    /// <summary>Trains one model.</summary>
    /// <exception cref="DivergedException">It gave NaN or infinity.</exception>
    /// <exception cref="ArgumentException">The training that is there was started with another config.</exception>
    public TrainingEnd Train(TrainingPlan plan, TrainingFolder folder, CancellationToken cancellation)
    {
        using var run = resume && folder.HasTraining
            ? plan.Resume(folder, pauseAt)
            : plan.Start(weights.NewModel(plan.Config, plan.Set, progress.WriteLine), folder, pauseAt);
        using var model = run.Model;
        AtomicFile.WriteText(folder.Config, plan.Config.Text);
        var last = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Path)));
        var name = FormattableString.Invariant($"{last} ({TrainingArguments.NameOf(model)}, seed {plan.Config.Training.Seed})");
        try
        {
            var result = run.Run(progress.Begin(name, run.Step, plan.Config.Training.Steps), cancellation);
            progress.WriteLine(Ended(name, result, folder));
            return result.End;
        }
        catch (NonFiniteException exception)
        {
            throw new DivergedException(name, folder, exception);
        }
    }

    private static string Ended(string name, TrainingResult result, TrainingFolder folder)
    {
        var how = result.End switch
        {
            TrainingEnd.Finished => "finished",
            TrainingEnd.Paused => "paused, go on with --resume",
            _ => "cancelled, go on with --resume",
        };
        var best = $"best mean IoU {ScoreTable.Percent(result.BestMeanIoU)} at step {result.BestStep}, {folder.Best}";
        if (result.BestStep == 0 && result.Step > 0)
            best += ": no step beat the untrained network; train longer";
        return $"{name}: {how} at step {result.Step}; {(result.BestStep < 0 ? $"no score yet, {folder.Last}" : best)}";
    }
}

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
    /// <param name="plan">The training.</param>
    /// <param name="folder">Its folder, in which those of the folds are.</param>
    /// <param name="jobs">How many are trained at a time, each on an equal share of the threads.</param>
    /// <param name="cancellation">Stops all of them.</param>
    public TrainingEnd Run(TrainingPlan plan, TrainingFolder folder, int jobs, CancellationToken cancellation)
    {
        var (config, set) = (plan.Config, plan.Set);
        var ends = new TrainingEnd[config.Folds > 1 ? 1 + config.Folds : 1];
        CompareCommand.Share(jobs, ends.Length, (i, failed) =>
        {
            // One that was stopped stops those that have not begun.
            if (Array.Exists(ends, end => end is not TrainingEnd.Finished))
                return;
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(failed, cancellation);
            ends[i] = i == 0 ? Train(plan, folder, stop.Token) : Train(
                new TrainingPlan(config, set.WithoutFold(i - 1, config.Folds)) { Device = plan.Device },
                CoarseSegmenters.FoldFolder(folder.Path, i - 1, config.Folds), stop.Token);
        }, CancellationToken.None);
        return ends.Max();
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

using System.Globalization;
using Spectre.Console;
using Spn.Learning;

namespace Spn.Tool.Commands;

/// <summary>Runs a training, and those of its folds, with progress on standard error.</summary>
/// <param name="resume">Whether trainings that are there go on.</param>
/// <param name="pauseAt">Steps in all after which to pause; 0: none.</param>
/// <param name="lines">Receives plain lines where there is no terminal.</param>
/// <param name="vgg">Trained weights of VGG-16 for the guidance network; null: none.</param>
internal sealed class TrainJob(bool resume, long pauseAt, TextWriter lines, string? vgg = null)
{
    /// <summary>Trains the model of the config and, for a baseline with folds, one more a fold.</summary>
    public TrainingEnd Run(TrainingPlan plan, TrainingFolder folder, CancellationToken cancellation)
    {
        var (config, set) = (plan.Config, plan.Set);
        var end = Train(plan, folder, cancellation);
        for (var fold = 0; fold < config.Folds && config.Folds > 1 && end is TrainingEnd.Finished or TrainingEnd.StoppedEarly; fold++)
            end = Train(new TrainingPlan(config, set.WithoutFold(fold, config.Folds)), CoarseSegmenters.FoldFolder(folder.Path, fold, config.Folds), cancellation);
        return end;
    }

    /// <summary>Trains one model.</summary>
    /// <exception cref="DivergedException">It gave NaN or infinity.</exception>
    /// <exception cref="ArgumentException">The training that is there was started with another config.</exception>
    public TrainingEnd Train(TrainingPlan plan, TrainingFolder folder, CancellationToken cancellation)
    {
        var run = resume && folder.HasTraining ? Resumed(plan, folder) : plan.Start(NewModel(plan), folder, pauseAt);
        AtomicFile.WriteText(folder.Config, plan.Config.Text);
        var name = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Path)))} ({TrainingArguments.NameOf(run.Model)}, seed {plan.Config.Training.Seed})");
        try
        {
            var result = Console.IsErrorRedirected || Console.IsOutputRedirected || lines != Console.Error
                ? run.Run(new TrainLines(name, lines), cancellation)
                : TrainBar.Show(name, run, plan.Config.Training.Steps, cancellation);
            lines.WriteLine(Ended(name, result, folder));
            return result.End;
        }
        catch (NonFiniteException exception)
        {
            throw new DivergedException(name, folder, exception);
        }
    }

    private TrainingRun Resumed(TrainingPlan plan, TrainingFolder folder) => vgg is null
        ? plan.Resume(folder, pauseAt)
        : throw new ArgumentException($"expected --vgg only for a new training, but {folder.Last} goes on with weights of its own; leave it out.");

    private ITrainable NewModel(TrainingPlan plan)
    {
        var model = plan.Config.CreateModel(plan.Set);
        var refiner = model is RefinerModel candidate && Vgg16.Fits(candidate.Options.Guidance) ? candidate : null;
        if (vgg is not null)
            Vgg16.Load(refiner ?? throw new ArgumentException("expected --vgg only with a config whose guidance network is VGG-16 (\"network\": { \"preset\": \"voc\" }); leave it out."), vgg);
        else if (refiner is not null)
            lines.WriteLine("The guidance network, VGG-16, starts from random weights; --vgg FILE gives it trained ones.");
        return model;
    }

    private static string Ended(string name, TrainingResult result, TrainingFolder folder) => string.Create(CultureInfo.InvariantCulture, $"{name}: {result.End switch
    {
        TrainingEnd.Finished => "finished",
        TrainingEnd.Paused => "paused, go on with --resume",
        TrainingEnd.StoppedEarly => "stopped early, the score no longer rose",
        _ => "cancelled, go on with --resume",
    }} at step {result.Step}; best mean IoU {100 * result.BestMeanIoU:f2} at step {result.BestStep}, {folder.Best}");
}

/// <summary>Progress as plain lines, for logs and pipes: one for each score, and one every few lines of the log.</summary>
internal sealed class TrainLines(string name, TextWriter lines) : IProgress<TrainingProgress>
{
    private int _logged;

    public void Report(TrainingProgress value)
    {
        if (value.Log.Entries.Count == _logged)
            return;
        _logged = value.Log.Entries.Count;
        if (value.Score is { } score)
            lines.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}  step {value.Step}/{value.Steps}  {(double.IsNaN(value.Loss) ? "" : $"loss {value.Loss:f4}  ")}mean IoU {100 * score.MeanIoU:f2}  trimap {100 * score.TrimapMeanIoU:f2}"));
        else if (_logged % 5 == 0)
            lines.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}  step {value.Step}/{value.Steps}  loss {value.Log.Entries[^1].Loss:f4}"));
    }
}

/// <summary>Progress on a terminal: a bar with the step, the loss and the last score.</summary>
internal static class TrainBar
{
    public static TrainingResult Show(string name, TrainingRun run, long steps, CancellationToken cancellation) =>
        AnsiConsole.Console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var task = context.AddTask(Markup.Escape(name), maxValue: steps);
                task.Value = run.Step;
                return run.Run(new Bar(name, task), cancellation);
            });

    private sealed class Bar(string name, ProgressTask task) : IProgress<TrainingProgress>
    {
        private string _score = "";

        public void Report(TrainingProgress value)
        {
            if (value.Score is { } score)
                _score = string.Create(CultureInfo.InvariantCulture, $"  mean IoU {100 * score.MeanIoU:f2}");
            task.Value = value.Step;
            task.Description = Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{name}  {value.Step}/{value.Steps}  loss {value.Loss:f3}{_score}"));
        }
    }
}

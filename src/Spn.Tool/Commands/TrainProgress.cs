using System.Diagnostics;
using Spectre.Console;
using Spn.Learning;

namespace Spn.Tool.Commands;

/// <summary>Shows trainings, of which several may run at once: as bars on a terminal, else as plain lines.</summary>
internal abstract class TrainProgress
{
    /// <summary>Runs trainings and shows them meanwhile.</summary>
    /// <param name="lines">Receives plain lines; where it is the terminal's standard error there are bars too.</param>
    /// <param name="run">Runs them.</param>
    public static T Show<T>(TextWriter lines, Func<TrainProgress, T> run)
    {
        if (Console.IsErrorRedirected || Console.IsOutputRedirected || lines != Console.Error)
            return run(new PlainProgress(lines));
        // What is written while bars are drawn would stand between them.
        var later = TextWriter.Synchronized(new StringWriter());
        try
        {
            return AnsiConsole.Console.Progress()
                .Columns(
                    new TaskDescriptionColumn { Alignment = Justify.Left },
                    new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .Start(context => run(new BarProgress(context, later)));
        }
        finally
        {
            lines.Write(later.ToString());
        }
    }

    /// <summary>A training begins.</summary>
    /// <param name="name">The training.</param>
    /// <param name="from">Steps made before this run.</param>
    /// <param name="steps">Steps in all.</param>
    /// <returns>Is told of each step.</returns>
    public abstract IProgress<TrainingProgress> Begin(string name, long from, long steps);

    /// <summary>A line about a training.</summary>
    public abstract void WriteLine(string line);
}

file sealed class PlainProgress(TextWriter lines) : TrainProgress
{
    public override IProgress<TrainingProgress> Begin(string name, long from, long steps) => new Lines(name, WriteLine, from);

    public override void WriteLine(string line)
    {
        try
        {
            lock (lines)
                lines.WriteLine(line);
        }
        catch (IOException)
        {
            // A log that is full or closed stops no training: its checkpoints matter more.
        }
    }
}

file sealed class BarProgress(ProgressContext context, TextWriter later) : TrainProgress
{
    public override IProgress<TrainingProgress> Begin(string name, long from, long steps)
    {
        var task = context.AddTask(Markup.Escape(name), maxValue: steps);
        task.Value = from;
        return new Bar(name, task);
    }

    public override void WriteLine(string line) => later.WriteLine(line);
}

/// <summary>
/// Progress as plain lines, for logs and pipes: one for each score, and one every few lines of the log, with the time left.
/// </summary>
/// <param name="name">The training.</param>
/// <param name="write">Receives them.</param>
/// <param name="from">Steps made before this run.</param>
file sealed class Lines(string name, Action<string> write, long from) : IProgress<TrainingProgress>
{
    /// <summary>Runs from the tenth step on: the first ones compile, read and draw.</summary>
    private readonly Stopwatch _clock = new();

    private long _from;
    private int _logged;

    public void Report(TrainingProgress value)
    {
        if (!_clock.IsRunning && value.Step >= from + 10)
        {
            _from = value.Step;
            _clock.Start();
        }

        if (value.Log.Entries.Count == _logged)
            return;
        _logged = value.Log.Entries.Count;
        var (at, left) = ($"{name}  step {value.Step}/{value.Steps}", Left(value));
        if (value.Score is { } score)
            write(
                $"{at}{Loss(value.Loss)}  mean IoU {ScoreTable.Percent(score.MeanIoU)}  "
                + $"trimap {ScoreTable.Percent(score.TrimapMeanIoU)}{left}");
        else if (_logged % 5 == 0)
            write($"{at}{Loss(value.Log.Entries[^1].Loss)}{left}");
    }

    private static string Loss(double loss) => double.IsNaN(loss) ? "" : FormattableString.Invariant($"  loss {loss:f4}");

    /// <summary>At the mean pace of this run, evaluations included.</summary>
    private string Left(TrainingProgress value)
    {
        if (!_clock.IsRunning || value.Step == _from || value.Step == value.Steps)
            return "";
        var left = _clock.Elapsed * ((double)(value.Steps - value.Step) / (value.Step - _from));
        return left.TotalHours >= 1 ? $"  {(int)left.TotalHours} h {left.Minutes} min left"
            : left.TotalMinutes >= 1 ? $"  {left.Minutes} min {left.Seconds} s left"
            : $"  {(int)Math.Ceiling(left.TotalSeconds)} s left";
    }
}

/// <summary>Progress on a terminal: a bar with the step, the loss, the last score and the time left.</summary>
file sealed class Bar(string name, ProgressTask task) : IProgress<TrainingProgress>
{
    private string _score = "";

    public void Report(TrainingProgress value)
    {
        if (value.Score is { } score)
            _score = $"  mean IoU {ScoreTable.Percent(score.MeanIoU)}";
        task.Value = value.Step;
        var loss = FormattableString.Invariant($"{value.Loss:f3}");
        task.Description = Markup.Escape($"{name}  {value.Step}/{value.Steps}  loss {loss}{_score}");
    }
}

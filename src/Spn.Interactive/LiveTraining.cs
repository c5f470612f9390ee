using System.Diagnostics;
using Spn.Learning;
using Spn.Visuals;

namespace Spn.Interactive;

/// <summary>
/// Shows a training while it runs: the chart of losses and scores, drawn anew as it goes on, but not more often than the reader can see.
/// </summary>
/// <remarks>
/// In a cell, in .NET Interactive as in the headless host:
/// <code>
/// var shown = KernelInvocationContext.Current.Display(Figures.Training(TrainingLog.Empty));
/// var live = new LiveTraining(figure => shown.Update(figure));
/// run.Run(live);
/// live.Finish();
/// </code>
/// The kernel's own display comes in through the delegate, so that this assembly needs no reference to it. Reports are expected on the
/// thread of the cell, as a training makes them.
/// </remarks>
public sealed class LiveTraining : IProgress<TrainingProgress>
{
    private readonly Action<Figure> _show;
    private readonly TrainingFigureOptions _options;
    private readonly TimeSpan _pause;
    private readonly IReadOnlyList<TrainingCurve> _before;
    private readonly string _name;
    private long _shownAt;
    private TrainingProgress? _latest;
    private bool _pending;

    /// <summary>A live chart.</summary>
    /// <param name="show">Replaces what is shown by a figure.</param>
    /// <param name="options">How the chart is drawn, and how often; all defaults when null.</param>
    public LiveTraining(Action<Figure> show, LiveTrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(show);
        var settings = options ?? LiveTrainingOptions.Default;
        if (!(settings.Pause >= TimeSpan.Zero))
            throw new ArgumentOutOfRangeException(nameof(options), FormattableString.Invariant($"expected a pause of at least 0 seconds, got {settings.Pause.TotalSeconds}."));
        (_show, _options, _pause, _before, _name) = (show, settings.Figure, settings.Pause, settings.Before, settings.Name);
    }

    /// <summary>Draws the chart, unless it was drawn a moment ago.</summary>
    public void Report(TrainingProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        (_latest, _pending) = (value, _pending || _latest is null || value.Log.Entries.Count != _latest.Log.Entries.Count);
        if (_pending && (_shownAt == 0 || Stopwatch.GetElapsedTime(_shownAt) >= _pause))
            Draw();
    }

    /// <summary>Draws what was held back; a saved notebook then shows the whole training, however fast it went.</summary>
    public void Finish()
    {
        if (_latest is not null)
            Draw();
    }

    private void Draw()
    {
        _show(Figures.Training([.. _before, new TrainingCurve(_name, _latest!.Log)], _options.Steps > 0 ? _options : _options with { Steps = _latest.Steps }));
        (_shownAt, _pending) = (Stopwatch.GetTimestamp(), false);
    }
}

/// <summary>How a <see cref="LiveTraining"/> draws.</summary>
public sealed record LiveTrainingOptions
{
    /// <summary>At most once a second.</summary>
    public static LiveTrainingOptions Default { get; } = new();

    /// <summary>The least time between two drawings.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Title, the score of the coarse maps.</summary>
    public TrainingFigureOptions Figure { get; init; } = new();

    /// <summary>What the lines of this training are called, where there are others.</summary>
    public string Name { get; init; } = "training";

    /// <summary>Trainings that were before, to compare with.</summary>
    public IReadOnlyList<TrainingCurve> Before { get; init; } = [];
}

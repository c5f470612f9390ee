using Spn.Interactive;
using Spn.Learning;

namespace Spn.Visuals.Tests;

public class LiveTrainingTests
{
    private static TrainingProgress At(int lines) =>
        new() { Step = lines, Steps = 100, Loss = 1,
            Log = new TrainingLog([.. Enumerable.Range(1, lines).Select(i => new TrainingLogEntry { Step = i, Loss = i })]) };

    [Fact]
    public void A_chart_is_drawn_at_once_then_held_back_and_whole_at_the_end()
    {
        var shown = new List<Figure>();
        var live = new LiveTraining(shown.Add, new LiveTrainingOptions { Pause = TimeSpan.FromHours(1) });
        live.Finish();
        Assert.Empty(shown);
        for (var lines = 1; lines <= 50; lines++)
            live.Report(At(lines));
        Assert.Single(shown);
        Assert.Contains("step 1\n", shown[0].ToText());
        live.Finish();
        Assert.Equal(2, shown.Count);
        Assert.Contains("step 50\n", shown[1].ToText());
    }

    [Fact]
    public void Steps_that_log_nothing_draw_nothing()
    {
        var shown = new List<Figure>();
        var live = new LiveTraining(
            shown.Add,
            new LiveTrainingOptions { Pause = TimeSpan.Zero, Name = "three-way", Before = [new TrainingCurve("one-way", At(4).Log)] });
        for (var step = 0; step < 20; step++)
            live.Report(At(3) with { Step = 3 + step });
        Assert.Single(shown);
        live.Report(At(4));
        Assert.Equal(2, shown.Count);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new LiveTraining(shown.Add, new LiveTrainingOptions { Pause = TimeSpan.FromSeconds(-1) }));
    }
}

using Spn.Learning;

namespace Spn.Visuals.Tests.Kinds;

public class TrainingFigureTests
{
    [Fact]
    public void The_text_is_the_table_of_scores() => Assert.Equal("""
        Training to step 20
        step    loss  mean IoU  near boundaries  accuracy
        0          –     50.00            30.00     80.00
        20    0.5000     62.50            37.50     87.50
        """, Figures.Of(Samples.Log).ToText().TrimEnd());

    [Fact]
    public void Both_scores_the_axes_and_what_is_to_beat_are_named()
    {
        var svg = Figures.Training(Samples.Log, new TrainingFigureOptions { CoarseMeanIoU = 0.45, Steps = 40 }).ToSvg();
        foreach (var text in new[] { "all pixels", "near boundaries", "mean IoU, %", "cross entropy", "coarse maps" })
            Assert.Contains(text, svg);
        Assert.Contains(
            "one-way", Figures.Training([new TrainingCurve("one-way", Samples.Log), new TrainingCurve("three-way", Samples.Log)]).ToText());
        Assert.Contains("No step was logged yet.", Figures.Training(TrainingLog.Empty).ToText());
    }

    [Fact]
    public void Losses_that_fall_far_have_a_logarithmic_axis()
    {
        var far = new TrainingLog([new TrainingLogEntry { Step = 1, Loss = 3 }, new TrainingLogEntry { Step = 2, Loss = 0.01 }]);
        Assert.Contains("logarithmic", Figures.Training(far).ToSvg());
        Assert.DoesNotContain("logarithmic", Figures.Training(Samples.Log).ToSvg());
    }
}

using Spn.Learning;

namespace Spn.Tests.Learning.Training;

public sealed class TrainingLogTests : IDisposable
{
    private static readonly TrainingLog Log = new([
        new TrainingLogEntry { Step = 0, MeanIoU = 1.0 / 3, TrimapMeanIoU = 0.25, OverallAccuracy = 0.5 },
        new TrainingLogEntry { Step = 10, Loss = 0.1 + 0.2, Rate = 1e-4 },
        new TrainingLogEntry { Step = 20, Loss = 1e-300, Rate = 1e-4, MeanIoU = 1, TrimapMeanIoU = 0, OverallAccuracy = 1 }]);

    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void A_log_reads_back_as_it_was_written_in_any_culture()
    {
        File.WriteAllText(_path, InCulture.Run("de-DE", Log.ToCsv));
        Assert.Equal(Log.Entries, InCulture.Run("de-DE", () => TrainingLog.Read(_path)).Entries);
        Assert.StartsWith(
            "step,rate,loss,mean_iou,trimap_mean_iou,overall_accuracy\n0,,,0.3333333333333333,0.25,0.5\n10,0.0001,0.30000000000000004,,,\n",
            Log.ToCsv());
    }

    [Fact]
    public void What_lies_behind_a_step_is_kept() => Assert.Equal([0, 10], Log.UpTo(19).Entries.Select(entry => (int)entry.Step));

    [Theory]
    [InlineData("", "expected the header")]
    [InlineData("a,b\n", "expected the header")]
    [InlineData("step,rate,loss,mean_iou,trimap_mean_iou,overall_accuracy\n1,2,3\n", "on line 2")]
    [InlineData("step,rate,loss,mean_iou,trimap_mean_iou,overall_accuracy\n1,,,,,\n2,x,,,,\n", "on line 3, got '2,x,,,,'")]
    public void A_file_that_is_no_log_is_refused(string text, string message)
    {
        File.WriteAllText(_path, text);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => TrainingLog.Read(_path)).Message);
    }

    public void Dispose() => File.Delete(_path);
}

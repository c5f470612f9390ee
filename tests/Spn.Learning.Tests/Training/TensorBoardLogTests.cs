using Spn.Learning;
using Tensorboard;

namespace Spn.Tests.Learning;

public sealed class TensorBoardLogTests : IDisposable
{
    private readonly TrainingFolder _folder = new(Directory.CreateTempSubdirectory().FullName);

    public void Dispose() => Directory.Delete(_folder.Path, recursive: true);

    [Fact]
    public void Event_files_have_what_the_log_has_and_after_a_resume_no_step_twice()
    {
        var plan = TinyTraining.Plan(TinyTraining.Config.WithSteps(60));
        plan.Start(_folder, pauseAt: 45).Run();
        Same(TrainingLog.Read(_folder.Log));
        // A line from a run that was killed after it had logged and before it had saved.
        new TensorBoardLog(_folder.TensorBoard, TrainingLog.Read(_folder.Log)).Write(new TrainingLogEntry { Step = 50, Loss = 1 });
        plan.Resume(_folder).Run();
        Same(TrainingLog.Read(_folder.Log));
    }

    private void Same(TrainingLog log)
    {
        var events = Events(Assert.Single(Directory.GetFiles(_folder.TensorBoard))).ToList();
        Assert.Equal("brain.Event:2", events[0].FileVersion);
        foreach (var (tag, value) in new (string, Func<TrainingLogEntry, double>)[]
                 {
                     ("loss", entry => entry.Loss), ("rate", entry => entry.Rate), ("mean IoU", entry => entry.MeanIoU),
                     ("trimap mean IoU", entry => entry.TrimapMeanIoU), ("overall accuracy", entry => entry.OverallAccuracy),
                 })
            Assert.Equal(
                log.Entries.Where(entry => !double.IsNaN(value(entry))).Select(entry => (entry.Step, (float)value(entry))),
                events.Where(one => one.Summary?.Value[0].Tag == tag).Select(one => (one.Step, one.Summary.Value[0].SimpleValue)));
    }

    /// <summary>Each event stands between its length with a checksum, twelve bytes, and a checksum of four.</summary>
    private static IEnumerable<Event> Events(string file)
    {
        var bytes = File.ReadAllBytes(file);
        for (var at = 0; at < bytes.Length;)
        {
            var length = (int)BitConverter.ToInt64(bytes, at);
            yield return Event.Parser.ParseFrom(bytes, at + 12, length);
            at += 16 + length;
        }
    }
}

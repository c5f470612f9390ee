using TorchSharp;
using TorchSharp.Modules;

namespace Spn.Learning;

/// <summary>
/// The log as event files for TensorBoard. A training that goes on writes its file anew from the log, so that no step is in the folder
/// twice. Every event is appended and the file closed: there is nothing to flush when a run ends, however it ends.
/// </summary>
internal sealed class TensorBoardLog
{
    private readonly SummaryWriter _writer;

    /// <summary>Begins a file, in place of those that are there.</summary>
    /// <param name="folder">Is made where it is missing.</param>
    /// <param name="log">What the training has behind it.</param>
    public TensorBoardLog(string folder, TrainingLog log)
    {
        if (Directory.Exists(folder))
            foreach (var file in Directory.EnumerateFiles(folder, "events.out.tfevents.*"))
                File.Delete(file);
        _writer = torch.utils.tensorboard.SummaryWriter(folder);
        foreach (var entry in log.Entries)
            Write(entry);
    }

    /// <summary>Adds what a line of the log has.</summary>
    public void Write(TrainingLogEntry entry)
    {
        Scalar("loss", entry.Loss);
        Scalar("rate", entry.Rate);
        Scalar("mean IoU", entry.MeanIoU);
        Scalar("trimap mean IoU", entry.TrimapMeanIoU);
        Scalar("overall accuracy", entry.OverallAccuracy);

        void Scalar(string tag, double value)
        {
            if (!double.IsNaN(value))
                _writer.add_scalar(tag, (float)value, (int)entry.Step);
        }
    }
}

namespace Spn.Learning;

/// <summary>
/// The files of a training in its folder. Each is written whole or not at all, so that a run ended at any moment leaves ones that load.
/// </summary>
public sealed class TrainingFolder
{
    /// <summary>A folder, which is made when something is written.</summary>
    public TrainingFolder(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = path;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The last checkpoint: parameters, the optimiser's memory, where the training stands.</summary>
    public string Last => System.IO.Path.Combine(Path, "last.safetensors");

    /// <summary>The checkpoint with the best score: parameters alone.</summary>
    public string Best => System.IO.Path.Combine(Path, "best.safetensors");

    /// <summary>The log.</summary>
    public string Log => System.IO.Path.Combine(Path, "log.csv");

    /// <summary>The config, as it was given.</summary>
    public string Config => System.IO.Path.Combine(Path, "config.json");

    /// <summary>The folder of the log as event files for TensorBoard.</summary>
    public string TensorBoard => System.IO.Path.Combine(Path, "tensorboard");

    /// <summary>The guidance network, where it came from a TorchScript file.</summary>
    internal string Guidance => System.IO.Path.Combine(Path, Checkpoint.GuidanceName);

    /// <summary>Whether there is a training to go on with.</summary>
    public bool HasTraining => File.Exists(Last);

    /// <summary>The log up to a step; empty where there is none.</summary>
    /// <param name="step">The step of the checkpoint.</param>
    /// <param name="evaluated">
    /// Whether the checkpoint is from after the evaluation of this step; if not, its line is from a run that was killed, and is written
    /// anew.
    /// </param>
    internal TrainingLog ReadLog(long step, bool evaluated)
    {
        var log = File.Exists(Log) ? TrainingLog.Read(Log).UpTo(step) : TrainingLog.Empty;
        return evaluated ? log : new TrainingLog([.. log.Entries.Where(entry => entry.Step < step || double.IsNaN(entry.MeanIoU))]);
    }

    /// <summary>Keeps other trainings out until it is disposed, or the process ends.</summary>
    /// <exception cref="IOException">Another one is at work there, or the folder cannot be written.</exception>
    internal FileStream Lock()
    {
        var path = System.IO.Path.Combine(Path, "training.lock");
        AtomicFile.CreateFolder(path);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new IOException(
                $"expected no other training at work in '{Path}', but one is; wait for it, or name another folder.", exception);
        }
    }

    /// <summary>Removes half-written files that a killed run left behind.</summary>
    internal void Clean()
    {
        if (!Directory.Exists(Path))
            return;
        foreach (var file in new[] { Last, Best, Log, Config, Guidance })
            foreach (var left in Directory.EnumerateFiles(Path, System.IO.Path.GetFileName(file) + ".*.tmp"))
                File.Delete(left);
    }
}

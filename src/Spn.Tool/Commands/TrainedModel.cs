using Spn.Imaging;
using Spn.Learning;
using Spn.Scenes;
using Spn.Segmentation;
using TorchSharp;

namespace Spn.Tool.Commands;

/// <summary>A model from a checkpoint with the config that it was trained by.</summary>
internal sealed record TrainedModel(string Path, ISegmenter Model, TrainingConfig Config) : IDisposable
{
    /// <summary>Reads a checkpoint that <c>spn train</c> wrote.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or holds no config.</exception>
    public static TrainedModel Load(string path, torch.Device device)
    {
        CheckKind(path);
        var checkpoint = Checkpoint.Load(path);
        try
        {
            return checkpoint.State.TryGetValue(TrainingConfig.MetadataKey, out var text)
                ? new TrainedModel(path, On(device, checkpoint.Model), TrainingConfig.Parse(text, $"config in {path}"))
                : throw new InvalidDataException(
                    $"{path}: expected a checkpoint with the config of its training, got one without; name best.safetensors or "
                    + "last.safetensors of an spn train.");
        }
        catch
        {
            checkpoint.Model.Dispose();
            throw;
        }
    }

    /// <summary>A file that is no checkpoint is said to be what it is, where its first bytes tell.</summary>
    private static void CheckKind(string path)
    {
        if (Directory.Exists(path))
            throw new IOException($"{path}: expected a checkpoint of spn train, got a folder; name best.safetensors in it.");
        var (start, length) = (new byte[16], 0);
        if (new FileInfo(path) is not { Exists: true, Length: 0 })
            using (var file = File.OpenRead(path))
                length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (length < 9 || start[8] != '{')
            throw new InvalidDataException(
                $"{path}: expected a checkpoint of spn train (safetensors), got {ImageFile.Describe(start.AsSpan(0, length))}; name "
                + "best.safetensors or last.safetensors of an spn train.");
    }

    /// <summary>A model moved to a device.</summary>
    public static ISegmenter On(torch.Device device, ISegmenter model)
    {
        model.Module.to(device);
        return model;
    }

    /// <summary>The file with its folder: enough to tell checkpoints apart, and nothing of the machine.</summary>
    public string ShortPath
    {
        get
        {
            var file = new FileInfo(Path);
            return $"{file.Directory!.Name}/{file.Name}";
        }
    }

    /// <summary>Names and colours of its classes, where they are known.</summary>
    public Palette? Palette => Config.Data.Palette is { } named && named.Count == Model.Classes ? named
        : SceneGenerator.Palette.Count == Model.Classes ? SceneGenerator.Palette
        : Imaging.Palette.CamVid.Count == Model.Classes ? Imaging.Palette.CamVid
        : null;

    public void Dispose() => Model.Dispose();

    public void CheckClasses(TrainingSet set)
    {
        if (Model.Classes != set.Classes)
            throw new ArgumentException(
                $"expected a model of {set.Classes} classes for these data, got {Path} of {Model.Classes}; name the data it was trained "
                + "on.");
    }
}

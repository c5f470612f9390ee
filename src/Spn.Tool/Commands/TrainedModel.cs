using Spn.Imaging;
using Spn.Learning;
using Spn.Segmentation;

namespace Spn.Tool.Commands;

/// <summary>A model from a checkpoint with the config that it was trained by.</summary>
internal sealed record TrainedModel(string Path, ITrainable Model, TrainingConfig Config)
{
    /// <summary>Reads a checkpoint that <c>spn train</c> wrote.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or holds no config.</exception>
    public static TrainedModel Load(string path)
    {
        var checkpoint = Checkpoint.Load(path);
        return checkpoint.State.TryGetValue(TrainingConfig.MetadataKey, out var text)
            ? new TrainedModel(path, checkpoint.Model, TrainingConfig.Parse(text, $"config in {path}"))
            : throw new InvalidDataException($"{path}: expected a checkpoint with the config of its training, got one without; name best.safetensors or last.safetensors of an spn train.");
    }

    /// <summary>The number of classes of the model.</summary>
    public int Classes => Model switch
    {
        RefinerModel refiner => refiner.Classes,
        BaselineModel baseline => baseline.Classes,
        _ => throw new InvalidDataException($"{Path}: expected a baseline or a refiner, got {Model.GetType().Name}."),
    };

    /// <summary>Names and colours of its classes, where they are known.</summary>
    public Palette? Palette => Config.Folder.Palette.Count == Classes ? Config.Folder.Palette
        : SceneGenerator.Palette.Count == Classes ? SceneGenerator.Palette
        : null;

    public void CheckClasses(TrainingSet set)
    {
        if (Classes != set.Classes)
            throw new ArgumentException($"expected a model of {set.Classes} classes for these data, got {Path} of {Classes}; name the data it was trained on.");
    }
}

using System.ComponentModel.DataAnnotations;
using Spn.Scenes;
using Spn.Segmentation;

namespace Spn.Learning;

/// <summary>
/// How many scenes a <see cref="TrainingSet"/> has, and of what kind. The defaults are those of <see cref="SceneOptions"/> but for size and
/// clutter.
/// </summary>
public sealed record SceneSetOptions
{
    internal const int MostScenes = 100_000;

    /// <summary>240 scenes of 128×160 to train on, 12 to choose by, 40 to report on.</summary>
    public static SceneSetOptions Default { get; } = new();

    /// <summary>Rows of a scene.</summary>
    [Range(SceneGenerator.MinSize, 4096)]
    public int Height { get; init; } = 128;

    /// <summary>Columns of a scene.</summary>
    [Range(SceneGenerator.MinSize, 4096)]
    public int Width { get; init; } = 160;

    /// <summary>Objects in a scene, spread over the classes.</summary>
    [Range(0, 100)]
    public int Objects { get; init; } = 7;

    /// <summary>Things that are background, with edges as strong as those of objects: without them every edge would end a class.</summary>
    [Range(0, 1000)]
    public int Clutter { get; init; } = 6;

    /// <summary>Scenes to train on.</summary>
    [Range(1, MostScenes)]
    public int Train { get; init; } = 240;

    /// <summary>Scenes to choose the best checkpoint by.</summary>
    [Range(1, MostScenes)]
    public int Validation { get; init; } = 12;

    /// <summary>Scenes to report on.</summary>
    [Range(1, MostScenes)]
    public int Test { get; init; } = 40;
}

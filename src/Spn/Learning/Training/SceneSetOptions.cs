using Spn.Segmentation;

namespace Spn.Learning;

/// <summary>How many scenes a <see cref="TrainingSet"/> has, and of what kind.</summary>
public sealed record SceneSetOptions
{
    /// <summary>The most scenes in one part of a set.</summary>
    public const int MostScenes = 100_000;

    /// <summary>240 scenes of 128×160 to train on, 12 to choose by, 40 to report on.</summary>
    public static SceneSetOptions Default { get; } = new();

    /// <summary>Size, classes, objects, clutter, noise. Its own seed is not used.</summary>
    public SceneOptions Scene { get; init; } = new() { Height = 128, Width = 160, Clutter = 6 };

    /// <summary>Scenes to train on, 1 to <see cref="MostScenes"/>.</summary>
    public int Train { get; init; } = 240;

    /// <summary>Scenes to choose the best checkpoint by, 1 to <see cref="MostScenes"/>.</summary>
    public int Validation { get; init; } = 12;

    /// <summary>Scenes to report on, 1 to <see cref="MostScenes"/>.</summary>
    public int Test { get; init; } = 40;

    /// <summary>Chooses the scenes.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The same with scenes of another kind.</summary>
    public SceneSetOptions WithScene(SceneOptions scene) => this with { Scene = scene };

    /// <summary>The same with other numbers of scenes.</summary>
    public SceneSetOptions WithCounts(int train, int validation, int test) => this with { Train = train, Validation = validation, Test = test };

    /// <summary>The same with another seed.</summary>
    public SceneSetOptions WithSeed(int seed) => this with { Seed = seed };

    internal SceneSetOptions Check()
    {
        foreach (var (count, what) in new[] { (Train, "to train on"), (Validation, "to choose by"), (Test, "to report on") })
            if (count is < 1 or > MostScenes)
                throw new ArgumentOutOfRangeException(null, $"expected 1 to {MostScenes} scenes {what}, got {count}.");
        SceneGenerator.Check(Scene);
        return this;
    }
}

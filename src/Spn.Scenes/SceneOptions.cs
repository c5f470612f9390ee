namespace Spn.Scenes;

/// <summary>What <see cref="SceneGenerator"/> renders. The same options give the same bytes on every machine.</summary>
public sealed record SceneOptions
{
    /// <summary>Rows, at least <see cref="SceneGenerator.MinSize"/>.</summary>
    public int Height { get; init; } = 240;

    /// <summary>Columns, at least <see cref="SceneGenerator.MinSize"/>.</summary>
    public int Width { get; init; } = 320;

    /// <summary>Classes with the background, 2 to 7: background, person, tree, lamp, kite, deer, fence; fewer leave out the last.</summary>
    public int Classes { get; init; } = 7;

    /// <summary>Objects, 0 to 100, spread over the classes. Those in front may hide others.</summary>
    public int Objects { get; init; } = 7;

    /// <summary>
    /// Things that are background, 0 to 1000: rocks, bushes and stakes, in front of objects and behind them, with edges as strong as
    /// theirs.
    /// </summary>
    public int Clutter { get; init; }

    /// <summary>Chooses landscape, light, objects, poses and textures.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// The width in pixels over which an object's edge goes from nothing to all, 0 to 20; its label changes in the middle. Zero is a hard
    /// edge.
    /// </summary>
    public double EdgeSoftness { get; init; } = 1.5;

    /// <summary>The standard deviation of the sensor noise in sRGB units, 0 to 1.</summary>
    public double Noise { get; init; } = 0.015;

    /// <summary>
    /// How near the lookalike parts of objects come to the colour behind them, from 0 (not at all) to 1 (the same colour).
    /// </summary>
    public double Lookalike { get; init; } = 0.6;

    /// <summary>The same with another seed.</summary>
    public SceneOptions WithSeed(int seed) => this with { Seed = seed };
}

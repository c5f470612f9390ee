namespace Spn.Scenes;

/// <summary>Rocks, bushes and stakes: things with edges that are no class of their own.</summary>
internal static class SceneClutter
{
    /// <summary>The clutter of a scene. Its numbers are drawn apart, so that the objects stay where they are without it.</summary>
    public static IEnumerable<SceneObject> Scatter(SceneOptions options, SceneLandscape landscape)
    {
        var random = new SceneRandom((uint)options.Seed ^ 0xC1077E4UL << 32);
        for (var i = 0; i < options.Clutter; i++)
        {
            var foot = new ScenePoint(
                random.Next(0, options.Width), landscape.Horizon + random.Next(0.12, 0.95) * (options.Height - landscape.Horizon));
            var size = (foot.Y - landscape.Horizon) * random.Next(0.10, 0.34);
            yield return new SceneObject(0, foot.Y, (i % 3) switch { 0 => Rock(foot, size, random), 1 => Bush(foot, size, random), _ => Stakes(foot, size, random) });
        }
    }

    private static IReadOnlyList<ScenePart> Rock(ScenePoint foot, double size, SceneRandom random)
    {
        var stone = new SceneMaterial(SceneColour.Hex(random.Pick(0x8C8880, 0x6A665E, 0xB4A894))) { Grain = 0.2, GrainSize = new ScenePoint(0.3 * size, 0.2 * size) };
        return
        [
            new SceneEllipse(foot - new ScenePoint(0, 0.35 * size), size * random.Next(0.6, 1.0), 0.45 * size, stone) { Rough = 0.06 * size },
            new SceneEllipse(foot - new ScenePoint(random.Next(-0.5, 0.5) * size, 0.2 * size), 0.5 * size, 0.3 * size, stone) { Rough = 0.05 * size },
        ];
    }

    private static IReadOnlyList<ScenePart> Bush(ScenePoint foot, double size, SceneRandom random)
    {
        var leaves = new SceneMaterial(SceneColour.Hex(random.Pick(0x4E7A36, 0x7A8A3A, 0x9A6A3A))) { Grain = 0.35, GrainSize = new ScenePoint(0.15 * size, 0.15 * size) };
        return [.. Enumerable.Range(0, 3).Select(i => new SceneEllipse(foot + new ScenePoint((i - 1) * 0.45 * size, -random.Next(0.35, 0.6) * size), 0.45 * size, 0.42 * size, leaves) { Rough = 0.15 * size })];
    }

    private static IReadOnlyList<ScenePart> Stakes(ScenePoint foot, double size, SceneRandom random)
    {
        var wood = new SceneMaterial(SceneColour.Hex(random.Pick(0x4A3A2A, 0xC8B896, 0xE8E4DC))) { Grain = 0.15, GrainSize = new ScenePoint(0.1 * size, 0.4 * size) };
        return [.. Enumerable.Range(0, 3).Select(i =>
        {
            var at = foot + new ScenePoint((i - 1) * 0.5 * size, random.Next(-0.05, 0.05) * size);
            return new SceneLimb(
                at, at - new ScenePoint(random.Next(-0.15, 0.15) * size, random.Next(1.0, 1.6) * size), 0.07 * size, 0.05 * size, wood);
        })];
    }
}

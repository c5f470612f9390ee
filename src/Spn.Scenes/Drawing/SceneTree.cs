namespace Spn.Scenes;

/// <summary>
/// A tree: a trunk, bare branches that show between the leaves, and a ragged crown close in colour to the woods behind it.
/// </summary>
internal static class SceneTree
{
    public static IReadOnlyList<ScenePart> Parts(ScenePoint foot, double tall, double lookalike, SceneLandscape behind, SceneRandom random)
    {
        var bark = new SceneMaterial(SceneColour.Hex(random.Pick(0x5C4632, 0x6E5A44, 0x7C746A)))
        {
            Grain = 0.35, GrainSize = new ScenePoint(Math.Max(1.2, 0.010 * tall), Math.Max(3, 0.05 * tall)),
        };
        var woods = behind.At(foot.X, behind.Horizon - 2);
        var green = SceneColour.Mix(SceneColour.Hex(random.Pick(0x3E6428, 0x567A2E, 0x8A6A22, 0x2E5A34)), woods, 0.6 * lookalike);
        var leaf = new ScenePoint(Math.Max(1.4, 0.020 * tall), Math.Max(1.4, 0.017 * tall));
        SceneMaterial Leaves(double light) => new(light * green) { Grain = 0.55, GrainSize = leaf, Relief = 0.55 };

        var parts = new List<ScenePart>();
        var fork = foot - new ScenePoint(random.Next(-0.03, 0.03) * tall, random.Next(0.34, 0.44) * tall);
        parts.Add(new SceneLimb(foot, fork, 0.036 * tall, 0.024 * tall, bark));
        parts.Add(new SceneLimb(foot + new ScenePoint(-0.03 * tall, 0.005 * tall), foot - new ScenePoint(0, 0.07 * tall), 0.015 * tall, 0.028 * tall, bark));
        parts.Add(
            new SceneLimb(
                foot + new ScenePoint(0.03 * tall, 0.005 * tall), foot - new ScenePoint(0, 0.07 * tall), 0.015 * tall, 0.028 * tall, bark));
        var crown = new List<ScenePart>();
        const int branches = 7;
        for (var i = 0; i < branches; i++)
        {
            var angle = 180 + (i - (branches - 1) / 2.0) * 33 + random.Next(-9, 9);
            var direction = ScenePoint.Hanging(angle > 180 ? angle - 360 : angle);
            var reach = random.Next(0.24, 0.36) * tall;
            var middle = fork + 0.5 * reach * direction;
            var tip = middle + 0.5 * reach * direction + new ScenePoint(0, -0.05 * tall);
            parts.Add(new SceneLimb(fork, middle, 0.016 * tall, 0.010 * tall, bark));
            parts.Add(new SceneLimb(middle, tip, 0.010 * tall, 0.004 * tall, bark));
            AddTwig(parts, middle, direction, tall, bark, random);
            var size = random.Next(0.085, 0.135) * tall;
            crown.Add(new SceneEllipse(tip, 1.25 * size, size, Leaves(random.Next(0.75, 1.15))) { Rough = 0.05 * tall });
        }

        for (var i = 0; i < 5; i++)
        {
            var at = fork - new ScenePoint(random.Next(-0.16, 0.16) * tall, random.Next(0.12, 0.36) * tall);
            var size = random.Next(0.07, 0.11) * tall;
            crown.Add(new SceneEllipse(at, 1.2 * size, size, Leaves(random.Next(0.7, 1.2))) { Rough = 0.05 * tall });
        }

        return [.. parts, .. crown];
    }

    private static void AddTwig(
        List<ScenePart> parts, ScenePoint from, ScenePoint direction, double tall, SceneMaterial bark, SceneRandom random)
    {
        var across = new ScenePoint(-direction.Y, direction.X);
        var tip = from + 0.12 * tall * (direction + random.Next(-0.9, 0.9) * across);
        parts.Add(new SceneLimb(from, tip, 0.006 * tall, 0.003 * tall, bark));
    }
}

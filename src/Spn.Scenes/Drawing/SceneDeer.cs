namespace Spn.Scenes;

/// <summary>A deer, seen from the side: four thin legs, antlers, a coat that may look like the grass or the path.</summary>
internal static class SceneDeer
{
    public static IReadOnlyList<ScenePart> Parts(ScenePoint foot, double tall, double lookalike, SceneLandscape behind, SceneRandom random)
    {
        var side = random.Chance(0.5) ? 1 : -1;
        ScenePoint At(double x, double y) => foot + tall * new ScenePoint(side * x, -y);
        var grain = new ScenePoint(Math.Max(1.3, 0.02 * tall), Math.Max(1.3, 0.03 * tall));
        var own = SceneColour.Hex(random.Pick(0x8A5A34, 0xA0703E, 0x6E4C30));
        var body = At(0, 0.55);
        var coat = new SceneMaterial(SceneColour.Mix(own, behind.At(body.X, body.Y), 0.8 * lookalike)) { Grain = 0.22, GrainSize = grain };
        var leg = new SceneMaterial(0.8 * own) { Grain = 0.15, GrainSize = grain };
        var farLeg = new SceneMaterial(0.6 * own) { Grain = 0.15, GrainSize = grain };
        var horn = new SceneMaterial(SceneColour.Hex(0xC8B48C)) { Grain = 0.1, GrainSize = grain };
        var pale = new SceneMaterial(SceneColour.Hex(0xE4D8C4)) { Grain = 0.1, GrainSize = grain };
        var dark = new SceneMaterial(SceneColour.Hex(0x241A14)) { Grain = 0.05 };

        var parts = new List<ScenePart>();
        foreach (var (x, material, reach) in new[] { (-0.20, farLeg, 0.05), (0.22, farLeg, -0.03), (-0.27, leg, -0.04), (0.16, leg, 0.06) })
        {
            var step = reach * random.Next(0.4, 1.6);
            parts.Add(new SceneLimb(At(x, 0.50), At(x + step, 0.27), 0.058 * tall, 0.026 * tall, material));
            parts.Add(new SceneLimb(At(x + step, 0.27), At(x + 0.4 * step, 0.02), 0.024 * tall, 0.017 * tall, material));
        }

        parts.Add(new SceneEllipse(At(-0.35, 0.60), 0.05 * tall, 0.07 * tall, pale));
        parts.Add(new SceneLimb(At(-0.22, 0.56), At(0.20, 0.56), 0.125 * tall, 0.135 * tall, coat));
        var grazing = random.Chance(0.3);
        ScenePoint head = grazing ? At(0.50, 0.30) : At(0.42, 0.92), muzzle = grazing ? At(0.60, 0.18) : At(0.57, 0.87);
        parts.Add(new SceneLimb(At(0.22, 0.60), head, 0.105 * tall, 0.052 * tall, coat));
        foreach (var sway in new[] { -0.05, 0.05 })
            AddAntler(parts, head, grazing ? new ScenePoint(side * 0.10, -0.9) : new ScenePoint(side * sway - side * 0.25, -0.95), sway, side, tall, horn);
        parts.Add(new SceneLimb(head, muzzle, 0.058 * tall, 0.032 * tall, coat));
        parts.Add(new SceneEllipse(muzzle, 0.022 * tall, 0.020 * tall, dark));
        parts.Add(new SceneLimb(head, head + tall * new ScenePoint(-side * 0.10, -0.05), 0.022 * tall, 0.010 * tall, coat));
        parts.Add(new SceneEllipse(head + tall * new ScenePoint(side * 0.035, -0.012), 0.011 * tall, 0.011 * tall, dark));
        return parts;
    }

    private static void AddAntler(
        List<ScenePart> parts, ScenePoint head, ScenePoint up, double sway, int side, double tall, SceneMaterial horn)
    {
        var thick = 0.013 * tall;
        var middle = head + 0.17 * tall * (up + new ScenePoint(2.5 * sway, 0));
        var tip = middle + 0.16 * tall * (up + new ScenePoint(side * 0.5 - 2 * sway, 0));
        parts.Add(new SceneLimb(head, middle, 1.2 * thick, thick, horn));
        parts.Add(new SceneLimb(middle, tip, thick, 0.7 * thick, horn));
        parts.Add(new SceneLimb(middle, middle + 0.11 * tall * new ScenePoint(side * 0.8, -0.6), thick, 0.7 * thick, horn));
        parts.Add(new SceneLimb(ScenePoint.Lerp(head, middle, 0.45), ScenePoint.Lerp(head, middle, 0.45) + 0.10 * tall * new ScenePoint(side * 0.85, -0.5), thick, 0.7 * thick, horn));
    }
}

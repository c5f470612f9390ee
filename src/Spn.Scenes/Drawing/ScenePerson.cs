namespace Spn.Scenes;

/// <summary>A standing or walking person: thin arms and legs, a shirt that may look like what is behind it.</summary>
internal static class ScenePerson
{
    public static IReadOnlyList<ScenePart> Parts(ScenePoint foot, double tall, double lookalike, SceneLandscape behind, SceneRandom random)
    {
        var grain = new ScenePoint(Math.Max(1.5, 0.02 * tall), Math.Max(1.5, 0.02 * tall));
        SceneMaterial Cloth(SceneColour colour) => new(colour) { Grain = 0.16, GrainSize = grain };
        var skin = new SceneMaterial(SceneColour.Hex(random.Pick(0xE8B88E, 0xC98E62, 0x8A5A3A, 0xF0C8A4))) { Grain = 0.05, GrainSize = grain };
        var hair = new SceneMaterial(SceneColour.Hex(random.Pick(0x2C2018, 0x5A3A1E, 0xB8904E, 0x8A8480))) { Grain = 0.2, GrainSize = grain };
        var hips = foot - new ScenePoint(0, 0.49 * tall);
        var chest = foot - new ScenePoint(0, 0.80 * tall);
        // The shirt takes on some of the colour behind the chest.
        var own = SceneColour.Hex(random.Pick(0xC03A32, 0x2E5AA8, 0xE8E4D8, 0xD8A428, 0x7A3E8C, 0x2C7C74));
        var shirt = Cloth(SceneColour.Mix(own, behind.At(chest.X, chest.Y + 0.12 * tall), lookalike)) with
        {
            Stripe = random.Chance(0.4) ? SceneColour.Hex(0xF0ECE4) : own,
            StripePeriod = random.Chance(0.4) ? Math.Max(3, 0.055 * tall) : 0,
        };
        var trousers = Cloth(SceneColour.Hex(random.Pick(0x2A3448, 0x4A4238, 0x6A7078, 0x1E2428)));
        var shoes = Cloth(SceneColour.Hex(random.Pick(0x201C1A, 0x6A3A22, 0xE0DCD6)));

        var parts = new List<ScenePart>();
        var stride = random.Next(6, 24);
        var lean = random.Next(-3, 3);
        AddArm(parts, chest, -1, tall, random, skin, shirt);
        parts.Add(new SceneLimb(hips + new ScenePoint(-0.03 * tall, 0.015 * tall), hips + new ScenePoint(0.03 * tall, 0.015 * tall), 0.042 * tall, 0.042 * tall, trousers));
        AddLeg(parts, hips, -stride, lean, tall, trousers, shoes);
        AddLeg(parts, hips, stride, lean, tall, trousers, shoes);
        var shoulders = 0.105 * tall;
        parts.Add(new ScenePolygon(
            [
                chest + new ScenePoint(-shoulders, 0.01 * tall), chest + new ScenePoint(-0.03 * tall, -0.03 * tall), chest + new ScenePoint(0.03 * tall, -0.03 * tall),
                chest + new ScenePoint(shoulders, 0.01 * tall), hips + new ScenePoint(0.075 * tall, 0.02 * tall), hips + new ScenePoint(-0.075 * tall, 0.02 * tall),
            ], shirt));
        parts.Add(
            new SceneLimb(chest + new ScenePoint(0, 0.05 * tall), hips - new ScenePoint(0, 0.06 * tall), 0.085 * tall, 0.07 * tall, shirt));
        AddArm(parts, chest, 1, tall, random, skin, shirt);

        var head = foot - new ScenePoint(-0.01 * tall * lean / 3, 0.925 * tall);
        parts.Add(new SceneLimb(chest, head, 0.028 * tall, 0.028 * tall, skin));
        parts.Add(new SceneEllipse(head - new ScenePoint(0, 0.014 * tall), 0.060 * tall, 0.068 * tall, hair) { Rough = 0.01 * tall });
        var face = head + new ScenePoint(random.Next(-0.008, 0.008) * tall, 0.014 * tall);
        parts.Add(new SceneEllipse(face, 0.048 * tall, 0.056 * tall, skin));
        var dark = new SceneMaterial(SceneColour.Hex(0x30241E));
        foreach (var side in new[] { -1, 1 })
            parts.Add(new SceneEllipse(face + new ScenePoint(side * 0.018 * tall, -0.006 * tall), 0.0065 * tall, 0.0075 * tall, dark));
        parts.Add(new SceneLimb(face + new ScenePoint(-0.012 * tall, 0.027 * tall), face + new ScenePoint(0.012 * tall, 0.027 * tall), 0.004 * tall, 0.004 * tall,
            new SceneMaterial(SceneColour.Mix(skin.Colour, SceneColour.Hex(0x803028), 0.7))));
        return parts;
    }

    private static void AddLeg(
        List<ScenePart> parts, ScenePoint hips, double angle, double lean, double tall, SceneMaterial trousers, SceneMaterial shoe)
    {
        var hip = hips + new ScenePoint(Math.Sign(angle) * 0.035 * tall, 0);
        var knee = hip + 0.235 * tall * ScenePoint.Hanging(angle + lean);
        var ankle = knee + 0.225 * tall * ScenePoint.Hanging(angle < 0 ? 0.9 * angle : 0.35 * angle);
        parts.Add(new SceneLimb(hip, knee, 0.050 * tall, 0.036 * tall, trousers));
        parts.Add(new SceneLimb(knee, ankle, 0.036 * tall, 0.024 * tall, trousers));
        parts.Add(new SceneLimb(ankle + new ScenePoint(-0.008 * tall, 0.012 * tall), ankle + new ScenePoint(0.045 * tall, 0.018 * tall), 0.020 * tall, 0.015 * tall, shoe));
    }

    private static void AddArm(
        List<ScenePart> parts, ScenePoint chest, int side, double tall, SceneRandom random, SceneMaterial skin, SceneMaterial sleeve)
    {
        var raised = random.Chance(0.35);
        var upper = side * (raised ? random.Next(85, 130) : random.Next(12, 45));
        var lower = side * (raised ? random.Next(120, 175) : random.Next(-25, 60));
        var shoulder = chest + new ScenePoint(side * 0.092 * tall, 0.028 * tall);
        var elbow = shoulder + 0.165 * tall * ScenePoint.Hanging(upper);
        var wrist = elbow + 0.15 * tall * ScenePoint.Hanging(lower);
        parts.Add(new SceneLimb(elbow, wrist, 0.022 * tall, 0.016 * tall, skin));
        parts.Add(new SceneLimb(wrist, wrist + 0.02 * tall * ScenePoint.Hanging(lower), 0.021 * tall, 0.018 * tall, skin));
        parts.Add(new SceneLimb(shoulder, elbow, 0.036 * tall, 0.026 * tall, sleeve));
    }
}

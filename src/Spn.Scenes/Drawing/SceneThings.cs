namespace Spn.Scenes;

/// <summary>The smaller things of a scene: a street lamp, a kite, a fence.</summary>
internal static class SceneThings
{
    /// <summary>A thin pole with an arm and a shade; where it stands before clouds it may be as pale as they are.</summary>
    public static IReadOnlyList<ScenePart> Lamp(ScenePoint foot, double tall, double lookalike, SceneLandscape behind, SceneRandom random)
    {
        var top = foot - new ScenePoint(0, 0.93 * tall);
        var paint = SceneColour.Hex(random.Pick(0x3A4448, 0x6E7678, 0x2E4A40));
        SceneMaterial Metal(SceneColour colour) => new(colour) { Grain = 0.06, GrainSize = new ScenePoint(2, 0.1 * tall) };
        var iron = Metal(paint);
        var pale = Metal(SceneColour.Mix(paint, behind.At(top.X + 0.04 * tall, top.Y + 0.25 * tall), lookalike));
        var glass = new SceneMaterial(SceneColour.Hex(0xFFF2C0)) { Grain = 0.03 };
        var side = random.Chance(0.5) ? 1 : -1;
        var middle = foot - new ScenePoint(0, 0.42 * tall);
        var bend = top + new ScenePoint(side * 0.07 * tall, -0.055 * tall);
        var end = top + new ScenePoint(side * 0.20 * tall, -0.045 * tall);
        return
        [
            new SceneLimb(foot, foot - new ScenePoint(0, 0.10 * tall), 0.026 * tall, 0.018 * tall, iron),
            new SceneLimb(foot, middle, 0.013 * tall, 0.011 * tall, iron),
            new SceneLimb(middle, top, 0.011 * tall, 0.009 * tall, pale),
            new SceneLimb(top, bend, 0.009 * tall, 0.008 * tall, pale),
            new SceneLimb(bend, end, 0.008 * tall, 0.008 * tall, pale),
            new SceneEllipse(end + new ScenePoint(0, 0.030 * tall), 0.038 * tall, 0.024 * tall, glass),
            new ScenePolygon(
                [
                    end + new ScenePoint(-0.062 * tall, 0.032 * tall), end + new ScenePoint(-0.022 * tall, -0.014 * tall),
                    end + new ScenePoint(0.022 * tall, -0.014 * tall), end + new ScenePoint(0.062 * tall, 0.032 * tall),
                ], iron),
        ];
    }

    /// <summary>A star-shaped kite with a thin, winding tail; one of its points is nearly the colour of the sky.</summary>
    public static IReadOnlyList<ScenePart> Kite(ScenePoint centre, double size, double lookalike, SceneLandscape behind, SceneRandom random)
    {
        var turn = random.Next(-30, 30);
        var bright = SceneColour.Hex(random.Pick(0xD8322E, 0xE87A1E, 0xE8C81E, 0xB83A8E));
        var other = SceneColour.Hex(random.Pick(0xF4F0E6, 0x2A4E9E, 0x3A8A4A));
        SceneMaterial Cloth(SceneColour colour) =>
            new(colour) { Grain = 0.08, GrainSize = new ScenePoint(0.1 * size, 0.1 * size), Relief = 0 };
        var parts = new List<ScenePart>();
        var at = centre;
        var tail = Cloth(other);
        for (var i = 0; i < 9; i++)
        {
            var next = at + 0.24 * size * ScenePoint.Hanging(turn + (i % 4 < 2 ? 32 : -32) + random.Next(-8, 8));
            parts.Add(new SceneLimb(at, next, 0.030 * size, 0.030 * size, tail));
            if (i % 2 == 1)
                parts.Add(
                    new ScenePolygon(
                        [next, next + size * new ScenePoint(-0.10, -0.06), next + size * new ScenePoint(-0.10, 0.06)], Cloth(bright)));
            if (i % 2 == 1)
                parts.Add(
                    new ScenePolygon(
                        [next, next + size * new ScenePoint(0.10, -0.06), next + size * new ScenePoint(0.10, 0.06)], Cloth(bright)));
            at = next;
        }

        for (var point = 0; point < 5; point++)
        {
            ScenePoint Corner(double steps, double radius) =>
                centre + radius * size * ScenePoint.Hanging((turn + 72 * (point + steps) + 720) % 360 - 180);
            var hidden = SceneColour.Mix(bright, behind.At(centre.X, centre.Y), point == 2 ? Math.Min(1, 1.3 * lookalike) : 0);
            parts.Add(new ScenePolygon([centre, Corner(-0.5, 0.42), Corner(0, 1)], Cloth(hidden)));
            parts.Add(new ScenePolygon([centre, Corner(0.5, 0.42), Corner(0, 1)], Cloth(SceneColour.Mix(hidden, other, 0.35))));
        }

        return parts;
    }

    /// <summary>A stretch of wooden fence: posts and two rails, weathered towards the colour of the straw behind.</summary>
    public static IReadOnlyList<ScenePart> Fence(ScenePoint foot, double tall, double lookalike, SceneLandscape behind, SceneRandom random)
    {
        var own = SceneColour.Hex(random.Pick(0x8A7458, 0xE6E2DA, 0x6A4A30));
        SceneMaterial Wood(double share) => new(SceneColour.Mix(own, behind.At(foot.X, foot.Y - 0.5 * tall), share))
        {
            Grain = 0.25, GrainSize = new ScenePoint(Math.Max(2, 0.4 * tall), Math.Max(1.2, 0.03 * tall)),
        };
        SceneMaterial post = Wood(0.3 * lookalike), rail = Wood(lookalike);
        var (posts, apart) = (random.Next(4) + 4, 0.62 * tall);
        var left = foot.X - 0.5 * (posts - 1) * apart;
        var parts = new List<ScenePart>();
        foreach (var level in new[] { 0.36, 0.76 })
            parts.Add(new SceneLimb(
                new ScenePoint(left - 0.18 * tall, foot.Y - (level + random.Next(-0.04, 0.04)) * tall),
                new ScenePoint(left + (posts - 1) * apart + 0.18 * tall, foot.Y - (level + random.Next(-0.04, 0.04)) * tall),
                0.038 * tall, 0.038 * tall, rail));
        for (var i = 0; i < posts; i++)
        {
            var at = new ScenePoint(left + i * apart, foot.Y + random.Next(-0.02, 0.02) * tall);
            parts.Add(new SceneLimb(at, at - new ScenePoint(random.Next(-0.05, 0.05) * tall, random.Next(0.94, 1.04) * tall), 0.052 * tall, 0.046 * tall, post));
        }

        return parts;
    }
}

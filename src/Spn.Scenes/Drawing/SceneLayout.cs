namespace Spn.Scenes;

/// <summary>Decides which objects a scene has and where they stand.</summary>
internal static class SceneLayout
{
    /// <summary>The objects, the farthest first.</summary>
    public static IReadOnlyList<SceneObject> Place(SceneOptions options, SceneLandscape landscape, ScenePoint light, SceneRandom random)
    {
        var slots = Shuffle(options.Objects, random);
        var objects = new List<SceneObject>();
        for (var i = 0; i < options.Objects; i++)
        {
            var x = options.Width * (slots[i] + random.Next(0.25, 0.75)) / options.Objects;
            // The first round stands well in front, so that small scenes have objects that can be seen.
            var share = i < options.Classes ? random.Next(0.5, 0.95) : random.Next(0.25, 0.8);
            var foot = new ScenePoint(x, landscape.Horizon + share * (options.Height - landscape.Horizon));
            objects.Add(Make((byte)(1 + i % (options.Classes - 1)), foot, options, landscape, light, random));
        }

        objects.AddRange(SceneClutter.Scatter(options, landscape));
        return [.. objects.OrderBy(o => o.Depth)];
    }

    private static SceneObject Make(
        byte label, ScenePoint foot, SceneOptions options, SceneLandscape landscape, ScenePoint light, SceneRandom random)
    {
        // The eye is as high as a person, so heads are near the horizon wherever they stand.
        var person = 1.04 * (foot.Y - landscape.Horizon) * Math.Min(1, 1.5 * options.Width / options.Height);
        var look = options.Lookalike;
        SceneObject Standing(double tall, double shadow, Func<ScenePoint, double, double, SceneLandscape, SceneRandom, IReadOnlyList<ScenePart>> parts) =>
            new(label, foot.Y, parts(foot, tall, look, landscape, random)) { Shadows = [Shadow(foot, shadow * tall, light)] };

        switch (label)
        {
            case 1: return Standing(person * random.Next(0.92, 1.06), 0.24, ScenePerson.Parts);
            case 2: return Standing(person * random.Next(1.5, 2.1), 0.36, SceneTree.Parts);
            case 3: return Standing(person * random.Next(1.6, 2.0), 0.10, SceneThings.Lamp);
            case 5: return Standing(person * random.Next(0.75, 0.95), 0.45, SceneDeer.Parts);
            case 6: return Standing(person * random.Next(0.55, 0.70), 1.6, SceneThings.Fence);
            default:
                var size = 0.085 * Math.Min(options.Height, options.Width) * random.Next(0.8, 1.4);
                var sky = new ScenePoint(foot.X, random.Next(0.25, 0.6) * landscape.Horizon);
                return new SceneObject(label, foot.Y, SceneThings.Kite(sky, size, look, landscape, random));
        }
    }

    private static SceneEllipse Shadow(ScenePoint foot, double reach, ScenePoint light)
    {
        var centre = foot + new ScenePoint(-0.8 * Math.Sign(light.X) * reach, 0.03 * reach);
        return new SceneEllipse(centre, 1.1 * reach, 0.16 * reach, new SceneMaterial(default));
    }

    private static int[] Shuffle(int count, SceneRandom random)
    {
        var order = Enumerable.Range(0, count).ToArray();
        for (var i = count - 1; i > 0; i--)
        {
            var other = random.Next(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }
}

using Spn.DataSets.Acquire;
using Spn.Imaging;
using Spn.Scenes;

namespace Spn.DataSets.Conversions;

/// <summary>Draws scenes and writes them laid out like CamVid.</summary>
public static class ScenesConversion
{
    /// <summary>The seeds of the splits lie so far apart, so that none shows a scene of another.</summary>
    private const int Most = 100_000;

    /// <summary>A set of scenes.</summary>
    /// <param name="scene">Size, objects, clutter; its seed is that of the first scene.</param>
    /// <param name="counts">The number of scenes of <c>train</c>, <c>val</c> and <c>test</c>, 1 to 100,000 each.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public static SetSource Source(SceneOptions scene, IReadOnlyDictionary<string, int> counts)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(counts);
        string[] splits = ["train", "val", "test"];
        if (splits.FirstOrDefault(split => counts.GetValueOrDefault(split) is < 1 or > Most) is { } wrong)
            throw new ArgumentException(
                $"expected 1 to {Most} scenes for the split '{wrong}', got {counts.GetValueOrDefault(wrong)}.", nameof(counts));
        if (scene.Seed < 0 || scene.Seed > int.MaxValue - splits.Length * Most)
            throw new ArgumentException(
                $"expected a seed from 0 to {int.MaxValue - splits.Length * Most}, got {scene.Seed}.", nameof(scene));
        return new SetSource
        {
            Name = "scenes",
            Scheme = SetScheme.Scenes,
            Licence = "drawn by this program, free of rights",
            Counts = splits.ToDictionary(split => split, split => counts[split]),
            Settings = FormattableString.Invariant(
                $"{scene.Height}×{scene.Width}, {scene.Objects} objects, {scene.Clutter} clutter, seed {scene.Seed}, ")
                + string.Join(", ", splits.Select(split => $"{split} {counts[split]}")),
            Convert = conversion =>
            {
                for (var i = 0; i < splits.Length; i++)
                    Write(conversion, splits[i], counts[splits[i]], scene.WithSeed(scene.Seed + i * Most));
            },
        };
    }

    private static void Write(Conversion conversion, string split, int count, SceneOptions first) =>
        conversion.Each($"drawing {split}", [.. Enumerable.Range(0, count)], i =>
        {
            var name = FormattableString.Invariant($"scene-{i:d5}.png");
            var (photo, labels) = (
                Path.Combine(conversion.Folder, split, name), Path.Combine(conversion.Folder, $"{split}annot", name));
            if (File.Exists(photo))
                return;
            var scene = SceneGenerator.Render(first.WithSeed(first.Seed + i));
            Png.Write(labels, scene.Labels, scene.Palette);
            Png.Write(photo, scene.Photo);
        });
}

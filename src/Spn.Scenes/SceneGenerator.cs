using Spn.Imaging;
using Spn.Segmentation;

namespace Spn.Scenes;

/// <summary>
/// Renders pictures whose every pixel has a known class: a stand-in for photographs that nobody needs to download. Objects have
/// thin parts, soft edges, textures, shadows and parts as pale or green as what is behind them; the background has strong edges of its own.
/// </summary>
public static class SceneGenerator
{
    /// <summary>The least height and width.</summary>
    public const int MinSize = 32;

    /// <summary>Names and colours of all seven classes.</summary>
    public static Palette Palette => Palette.Scenes;

    /// <summary>Renders a scene of every class.</summary>
    /// <param name="seed">Chooses landscape, light, objects, poses and textures.</param>
    /// <param name="height">Rows, at least <see cref="MinSize"/>.</param>
    /// <param name="width">Columns, at least <see cref="MinSize"/>.</param>
    public static Scene Render(int seed, int height = 240, int width = 320) =>
        Render(new SceneOptions { Seed = seed, Height = height, Width = width });

    /// <summary>Renders a scene.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static Scene Render(SceneOptions options) => SceneOf(options, Painted(options));

    /// <summary>The scene that a painter has painted, as a photograph.</summary>
    internal static Scene SceneOf(SceneOptions options, ScenePainter painter) => new()
    {
        Photo = painter.Develop(options.Noise),
        Labels = new LabelMap(options.Height, options.Width, painter.Labels),
        Palette = Take(options.Classes),
    };

    /// <summary>Paints a scene, and does not develop it.</summary>
    internal static ScenePainter Painted(SceneOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        var random = new SceneRandom((ulong)(uint)options.Seed);
        var landscape = new SceneLandscape(options.Height, options.Width, random);
        var light = new ScenePoint(random.Chance(0.5) ? 0.55 : -0.55, -0.55);
        var painter = new ScenePainter(options, landscape, light, (uint)(random.Next() * int.MaxValue));
        painter.Paint(SceneLayout.Place(options, landscape, light, random));
        return painter;
    }

    private static Palette Take(int classes) =>
        new([.. Palette.Names.Take(classes)], [.. Palette.Colours.Take(classes)], Palette.IgnoreColour);

    internal static void Check(SceneOptions options)
    {
        if (options.Height < MinSize || options.Width < MinSize || (long)options.Height * options.Width > Image.MaxPixels)
            throw Outside(
                $"a height and width of at least {MinSize} and at most {Image.MaxPixels} pixels", $"{options.Height}×{options.Width}");
        if (options.Classes < 2 || options.Classes > Palette.Count)
            throw Outside($"2 to {Palette.Count} classes", options.Classes);
        if (options.Objects is < 0 or > 100)
            throw Outside("0 to 100 objects", options.Objects);
        if (options.Clutter is < 0 or > 1000)
            throw Outside("0 to 1000 pieces of clutter", options.Clutter);
        if (!(options.EdgeSoftness is >= 0 and <= 20))
            throw Outside("an edge softness from 0 to 20 pixels", options.EdgeSoftness);
        if (!(options.Noise is >= 0 and <= 1))
            throw Outside("noise from 0 to 1", options.Noise);
        if (!(options.Lookalike is >= 0 and <= 1))
            throw Outside("a lookalike share from 0 to 1", options.Lookalike);

        static ArgumentOutOfRangeException Outside(string expected, object got) =>
            new(nameof(options), FormattableString.Invariant($"expected {expected}, got {got}."));
    }
}

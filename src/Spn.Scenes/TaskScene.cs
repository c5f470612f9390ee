using Spn.Segmentation;
using Spn.Tasks;

namespace Spn.Scenes;

/// <summary>
/// A generated scene with the truth for what is beyond segmentation: its colours without noise, how much of each pixel its objects cover,
/// and how far away everything is; and what a person would give for it: scribbles, a trimap, some samples of depth.
/// </summary>
public sealed record TaskScene
{
    /// <summary>The photograph, its classes and their palette.</summary>
    public required Scene Scene { get; init; }

    /// <summary>The photograph without sensor noise, 1×3×H×W sRGB in [0, 1].</summary>
    public required FeatureMap Clean { get; init; }

    /// <summary>α: how much of a pixel belongs to objects, 1×1×H×W in [0, 1].</summary>
    public required FeatureMap Alpha { get; init; }

    /// <summary>How far away each pixel is, 1×1×H×W: the lower edge of the ground is at 1, the sky at 20.</summary>
    public required FeatureMap Depth { get; init; }

    /// <summary>The photograph.</summary>
    public FeatureMap Photo => Scene.Photo;

    /// <summary>Renders a scene.</summary>
    /// <param name="options">Seed, size, objects, soft edges, noise; all defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static TaskScene Render(SceneOptions? options = null)
    {
        var settings = options ?? new SceneOptions();
        var painter = SceneGenerator.Painted(settings);
        var shape = new MapShape(1, 1, settings.Height, settings.Width);
        return new TaskScene
        {
            Scene = SceneGenerator.SceneOf(settings, painter),
            Clean = painter.Develop(noise: 0),
            Alpha = new FeatureMap(shape, painter.Cover),
            Depth = new FeatureMap(shape, painter.Distances),
        };
    }

    /// <summary>
    /// Short strokes of one colour each: one in every cell of a grid, at a place chosen by chance, and one in the deepest place of each
    /// class. A stroke is up to three pixels high, runs to the right as long as class and colour stay about the same, and has the mean
    /// colour of its pixels.
    /// </summary>
    /// <param name="rows">Rows of the grid, at least 1.</param>
    /// <param name="columns">Columns of the grid, at least 1.</param>
    /// <param name="length">The most pixels of a stroke, at least 1.</param>
    /// <param name="seed">Chooses the places.</param>
    /// <returns>Chroma a*, b* where something was painted.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or there are more cells than pixels.</exception>
    public SparseMap Scribbles(int rows = 6, int columns = 8, int length = 12, int seed = 1)
    {
        var (height, width) = (Clean.Height, Clean.Width);
        Expect.Within(rows, 1, height, "rows of strokes", nameof(rows));
        Expect.Within(columns, 1, width, "columns of strokes", nameof(columns));
        Expect.Within(length, 1, width, "pixels of a stroke", nameof(length));
        var chroma = Colourisation.Chroma(Clean);
        var painted = new SparseBuilder(chroma.Shape);
        var random = new SceneRandom((uint)seed ^ 0x5C41BB1EUL << 32);
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
            {
                int y = (int)((row + random.Next()) * height / rows), x = (int)((column + random.Next()) * width / columns);
                Stroke(chroma, painted, y, x, length);
            }

        foreach (var label in Scene.Labels.LabelsBySize())
            if (Scene.Labels.Deepest(label) is { } deepest)
                Stroke(chroma, painted, deepest.Row, deepest.Column, length);
        return painted.ToMap();
    }

    /// <summary>What a trimap of this scene says: 0 and 1 where α is 0 or 1 all around, ½ elsewhere.</summary>
    /// <param name="width">How many pixels around a mixed one are unknown too, 0 to 100.</param>
    /// <returns>1×1×H×W of 0, ½ and 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The width is outside its range.</exception>
    public FeatureMap Trimap(int width = 4)
    {
        Expect.Within(width, 0, 100, "a width in pixels", nameof(width));
        var sure = LabelMap.Generate(Alpha.Height, Alpha.Width, (row, column) => Alpha[0, 0, row, column] switch
        {
            <= 0.01f => 0,
            >= 0.99f => 1,
            _ => 2,
        });
        var unknown = width == 0 ? sure : Segmentation.Trimap.Band(sure, width);
        return FeatureMap.Generate(Alpha.Shape, (_, _, row, column) =>
            sure[row, column] == 2 || (width > 0 && unknown[row, column] != LabelMap.Ignore) ? 0.5f : sure[row, column]);
    }

    /// <summary>The true depth at some pixels, chosen by chance.</summary>
    /// <param name="share">Which share of the pixels, above 0 and at most 1; one pixel at least is known.</param>
    /// <param name="seed">Chooses them.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside its range.</exception>
    public SparseMap DepthHints(double share = 0.005, int seed = 1)
    {
        Expect.Positive(share, "a share of the pixels", nameof(share));
        Expect.Within(share, 0, 1, "a share of the pixels", nameof(share));
        var known = new FeatureMap(Depth.Shape);
        var random = new SceneRandom((uint)seed ^ 0xDE97BUL << 32);
        for (var left = (int)Math.Max(1, share * known.Values.Length); left > 0;)
        {
            var at = random.Next(known.Values.Length);
            left -= known.Values[at] == 0 ? 1 : 0;
            known.Values[at] = 1;
        }

        return new SparseMap(Depth, known);
    }

    private void Stroke(FeatureMap chroma, SparseBuilder painted, int row, int column, int length)
    {
        var pixels = new List<int>();
        var start = row * chroma.Width + column;
        foreach (var line in (ReadOnlySpan<int>)[row, row - 1, row + 1])
            for (var k = column; line >= 0 && line < chroma.Height && k < Math.Min(column + length, chroma.Width); k++)
            {
                if (!Alike(chroma, start, line * chroma.Width + k))
                    break;
                pixels.Add(line * chroma.Width + k);
            }

        painted.Paint(pixels, pixels.Average(i => chroma.Plane(0, 0)[i]), pixels.Average(i => chroma.Plane(0, 1)[i]));
    }

    /// <summary>Whether two pixels are of one class, and within ten units of a* and b*.</summary>
    private bool Alike(FeatureMap chroma, int i, int j) =>
        Scene.Labels.Labels[i] == Scene.Labels.Labels[j] && Math.Abs(chroma.Plane(0, 0)[i] - chroma.Plane(0, 0)[j]) < 10
        && Math.Abs(chroma.Plane(0, 1)[i] - chroma.Plane(0, 1)[j]) < 10;

    /// <summary>Chroma while it is being painted.</summary>
    private sealed class SparseBuilder(MapShape shape)
    {
        private readonly FeatureMap _values = new(shape), _known = new(shape with { Channels = 1 });

        public void Paint(IEnumerable<int> pixels, float a, float b)
        {
            foreach (var i in pixels)
                (_values.Plane(0, 0)[i], _values.Plane(0, 1)[i], _known.Values[i]) = (a, b, 1);
        }

        public SparseMap ToMap() => new(_values, _known);
    }
}

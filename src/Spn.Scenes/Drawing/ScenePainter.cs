namespace Spn.Scenes;

/// <summary>Paints a landscape and the objects on it, keeps the label of each pixel, and develops the result like a photograph.</summary>
internal sealed class ScenePainter
{
    private readonly SceneOptions _options;
    private readonly SceneColour[] _canvas;
    private readonly SceneLandscape _landscape;
    private readonly ScenePoint _light;
    private readonly uint _seed;

    public ScenePainter(SceneOptions options, SceneLandscape landscape, ScenePoint light, uint seed)
    {
        (_options, _landscape, _light, _seed) = (options, landscape, light, seed);
        _canvas = new SceneColour[options.Height * options.Width];
        (Labels, Cover, Distances) = (new byte[_canvas.Length], new float[_canvas.Length], new float[_canvas.Length]);
        Parallel.For(0, options.Height, row =>
        {
            for (var column = 0; column < options.Width; column++)
            {
                _canvas[row * options.Width + column] = landscape.At(column + 0.5, row + 0.5);
                Distances[row * options.Width + column] = (float)landscape.Distance(column + 0.5, row + 0.5);
            }
        });
    }

    /// <summary>The class of each pixel so far.</summary>
    public byte[] Labels { get; }

    /// <summary>How much of each pixel is covered by objects, 0 to 1.</summary>
    public float[] Cover { get; }

    /// <summary>How far away each pixel is: an object as far as the ground on which it stands.</summary>
    public float[] Distances { get; }

    public void Paint(IReadOnlyList<SceneObject> objects)
    {
        foreach (var shadow in objects.SelectMany(o => o.Shadows))
            ForEach(
                shadow, shadow.RadiusY, (at, p) =>
                    _canvas[at] = (1 - 0.45 * SceneNoise.Step(1.1, 0.3, shadow.Normal(p).Length)) * _canvas[at]);
        // Counted apart, so that clutter changes no leaf of an object.
        uint things = 0, clutter = 1 << 16;
        foreach (var thing in objects)
        {
            var number = thing.Label == 0 ? clutter++ : things++;
            foreach (var part in thing.Parts)
                Paint(part, thing.Label, (float)_landscape.Distance(0, thing.Depth), _seed + 977 * number);
        }
    }

    private void Paint(ScenePart part, byte label, float away, uint seed)
    {
        var soft = _options.EdgeSoftness;
        ForEach(part, soft + part.Rough, (at, p) =>
        {
            var distance = part.Distance(p);
            if (part.Rough > 0)
                distance += 2 * part.Rough * (SceneNoise.Fractal(p.X / (0.8 * part.Rough), p.Y / (0.8 * part.Rough), 3, seed) - 0.5);
            if (distance >= 0.5 * soft && distance > 0)
                return;
            if (distance <= 0)
                (Labels[at], Distances[at]) = (label, away);
            var cover = soft == 0 ? 1 : Math.Clamp(0.5 - distance / soft, 0, 1);
            Cover[at] = (float)SceneNoise.Mix(Cover[at], label == 0 ? 0 : 1, cover);
            _canvas[at] = SceneColour.Mix(_canvas[at], Shade(part, p) * part.Material.At(p.X, p.Y, seed), cover);
        });
    }

    /// <summary>Light from above and one side on the part's round surface.</summary>
    private double Shade(ScenePart part, ScenePoint p)
    {
        var side = part.Normal(p);
        var length = side.Length;
        if (length > 1)
            (side, length) = (1 / length * side, 1);
        var lit = ScenePoint.Dot(side, _light) + 0.63 * Math.Sqrt(1 - length * length);
        return SceneNoise.Mix(0.95, 0.55 + 0.70 * Math.Max(0, lit), part.Material.Relief);
    }

    /// <summary>Calls for each pixel in a part's box widened by a margin.</summary>
    private void ForEach(ScenePart part, double margin, Action<int, ScenePoint> pixel)
    {
        var (low, high) = part.Box;
        int left = (int)Math.Max(0, low.X - margin), right = (int)Math.Min(_options.Width - 1, high.X + margin);
        int top = (int)Math.Max(0, low.Y - margin), bottom = (int)Math.Min(_options.Height - 1, high.Y + margin);
        for (var row = top; row <= bottom; row++)
            for (var column = left; column <= right; column++)
                pixel(row * _options.Width + column, new ScenePoint(column + 0.5, row + 0.5));
    }

    /// <summary>The photograph: uneven light, darker corners and sensor noise of a standard deviation, in steps of 1/255.</summary>
    public FeatureMap Develop(double noise)
    {
        int height = _options.Height, width = _options.Width;
        var photo = new FeatureMap(new MapShape(1, 3, height, width));
        Parallel.For(0, height, row =>
        {
            for (var column = 0; column < width; column++)
            {
                double x = (column + 0.5) / width - 0.5, y = (row + 0.5) / height - 0.5;
                var uneven = SceneNoise.Smooth(2.0 * column / height, 2.0 * row / height, _seed + 7);
                var light = (0.92 + 0.16 * uneven + 0.08 * Math.Sign(_light.X) * x) * (1 - 0.30 * (x * x + y * y));
                var colour = light * _canvas[row * width + column];
                var grain = 0.8 * Noise(noise, column, row, 70);
                ReadOnlySpan<double> values = [colour.R, colour.G, colour.B];
                for (var channel = 0; channel < 3; channel++)
                {
                    var value = values[channel] + grain + 0.6 * Noise(noise, column, row, 80 + 10 * (uint)channel);
                    photo.Values[(channel * height + row) * width + column] =
                        (float)(Math.Floor(Math.Clamp(value, 0, 1) * 255 + 0.5) / 255);
                }
            }
        });
        return photo;
    }

    /// <summary>The sum of four uniform numbers is close to normal; scaled to the wanted standard deviation.</summary>
    private double Noise(double deviation, int x, int y, uint channel)
    {
        var sum = -2.0;
        for (var i = 0u; i < 4; i++)
            sum += SceneNoise.Hash(x, y, _seed + channel + i);
        return deviation * Math.Sqrt(3) * sum;
    }
}

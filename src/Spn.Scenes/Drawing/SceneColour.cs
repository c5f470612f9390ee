namespace Spn.Scenes;

/// <summary>An sRGB colour in [0, 1] while it is being mixed.</summary>
internal readonly record struct SceneColour(double R, double G, double B)
{
    public static SceneColour operator *(double s, SceneColour c) => new(s * c.R, s * c.G, s * c.B);

    public static SceneColour Mix(SceneColour a, SceneColour b, double t) =>
        new(a.R + (b.R - a.R) * t, a.G + (b.G - a.G) * t, a.B + (b.B - a.B) * t);

    /// <summary>A colour written as 0xRRGGBB.</summary>
    public static SceneColour Hex(int rgb) => new((rgb >> 16) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0);
}

/// <summary>What a part of an object is made of.</summary>
internal sealed record SceneMaterial(SceneColour Colour)
{
    /// <summary>The strength of the texture, 0 to 1.</summary>
    public double Grain { get; init; } = 0.12;

    /// <summary>The size of the texture along x and y in pixels.</summary>
    public ScenePoint GrainSize { get; init; } = new(3, 3);

    /// <summary>The colour of stripes across, where <see cref="StripePeriod"/> is above zero.</summary>
    public SceneColour Stripe { get; init; }

    /// <summary>The height of a pair of stripes in pixels, 0 for none.</summary>
    public double StripePeriod { get; init; }

    /// <summary>How round the part looks, 0 flat to 1.</summary>
    public double Relief { get; init; } = 1;

    public SceneColour At(double x, double y, uint seed)
    {
        var stripe = StripePeriod > 0 && y / StripePeriod - Math.Floor(y / StripePeriod) < 0.5;
        var texture = SceneNoise.Fractal(x / GrainSize.X, y / GrainSize.Y, 3, seed) - 0.5;
        return (1 + 2 * Grain * texture) * (stripe ? Stripe : Colour);
    }
}

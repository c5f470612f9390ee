namespace Spn.Visuals;

/// <summary>
/// Ottosson's OKLab in its cylindrical form: equal steps look equally large. Lightness 0 to 1, chroma 0 to about 0.32, hue in degrees.
/// </summary>
internal readonly record struct OkLch(double Lightness, double Chroma, double Hue)
{
    /// <summary>The nearest sRGB colour of the same lightness and hue: chroma is lowered until the colour exists.</summary>
    public Ink ToInk()
    {
        if (TryConvert(Chroma) is { } ink)
            return ink;
        var (low, high) = (0.0, Chroma);
        for (var i = 0; i < 24; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = TryConvert(middle) is null ? (low, middle) : (middle, high);
        }
        return TryConvert(low) ?? Ink.White;
    }

    private Ink? TryConvert(double chroma)
    {
        var angle = Hue * Math.PI / 180;
        var (a, b) = (chroma * Math.Cos(angle), chroma * Math.Sin(angle));
        var l = Cube(Lightness + 0.3963377774 * a + 0.2158037573 * b);
        var m = Cube(Lightness - 0.1055613458 * a - 0.0638541728 * b);
        var s = Cube(Lightness - 0.0894841775 * a - 1.2914855480 * b);
        var red = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
        var green = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
        var blue = -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s;
        const double Slack = 1e-4;
        return Math.Min(red, Math.Min(green, blue)) < -Slack || Math.Max(red, Math.Max(green, blue)) > 1 + Slack
            ? null
            : new Ink(Gamma(red), Gamma(green), Gamma(blue));
    }

    private static double Cube(double x) => x * x * x;

    private static byte Gamma(double linear)
    {
        var x = Math.Clamp(linear, 0, 1);
        return (byte)Math.Round(255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * Math.Pow(x, 1 / 2.4) - 0.055));
    }
}

namespace Spn.Imaging;

/// <summary>
/// Between gamma-encoded sRGB (IEC 61966-2-1) and CIE L*a*b*, for the D65 white of sRGB, (0.95047, 1, 1.08883). Maps are N×3×H×W; sRGB
/// runs from 0 to 1, L* from 0 to 100, a* and b* from about −108 to 98.
/// </summary>
/// <remarks>
/// Values outside the range are carried through: the curve of sRGB is continued as an odd function and that of L*a*b* as a line, so that
/// going there and back gives what it was.
/// </remarks>
public static class ColourSpace
{
    internal const double WhiteX = 0.95047, WhiteZ = 1.08883;

    /// <summary>Below (6/29)³ the cube root of L*a*b* gives way to a line.</summary>
    internal const double Bend = 6.0 / 29;

    /// <summary>Gamma-encoded sRGB to linear RGB: proportional to light, the space to blur and blend in.</summary>
    /// <param name="srgb">N×C×H×W of any number of channels, in [0, 1].</param>
    internal static FeatureMap SrgbToLinear(FeatureMap srgb) => PerValue(srgb, Decode);

    /// <summary>Linear RGB to gamma-encoded sRGB.</summary>
    /// <param name="linear">N×C×H×W of any number of channels, in [0, 1].</param>
    internal static FeatureMap LinearToSrgb(FeatureMap linear) => PerValue(linear, Encode);

    /// <summary>Gamma-encoded sRGB to L*a*b*, where distances are about as large as they look.</summary>
    /// <param name="srgb">N×3×H×W in [0, 1].</param>
    /// <exception cref="ArgumentException">The map does not have three channels.</exception>
    public static FeatureMap SrgbToLab(FeatureMap srgb)
    {
        const int piece = 1 << 14;
        var lab = new FeatureMap(Colours(srgb).Shape);
        for (var n = 0; n < srgb.Batch; n++)
        {
            var batch = n;
            Parallel.For(0, (srgb.Shape.PlaneSize + piece - 1) / piece, i =>
            {
                Span<float> Part(FeatureMap map, int c) => map.Plane(batch, c)[(i * piece)..Math.Min(map.Shape.PlaneSize, (i + 1) * piece)];
                LabRows.FromSrgb(Part(srgb, 0), Part(srgb, 1), Part(srgb, 2), Part(lab, 0), Part(lab, 1), Part(lab, 2));
            });
        }

        return lab;
    }

    /// <summary>L*a*b* to gamma-encoded sRGB; colours that sRGB cannot show come out below 0 or above 1.</summary>
    /// <param name="lab">N×3×H×W.</param>
    /// <exception cref="ArgumentException">The map does not have three channels.</exception>
    public static FeatureMap LabToSrgb(FeatureMap lab) => PerPixel(lab, c =>
    {
        var rgb = FromXyz(FromLab(c));
        return new Triple(Encode(rgb.A), Encode(rgb.B), Encode(rgb.C));
    });

    private readonly record struct Triple(double A, double B, double C);

    internal static double Decode(double v) =>
        Math.Abs(v) <= 0.04045 ? v / 12.92 : Math.CopySign(Math.Pow((Math.Abs(v) + 0.055) / 1.055, 2.4), v);

    private static double Encode(double v) =>
        Math.Abs(v) <= 0.0031308 ? 12.92 * v : Math.CopySign(1.055 * Math.Pow(Math.Abs(v), 1 / 2.4) - 0.055, v);

    private static Triple FromXyz(Triple xyz) => new(
        3.2404542 * xyz.A - 1.5371385 * xyz.B - 0.4985314 * xyz.C,
        -0.9692660 * xyz.A + 1.8760108 * xyz.B + 0.0415560 * xyz.C,
        0.0556434 * xyz.A - 0.2040259 * xyz.B + 1.0572252 * xyz.C);

    private static Triple FromLab(Triple lab)
    {
        var y = (lab.A + 16) / 116;
        return new Triple(WhiteX * Cube(y + lab.B / 500), Cube(y), WhiteZ * Cube(y - lab.C / 200));
    }

    private static double Cube(double t) => t > Bend ? t * t * t : 3 * Bend * Bend * (t - 4.0 / 29);

    private static FeatureMap PerValue(FeatureMap map, Func<double, double> curve)
    {
        ArgumentNullException.ThrowIfNull(map);
        return new FeatureMap(map.Shape, Array.ConvertAll(map.Values, v => (float)curve(v)));
    }

    private static FeatureMap PerPixel(FeatureMap map, Func<Triple, Triple> convert)
    {
        var result = new FeatureMap(Colours(map).Shape);
        for (var n = 0; n < map.Batch; n++)
        {
            ReadOnlySpan<float> a = map.Plane(n, 0), b = map.Plane(n, 1), c = map.Plane(n, 2);
            Span<float> toA = result.Plane(n, 0), toB = result.Plane(n, 1), toC = result.Plane(n, 2);
            for (var i = 0; i < a.Length; i++)
            {
                var colour = convert(new Triple(a[i], b[i], c[i]));
                (toA[i], toB[i], toC[i]) = ((float)colour.A, (float)colour.B, (float)colour.C);
            }
        }

        return result;
    }

    private static FeatureMap Colours(FeatureMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return map.Channels == 3 ? map : throw new ArgumentException(
            $"expected a map N×3×H×W of colours, got {map.Shape}; repeat a grey map three times.", nameof(map));
    }
}

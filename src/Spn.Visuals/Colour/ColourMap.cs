namespace Spn.Visuals;

/// <summary>
/// A scale of 256 colours whose lightness changes evenly (in OKLab), so that equal differences of a value look equal, in grey print
/// and to colour-blind readers too.
/// </summary>
internal sealed class ColourMap
{
    private const int Size = 256;
    private readonly Ink[] _colours;

    private ColourMap(Func<double, OkLch> colour)
    {
        _colours = new Ink[Size];
        for (var i = 0; i < Size; i++)
            _colours[i] = colour(i / (Size - 1.0)).ToInk();
    }

    /// <summary>From dark violet over blue and green to light yellow: amounts.</summary>
    public static ColourMap Sequential { get; } = new(t =>
    {
        // Just inside what sRGB has along this path: a chroma that had to be clipped would show as a ring.
        var (side, warm) = (t - 0.43, Math.Max(0, t - 0.43));
        return new OkLch(0.26 + 0.67 * t, 0.1 + 0.15 * side * side + 0.25 * warm * warm * warm, 312 - 208 * t);
    });

    /// <summary>From blue over white to orange, equally light on both sides: values with a sign.</summary>
    public static ColourMap Diverging { get; } = new(t =>
    {
        var side = Math.Abs(2 * t - 1);
        return new OkLch(0.975 - 0.395 * side, 0.143 * Math.Pow(side, 0.9), t < 0.5 ? 255 : 52);
    });

    /// <summary>From black to white: intensities of an image.</summary>
    public static ColourMap Grey { get; } = new(t => new OkLch(t, 0, 0));

    /// <summary>
    /// The colour at <paramref name="t"/>, 0 for the first and 1 for the last; values outside are clamped, NaN is the first.
    /// </summary>
    public Ink At(double t) => _colours[t > 0 ? (int)Math.Round(Math.Min(t, 1) * (Size - 1)) : 0];
}

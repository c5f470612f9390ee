namespace Spn.Scenes;

/// <summary>Noise from a hash of the place: no state, so that it is the same in whatever order pixels are drawn.</summary>
internal static class SceneNoise
{
    /// <summary>A number in [0, 1) for a lattice place.</summary>
    public static double Hash(int x, int y, uint seed)
    {
        var h = (uint)x * 0x9E3779B1u ^ (uint)y * 0x85EBCA77u ^ seed * 0xC2B2AE3Du;
        h = (h ^ h >> 15) * 0x2C1B3C6Du;
        h = (h ^ h >> 12) * 0x297A2D39u;
        return (h ^ h >> 15) * (1.0 / 4294967296);
    }

    /// <summary>Smooth noise in [0, 1] that changes over about one unit.</summary>
    public static double Smooth(double x, double y, uint seed)
    {
        double left = Math.Floor(x), top = Math.Floor(y);
        double u = Ease(x - left), v = Ease(y - top);
        int column = (int)left, row = (int)top;
        var above = Mix(Hash(column, row, seed), Hash(column + 1, row, seed), u);
        var below = Mix(Hash(column, row + 1, seed), Hash(column + 1, row + 1, seed), u);
        return Mix(above, below, v);
    }

    /// <summary>Noise in [0, 1] with detail down to 2^−octaves of a unit: clouds, bark, soil.</summary>
    public static double Fractal(double x, double y, int octaves, uint seed)
    {
        double sum = 0, weight = 0.5, total = 0;
        for (var octave = 0; octave < octaves; octave++)
        {
            sum += weight * Smooth(x, y, seed + (uint)octave * 101);
            total += weight;
            // Turned as it doubles, so that the lattices do not line up.
            (x, y, weight) = (1.6 * x - 1.2 * y + 17.3, 1.2 * x + 1.6 * y - 5.9, weight / 2);
        }

        return sum / total;
    }

    /// <summary>0 below <paramref name="from"/>, 1 above <paramref name="to"/>, smooth between.</summary>
    public static double Step(double from, double to, double value) => Ease(Math.Clamp((value - from) / (to - from), 0, 1));

    public static double Mix(double a, double b, double t) => a + (b - a) * t;

    private static double Ease(double t) => t * t * (3 - 2 * t);
}

namespace Spn.Learning;

/// <summary>
/// The random numbers of one item of one training step, fixed by (seed, step, item) alone: a run that goes on after a stop draws what
/// it would have drawn. SplitMix64 from a mixed start.
/// </summary>
internal sealed class StepRandom(int seed, long step, int item)
{
    private ulong _state = Mix(Of(seed, step) + (ulong)(uint)item);

    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>A number that stands for a step, mixed so that any bits of it do.</summary>
    public static ulong Of(int seed, long step) => Mix(Mix((ulong)(uint)seed + Golden) + (ulong)step);

    /// <summary>A number in [0, 1).</summary>
    public double Next()
    {
        _state += Golden;
        return (Mix(_state) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>A number in [from, to).</summary>
    public double Next(double from, double to) => from + (to - from) * Next();

    /// <summary>A whole number from 0 to count − 1.</summary>
    public int Next(int count) => (int)(Next() * count);

    private static ulong Mix(ulong z)
    {
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }
}

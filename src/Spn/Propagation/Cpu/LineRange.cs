using System.Runtime.CompilerServices;

namespace Spn;

/// <summary>
/// The part of a plane that one item of work computes: lines [Start, End) of the scan and, of the last of them, positions [From, To). Of
/// every line before the last it computes one position more on either side for each line that is still to come, where there are three
/// neighbours: the halo.
/// </summary>
internal struct LineRange
{
    public int Start, End, From, To;

    /// <summary>Positions of a whole line.</summary>
    public int Length;

    /// <summary>Whether a pixel has neighbours beside the middle one.</summary>
    public bool ThreeWay;

    public readonly int Lines => End - Start;

    /// <summary>Where the widest line begins and ends.</summary>
    public readonly int Low => Math.Max(0, From - Halo(Lines - 1));

    public readonly int High => Math.Min(Length, To + Halo(Lines - 1));

    /// <summary>Positions beside the segment that a line <paramref name="distance"/> lines before the last computed one needs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Halo(int distance) => ThreeWay ? distance : 0;
}

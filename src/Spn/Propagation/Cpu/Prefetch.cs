using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Spn;

/// <summary>
/// Fetches rows before they are needed: a turned tile touches a few cache lines in each of many rows, which the processor does not
/// foresee by itself.
/// </summary>
internal static unsafe class Prefetch
{
    /// <summary>
    /// How many rows ahead of its use a row is fetched: enough for main memory to answer, few enough to stay in the first cache until then.
    /// </summary>
    public const int Distance = 16;

    /// <summary>Fetches one cache line into the second cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(float* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch1(address);
    }

    /// <summary>Fetches four cache lines into the second cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FourLines(float* line, nint stride)
    {
        if (!Sse.IsSupported)
            return;
        Sse.Prefetch1(line);
        Sse.Prefetch1(line + stride);
        Sse.Prefetch1(line + 2 * stride);
        Sse.Prefetch1(line + 3 * stride);
    }

    /// <summary>Fetches a part of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Row(float* row, int columns)
    {
        if (!Sse.IsSupported)
            return;
        for (var i = 0; i < columns; i += 16)
            Sse.Prefetch1(row + i);
        Sse.Prefetch1(row + columns - 1);
    }
}

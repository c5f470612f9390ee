using System.Numerics.Tensors;

namespace Spn.Learning;

/// <summary>Whether large maps hold nothing but numbers: bound by memory, so on all cores.</summary>
internal static class FiniteCheck
{
    /// <summary>No value is NaN or infinite.</summary>
    public static bool All(float[] values, int threads)
    {
        var bad = 0;
        ItemTeam.Blocks(values.Length, threads, (start, length) =>
        {
            if (!TensorPrimitives.IsFiniteAll<float>(values.AsSpan(start, length)))
                Interlocked.Exchange(ref bad, 1);
        });
        return bad == 0;
    }
}

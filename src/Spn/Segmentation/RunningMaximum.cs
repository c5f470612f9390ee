using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Spn.Segmentation;

/// <summary>
/// The likeliest class of each pixel, class after class, with the sum over classes that makes them probabilities. The winner is the
/// first of the classes whose probability, value / sum, is largest: three values next to one another may round to one probability, so
/// the earlier winners whose values are one and two steps of float behind are kept in mind until the sum is known.
/// </summary>
internal sealed unsafe class RunningMaximum(int pixels)
{
    private readonly float[] _sum = new float[pixels], _best = new float[pixels];

    // The winner before, where its value is one or two steps behind; LabelMap.Ignore where there is none.
    private readonly byte[] _oneBehind = Nobody(pixels), _twoBehind = Nobody(pixels);

    /// <summary>Bytes for each pixel, the labels not counted.</summary>
    public const int BytesOfPixel = 2 * sizeof(float) + 2;

    /// <summary>Adds a class at pixels from <paramref name="start"/> on.</summary>
    /// <param name="values">Its values there.</param>
    /// <param name="label">Its label, above those of the classes before it.</param>
    /// <param name="start">The first pixel.</param>
    /// <param name="labels">The labels so far; <see cref="LabelMap.Ignore"/> at first.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<float> values, byte label, int start, Span<byte> labels)
    {
        var sum = _sum.AsSpan(start, values.Length);
        TensorPrimitives.Add(sum, values, sum);
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var best = ref _best[start];
        var i = 0;
        while (true)
        {
            for (; i <= values.Length - 8; i += 8)
                if (Vector256.GreaterThanAny(Vector256.LoadUnsafe(ref value, (nuint)i), Vector256.LoadUnsafe(ref best, (nuint)i)))
                    break;
            if (i >= values.Length)
                return;
            for (var end = Math.Min(values.Length, i + 8); i < end; i++)
                if (values[i] > _best[start + i])
                    Replace(start + i, values[i], label, ref labels[i]);
        }
    }

    /// <summary>The winners at pixels from <paramref name="start"/> on, once all classes are there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Finish(int start, Span<byte> labels)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            var pixel = start + i;
            if (_twoBehind[pixel] != LabelMap.Ignore && IsTied(pixel, 2))
                labels[i] = _twoBehind[pixel];
            else if (_oneBehind[pixel] != LabelMap.Ignore && IsTied(pixel, 1))
                labels[i] = _oneBehind[pixel];
        }
    }

    /// <summary>The running maximum alone: <paramref name="line"/> against the best so far, the earlier class on a tie.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* line, byte label, Span<float> best, Span<byte> winner)
    {
        var i = 0;
        while (true)
        {
            for (; i <= best.Length - 8; i += 8)
                if (Vector256.GreaterThanAny(Vector256.Load(line + i), Vector256.LoadUnsafe(ref best[i])))
                    break;
            if (i >= best.Length)
                return;
            for (var end = Math.Min(best.Length, i + 8); i < end; i++)
                if (line[i] > best[i])
                    (best[i], winner[i]) = (line[i], label);
        }
    }

    private static byte[] Nobody(int pixels)
    {
        var labels = new byte[pixels];
        Array.Fill(labels, LabelMap.Ignore);
        return labels;
    }

    private bool IsTied(int pixel, int steps)
    {
        var behind = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(_best[pixel]) - steps);
        return behind / _sum[pixel] == _best[pixel] / _sum[pixel];
    }

    private void Replace(int pixel, float value, byte label, ref byte winner)
    {
        var steps = _best[pixel] == 0 ? 0 : BitConverter.SingleToInt32Bits(value) - BitConverter.SingleToInt32Bits(_best[pixel]);
        (_oneBehind[pixel], _twoBehind[pixel]) = steps switch
        {
            1 => (winner, _oneBehind[pixel]),
            2 => (LabelMap.Ignore, winner),
            _ => (LabelMap.Ignore, LabelMap.Ignore),
        };
        (_best[pixel], winner) = (value, label);
    }
}

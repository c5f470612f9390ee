using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Spn.Imaging;

/// <summary>
/// Which inputs an output takes along one axis, and with what weight: output i takes inputs First[i], First[i] + 1, … with Weights[i].
/// </summary>
internal sealed class ResizeTaps
{
    private readonly int[] _first;
    private readonly float[][] _weights;

    private ResizeTaps(int[] first, float[][] weights) => (_first, _weights) = (first, weights);

    public static ResizeTaps Nearest(int inputs, int outputs)
    {
        float[] one = [1f];
        return new ResizeTaps(NearestIndices(inputs, outputs), Enumerable.Repeat(one, outputs).ToArray());
    }

    public static ResizeTaps Bilinear(int inputs, int outputs) => Bilinear(inputs, outputs, outputs);

    /// <summary>The first <paramref name="count"/> of the outputs.</summary>
    public static ResizeTaps Bilinear(int inputs, int outputs, int count)
    {
        var (first, weights) = (new int[count], new float[count][]);
        for (var i = 0; i < count; i++)
        {
            var at = Math.Clamp((i + 0.5) * inputs / outputs - 0.5, 0, inputs - 1);
            first[i] = (int)at;
            var part = (float)(at - first[i]);
            weights[i] = part == 0 ? [1f] : [1f - part, part];
        }

        return new ResizeTaps(first, weights);
    }

    public static ResizeTaps Area(int inputs, int outputs)
    {
        var (first, weights) = (new int[outputs], new float[outputs][]);
        for (var i = 0; i < outputs; i++)
        {
            // In units of 1 / outputs of an input pixel, where all edges are whole numbers.
            long start = (long)i * inputs, end = start + inputs;
            first[i] = (int)(start / outputs);
            weights[i] = new float[(end + outputs - 1) / outputs - first[i]];
            for (var tap = 0; tap < weights[i].Length; tap++)
            {
                var left = (long)(first[i] + tap) * outputs;
                weights[i][tap] = (float)((double)(Math.Min(end, left + outputs) - Math.Max(start, left)) / inputs);
            }
        }

        return new ResizeTaps(first, weights);
    }

    /// <summary>The input under the centre of each output.</summary>
    public static int[] NearestIndices(int inputs, int outputs)
    {
        var indices = new int[outputs];
        for (var i = 0; i < outputs; i++)
            indices[i] = (int)((2L * i + 1) * inputs / (2L * outputs));
        return indices;
    }

    /// <summary>The first input of an output.</summary>
    public int First(int output) => _first[output];

    /// <summary>The input after the last one of an output.</summary>
    public int End(int output) => _first[output] + _weights[output].Length;

    /// <summary>The weights of the inputs of an output.</summary>
    public ReadOnlySpan<float> Weights(int output) => _weights[output];

    /// <summary>Resizes one row.</summary>
    public void Gather(ReadOnlySpan<float> input, Span<float> output) => Gather(input, 0, output, 0);

    /// <summary>
    /// Part of a resized row: the outputs from <paramref name="firstOutput"/> on, of inputs from <paramref name="firstInput"/> on.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Gather(ReadOnlySpan<float> input, int firstInput, Span<float> output, int firstOutput)
    {
        for (var i = 0; i < output.Length; i++)
        {
            var weights = _weights[firstOutput + i];
            var from = input.Slice(_first[firstOutput + i] - firstInput, weights.Length);
            var sum = weights[0] * from[0];
            for (var tap = 1; tap < weights.Length; tap++)
                sum += weights[tap] * from[tap];
            output[i] = sum;
        }
    }

    /// <summary>Resizes across rows of <paramref name="width"/> values.</summary>
    public void Combine(ReadOnlySpan<float> input, Span<float> output, int width)
    {
        for (var i = 0; i < _first.Length; i++)
        {
            var row = output.Slice(i * width, width);
            TensorPrimitives.Multiply(input.Slice(_first[i] * width, width), _weights[i][0], row);
            for (var tap = 1; tap < _weights[i].Length; tap++)
                TensorPrimitives.MultiplyAdd(input.Slice((_first[i] + tap) * width, width), _weights[i][tap], row, row);
        }
    }
}

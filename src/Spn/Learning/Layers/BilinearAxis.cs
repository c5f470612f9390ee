using System.Numerics.Tensors;

namespace Spn.Learning;

/// <summary>
/// Linear interpolation along one axis and its adjoint: output i is (1 − part) x[left] + part x[right], the two inputs around the centre
/// of i, or the outermost one twice.
/// </summary>
internal sealed class BilinearAxis
{
    private readonly int _inputs;
    private readonly int[] _left, _right;
    private readonly float[] _part;

    public BilinearAxis(int inputs, int outputs)
    {
        _inputs = inputs;
        (_left, _right, _part) = (new int[outputs], new int[outputs], new float[outputs]);
        for (var i = 0; i < outputs; i++)
        {
            var at = Math.Clamp((i + 0.5) * inputs / outputs - 0.5, 0, inputs - 1);
            _left[i] = (int)at;
            _right[i] = Math.Min(_left[i] + 1, inputs - 1);
            _part[i] = (float)(at - _left[i]);
        }
    }

    public bool Fits(int inputs, int outputs) => _inputs == inputs && _left.Length == outputs;

    /// <summary>Interpolates one row.</summary>
    public void Gather(ReadOnlySpan<float> input, Span<float> output)
    {
        for (var i = 0; i < output.Length; i++)
        {
            var left = input[_left[i]];
            output[i] = left + _part[i] * (input[_right[i]] - left);
        }
    }

    /// <summary>The adjoint of <see cref="Gather"/>.</summary>
    public void Scatter(ReadOnlySpan<float> gradOutput, Span<float> gradInput)
    {
        gradInput.Clear();
        for (var i = 0; i < gradOutput.Length; i++)
        {
            var right = _part[i] * gradOutput[i];
            gradInput[_left[i]] += gradOutput[i] - right;
            gradInput[_right[i]] += right;
        }
    }

    /// <summary>Interpolates between rows of <paramref name="width"/> values.</summary>
    public void GatherRows(ReadOnlySpan<float> input, Span<float> output, int width)
    {
        for (var i = 0; i < _left.Length; i++)
            TensorPrimitives.Lerp(Row(input, _left[i], width), Row(input, _right[i], width), _part[i], output.Slice(i * width, width));
    }

    /// <summary>The adjoint of <see cref="GatherRows"/>.</summary>
    public void ScatterRows(ReadOnlySpan<float> gradOutput, Span<float> gradInput, int width)
    {
        gradInput.Clear();
        for (var i = 0; i < _left.Length; i++)
        {
            var gradient = Row(gradOutput, i, width);
            Span<float> left = gradInput.Slice(_left[i] * width, width), right = gradInput.Slice(_right[i] * width, width);
            TensorPrimitives.MultiplyAdd(gradient, 1 - _part[i], left, left);
            TensorPrimitives.MultiplyAdd(gradient, _part[i], right, right);
        }
    }

    private static ReadOnlySpan<float> Row(ReadOnlySpan<float> plane, int row, int width) => plane.Slice(row * width, width);
}

using System.Numerics.Tensors;

namespace Spn.Learning;

/// <summary>exp(s_c) / Σ exp(s) over the channels of each pixel.</summary>
public static class Softmax
{
    /// <summary>Class probabilities from scores.</summary>
    /// <param name="scores">N×C×H×W, any numbers.</param>
    /// <returns>N×C×H×W, summing to one over the channels.</returns>
    public static FeatureMap OverChannels(FeatureMap scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var probabilities = new FeatureMap(scores.Shape);
        ItemTeam.Run(scores.Batch * scores.Height, 4 * scores.Shape.Count, 0, 2 * scores.Width, (item, scratch) =>
        {
            var (n, row) = Math.DivRem(item, scores.Height);
            Row(scores, probabilities, n, row, scratch[..scores.Width], scratch.Slice(scores.Width, scores.Width));
        });
        return probabilities;
    }

    /// <summary>One row of all channels; also gives the largest score of each pixel and Σ exp(s − largest).</summary>
    internal static void Row(FeatureMap scores, FeatureMap probabilities, int n, int row, Span<float> most, Span<float> sum)
    {
        var (channels, plane, width) = (scores.Channels, scores.Shape.PlaneSize, scores.Width);
        var start = n * channels * plane + row * width;
        scores.Values.AsSpan(start, width).CopyTo(most);
        for (var c = 1; c < channels; c++)
            TensorPrimitives.Max(most, scores.Values.AsSpan(start + c * plane, width), most);
        sum.Clear();
        for (var c = 0; c < channels; c++)
        {
            var part = probabilities.Values.AsSpan(start + c * plane, width);
            TensorPrimitives.Subtract(scores.Values.AsSpan(start + c * plane, width), most, part);
            TensorPrimitives.Exp(part, part);
            TensorPrimitives.Add(sum, part, sum);
        }

        for (var c = 0; c < channels; c++)
        {
            var part = probabilities.Values.AsSpan(start + c * plane, width);
            TensorPrimitives.Divide(part, sum, part);
        }
    }
}

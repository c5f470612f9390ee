using Spn.Segmentation;

namespace Spn.Inspection;

/// <summary>How sure a segmentation is of each of its answers, and whether it is right where it is.</summary>
/// <param name="Values">The probability of the answer, 1×1×H×W in [0, 1].</param>
/// <param name="Answer">The class that is likeliest at each pixel.</param>
/// <param name="Truth">The true classes; null where they are not known.</param>
public sealed record AnswerConfidence(FeatureMap Values, LabelMap Answer, LabelMap? Truth = null)
{
    /// <summary>Of class probabilities.</summary>
    /// <param name="probabilities">1×classes×H×W in [0, 1], summing to one over the classes.</param>
    /// <param name="truth">H×W, or null.</param>
    /// <exception cref="ArgumentException">The sizes differ, or there is more than one batch item.</exception>
    public static AnswerConfidence Of(FeatureMap probabilities, LabelMap? truth = null)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        if (probabilities.Batch != 1)
            throw new ArgumentException(
                $"expected probabilities of one image, got {probabilities.Shape}; give one batch item.", nameof(probabilities));
        if (truth is not null && (truth.Height != probabilities.Height || truth.Width != probabilities.Width))
            throw new ArgumentException(
                $"expected a truth of {probabilities.Height}×{probabilities.Width}, got {truth.Height}×{truth.Width}; give that of this "
                + "image.", nameof(truth));
        var answer = OneHot.ArgMax(probabilities);
        var values = new FeatureMap(probabilities.Shape with { Channels = 1 });
        for (var i = 0; i < values.Values.Length; i++)
            values.Values[i] = answer.Labels[i] == LabelMap.Ignore ? 0 : probabilities.Values[answer.Labels[i] * values.Values.Length + i];
        return new AnswerConfidence(values, answer, truth);
    }

    /// <summary>The pixels that are less sure than a threshold, beside the others.</summary>
    /// <param name="threshold">0 to 1.</param>
    public ConfidenceSplit At(double threshold)
    {
        var (below, knownBelow, rightBelow, known, right) = (0L, 0L, 0L, 0L, 0L);
        for (var i = 0; i < Values.Values.Length; i++)
        {
            var unsure = Values.Values[i] < threshold;
            below += unsure ? 1 : 0;
            if (Truth is null || Truth.Labels[i] == LabelMap.Ignore)
                continue;
            var isRight = Truth.Labels[i] == Answer.Labels[i] ? 1 : 0;
            (known, right) = (known + 1, right + isRight);
            if (unsure)
                (knownBelow, rightBelow) = (knownBelow + 1, rightBelow + isRight);
        }

        return new ConfidenceSplit(
            threshold, below / (double)Values.Values.Length, ClassScore.Ratio(rightBelow, knownBelow),
            ClassScore.Ratio(right - rightBelow, known - knownBelow));
    }
}

/// <summary>Pixels on both sides of a threshold of confidence.</summary>
/// <param name="Threshold">0 to 1.</param>
/// <param name="ShareBelow">The share of pixels less sure than it.</param>
/// <param name="AccuracyBelow">The share of these that is right; NaN where the truth of none is known.</param>
/// <param name="AccuracyFrom">The share of the others that is right; NaN where the truth of none is known.</param>
public sealed record ConfidenceSplit(double Threshold, double ShareBelow, double AccuracyBelow, double AccuracyFrom);

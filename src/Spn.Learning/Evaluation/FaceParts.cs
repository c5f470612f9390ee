using Spn.DataSets;
using Spn.Imaging;
using Spn.Segmentation;

namespace Spn.Learning;

/// <summary>
/// F-scores of the parts of a face as Table 1 of the paper has them. Classes that are one part are merged first (<see cref="ClassGroup"/>):
/// a pixel of the left brow that was predicted as right brow is right.
/// </summary>
/// <remarks>
/// <c>overall</c> is the F-score over brows, eyes, nose and mouth together, their counts added up: the rule of Smith et al. 2013, which Liu
/// et al. 2015 take over. Skin and hair have no part in it, nor has a part that the truth does not have. The paper names no rule of its
/// own.
/// </remarks>
internal static class FaceParts
{
    /// <summary>The rule in a sentence, for those who read the table.</summary>
    public const string Rule = "overall: brows, eyes, nose and mouth, each merged, their counts added up (Smith et al. 2013); without skin "
        + "and hair, and without parts that the truth has not";

    /// <summary>Refuses classes that are not those of a face.</summary>
    /// <exception cref="ArgumentException">They are others; the message names the first that is missing.</exception>
    public static void Check(IReadOnlyList<string> classes, string data)
    {
        var names = Palette.Helen.Names;
        if (!classes.SequenceEqual(names))
            throw new ArgumentException(
                $"expected data with the classes of HELEN for --table helen ({string.Join(", ", names)}), got {data} with others "
                + $"({string.Join(", ", classes.Take(names.Count))}); name such data, or take --table voc.");
    }

    /// <summary>The F-scores in the order of <see cref="PaperFigures.HelenMeasures"/>; NaN where the truth has none of a part.</summary>
    public static IReadOnlyList<double> FScores(ConfusionMatrix counts)
    {
        var (correct, sum) = (0L, 0L);
        Dictionary<string, double> scores = [];
        foreach (var part in SetScheme.Helen.Groups)
        {
            var hits = part.Labels.Sum(truth => part.Labels.Sum(predicted => counts[truth, predicted]));
            var known = part.Labels.Sum(label => counts.TruthCount(label));
            var both = known + part.Labels.Sum(label => counts.PredictedCount(label));
            scores[part.Name] = known == 0 ? double.NaN : ClassScore.Ratio(2 * hits, both);
            if (part.InOverall && known > 0)
                (correct, sum) = (correct + hits, sum + both);
        }

        scores["overall"] = ClassScore.Ratio(2 * correct, sum);
        return [.. PaperFigures.HelenMeasures.Select(name => scores[name])];
    }
}

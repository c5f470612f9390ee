using Spn.Imaging;
using Spn.Segmentation;

namespace Spn.Learning;

/// <summary>
/// F-scores of the parts of a face as Table 1 of the paper has them. Classes that are one part are merged first: a pixel of the left brow
/// that was predicted as right brow is right.
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

    private static readonly (string Name, string[] Classes, bool Overall)[] Parts =
    [
        ("skin", ["skin"], false),
        ("brows", ["left brow", "right brow"], true),
        ("eyes", ["left eye", "right eye"], true),
        ("nose", ["nose"], true),
        ("mouth", ["upper lip", "inner mouth", "lower lip"], true),
        ("U-lip", ["upper lip"], false),
        ("L-lip", ["lower lip"], false),
        ("in-mouth", ["inner mouth"], false),
    ];

    /// <summary>Whether these are the classes of a face; if not, why.</summary>
    /// <exception cref="ArgumentException">A class is missing; the message names it.</exception>
    public static void Check(IReadOnlyList<string> classes, string data)
    {
        foreach (var name in Parts.SelectMany(part => part.Classes))
            if (!classes.Contains(name))
                throw new ArgumentException(
                    $"expected data with the classes of HELEN for --table helen ({string.Join(", ", Palette.Helen.Names)}), got {data} without "
                    + $"'{name}'; name such data, or take --table voc.");
    }

    /// <summary>The F-scores in the order of <see cref="PaperFigures.HelenMeasures"/>; NaN where the truth has none of a part.</summary>
    /// <param name="counts">The counts of the classes.</param>
    /// <param name="classes">Their names.</param>
    public static IReadOnlyList<double> FScores(ConfusionMatrix counts, IReadOnlyList<string> classes)
    {
        List<double> scores = [];
        var (correct, sum) = (0L, 0L);
        foreach (var (_, names, overall) in Parts)
        {
            int[] part = [.. names.Select(name => classes.TakeWhile(one => one != name).Count())];
            var hits = part.Sum(truth => part.Sum(predicted => counts[truth, predicted]));
            var (known, predicted) = (part.Sum(counts.TruthCount), part.Sum(counts.PredictedCount));
            scores.Add(known == 0 ? double.NaN : ClassScore.Ratio(2 * hits, known + predicted));
            if (overall && known > 0)
                (correct, sum) = (correct + hits, sum + known + predicted);
        }

        return [.. scores, ClassScore.Ratio(2 * correct, sum)];
    }
}

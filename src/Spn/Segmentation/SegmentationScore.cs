using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace Spn.Segmentation;

/// <summary>
/// The scores of a segmentation. Every mean is over the classes that occur in the truth, so that segmentations of the same images are
/// compared over the same classes and pixels: a class that is only predicted has IoU and F-score 0 and is no part of a mean, its pixels
/// count as misses of their true classes, and when another segmentation does not predict it nothing is gained but these pixels. A mean
/// over no class is NaN (<c>null</c> in JSON, <c>–</c> in print).
/// </summary>
public sealed record SegmentationScore
{
    /// <summary>The scores of each class, in label order, absent ones included (<see cref="ClassScore.Present"/>).</summary>
    public required IReadOnlyList<ClassScore> Classes { get; init; }

    /// <summary>Pixels whose truth is known.</summary>
    public required long Pixels { get; init; }

    /// <summary>Pixels predicted as their true class.</summary>
    public required long CorrectPixels { get; init; }

    /// <summary>The share of correct pixels, 0 to 1.</summary>
    [JsonConverter(typeof(NaNAsNull))]
    public double OverallAccuracy => ClassScore.Ratio(CorrectPixels, Pixels);

    /// <summary>The mean of <see cref="ClassScore.Accuracy"/> over classes that occur in the truth.</summary>
    [JsonConverter(typeof(NaNAsNull))]
    public double MeanAccuracy => Mean(c => c.Accuracy);

    /// <summary>The mean of <see cref="ClassScore.IoU"/> over classes that occur in the truth.</summary>
    [JsonConverter(typeof(NaNAsNull))]
    public double MeanIoU => Mean(c => c.IoU);

    /// <summary>The mean of <see cref="ClassScore.FScore"/> over classes that occur in the truth.</summary>
    [JsonConverter(typeof(NaNAsNull))]
    public double MeanFScore => Mean(c => c.FScore);

    /// <summary>Compares a prediction with the truth.</summary>
    /// <param name="truth">H×W true classes, each below <paramref name="classes"/> or <see cref="LabelMap.Ignore"/>.</param>
    /// <param name="predicted">H×W predicted classes, likewise.</param>
    /// <param name="classes">K, 1 to 255.</param>
    /// <param name="names">The names of the classes; <c>class 0</c> and so on when left out or for classes beyond them.</param>
    /// <exception cref="ArgumentException">The sizes differ, or a label is neither below K nor the ignore label.</exception>
    public static SegmentationScore Compare(LabelMap truth, LabelMap predicted, int classes, IReadOnlyList<string>? names = null) =>
        ConfusionMatrix.FromLabels(truth, predicted, classes).Score(names);

    /// <summary>The scores as a table, in per cent, one line for each class that is present and one for the means.</summary>
    public override string ToString()
    {
        var width = Classes.Where(c => c.Present).Select(c => c.Name.Length).Append("class".Length).Max();
        var text = new StringBuilder();
        text.Append("class".PadRight(width)).Append("    IoU  accuracy  F-score\n");
        foreach (var c in Classes.Where(c => c.Present))
            Line(c.Name, c.IoU, c.Accuracy, c.FScore);
        Line("mean", MeanIoU, MeanAccuracy, MeanFScore);
        return text.Append(CultureInfo.InvariantCulture, $"overall accuracy {Percent(OverallAccuracy)} of {Pixels} pixels").ToString();

        void Line(string name, double iou, double accuracy, double fScore) =>
            text.Append(name.PadRight(width)).Append(Percent(iou).PadLeft(7)).Append(Percent(accuracy).PadLeft(10)).Append(Percent(fScore).PadLeft(9)).Append('\n');
    }

    internal static SegmentationScore FromConfusion(ConfusionMatrix matrix, IReadOnlyList<string> names) => new()
    {
        Classes = Array.AsReadOnly(Enumerable.Range(0, matrix.Classes).Select(i => new ClassScore
        {
            Index = i,
            Name = i < names.Count ? names[i] : FormattableString.Invariant($"class {i}"),
            TruthPixels = matrix.TruthCount(i),
            PredictedPixels = matrix.PredictedCount(i),
            CorrectPixels = matrix[i, i],
        }).ToArray()),
        Pixels = matrix.Total,
        CorrectPixels = matrix.Correct,
    };

    private double Mean(Func<ClassScore, double> score)
    {
        var defined = Classes.Where(c => c.TruthPixels > 0).Select(score).ToArray();
        return defined.Length == 0 ? double.NaN : defined.Average();
    }

    private static string Percent(double share) => double.IsNaN(share) ? "–" : (100 * share).ToString("0.0", CultureInfo.InvariantCulture);
}

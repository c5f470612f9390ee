using System.Text.Json.Serialization;

namespace Spn.Segmentation;

/// <summary>The scores of one class over one image or a whole data set.</summary>
public sealed record ClassScore
{
    /// <summary>The class index.</summary>
    public required int Index { get; init; }

    /// <summary>The class name.</summary>
    public required string Name { get; init; }

    /// <summary>Pixels of this class in the truth.</summary>
    public required long TruthPixels { get; init; }

    /// <summary>Pixels predicted as this class where the truth is known.</summary>
    public required long PredictedPixels { get; init; }

    /// <summary>Pixels of this class predicted as this class: true positives.</summary>
    public required long CorrectPixels { get; init; }

    /// <summary>
    /// Whether the class occurs in the truth or in the prediction. Where it does not, every score is NaN; no mean counts a class that is
    /// not in the truth.
    /// </summary>
    public bool Present => TruthPixels > 0 || PredictedPixels > 0;

    /// <summary>Intersection over union, TP / (TP + FP + FN); NaN when the class is not <see cref="Present"/>.</summary>
    [JsonConverter(typeof(NaNAsNull))]
    public double IoU => Ratio(CorrectPixels, TruthPixels + PredictedPixels - CorrectPixels);

    /// <summary>Recall, TP / (TP + FN); NaN when the truth has none of the class.</summary>
    [JsonConverter(typeof(NaNAsNull))]
    public double Accuracy => Ratio(CorrectPixels, TruthPixels);

    /// <summary>Precision, TP / (TP + FP); NaN when the class is never predicted.</summary>
    [JsonConverter(typeof(NaNAsNull))]
    public double Precision => Ratio(CorrectPixels, PredictedPixels);

    /// <summary>F-score (Dice), 2 TP / (2 TP + FP + FN); NaN when the class is not <see cref="Present"/>.</summary>
    [JsonConverter(typeof(NaNAsNull))]
    public double FScore => Ratio(2 * CorrectPixels, TruthPixels + PredictedPixels);

    internal static double Ratio(long part, long whole) => whole == 0 ? double.NaN : (double)part / whole;
}

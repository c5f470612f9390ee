using Spn.Imaging;
using Spn.Learning;
using Spn.Segmentation;

namespace Spn.Tool.Reports;

/// <summary>What a page about one or two trained models shows.</summary>
internal sealed record ModelReport
{
    /// <summary>What the images are called.</summary>
    public required string Data { get; init; }

    /// <summary>Where the models are from: the last parts of their paths, in the order of their scores.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Names and colours of the classes.</summary>
    public required Palette Palette { get; init; }

    /// <summary>Whether the first of the scores are those of the coarse maps; a baseline has none.</summary>
    public required bool HasCoarse { get; init; }

    /// <summary>The scores: of the coarse maps where there are some, of the model, of the other model where there is one.</summary>
    public required IReadOnlyList<EvaluationScore> Scores { get; init; }

    /// <summary>The counts behind each of the scores.</summary>
    public required IReadOnlyList<ConfusionMatrix> Confusions { get; init; }

    /// <summary>The images in the order of the data.</summary>
    public required IReadOnlyList<ModelReportImage> Images { get; init; }

    /// <summary>Which of the scores is the model's.</summary>
    public int Model => HasCoarse ? 1 : 0;

    /// <summary>Which of the scores is the other model's; −1 where there is none.</summary>
    public int Versus => Scores.Count > Model + 1 ? Model + 1 : -1;

    /// <summary>The images by what falls, those without a number last; equal ones in their order.</summary>
    /// <param name="value">What they are ordered by, the least first.</param>
    public IEnumerable<int> Ordered(Func<ModelReportImage, double> value) =>
        Enumerable.Range(0, Images.Count).Where(i => !double.IsNaN(value(Images[i]))).OrderBy(i => value(Images[i]));
}

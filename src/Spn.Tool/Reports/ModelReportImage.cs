using Spn.Segmentation;

namespace Spn.Tool.Reports;

/// <summary>One image of a report.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Height">Rows in full size.</param>
/// <param name="Width">Columns in full size.</param>
/// <param name="Thumbnail">The photograph and its maps, small.</param>
/// <param name="MeanIoU">Of each segmentation, over the classes of this image's truth; NaN where it has none.</param>
/// <param name="Counts">Of each segmentation the pixels in full size: true class, predicted class, number, and so on.</param>
internal sealed record ModelReportImage(
    string Name, int Height, int Width, Thumbnail Thumbnail, IReadOnlyList<double> MeanIoU, IReadOnlyList<IReadOnlyList<long>> Counts)
{
    /// <summary>An image as a report keeps it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="photo">1×3×H×W.</param>
    /// <param name="truth">H×W.</param>
    /// <param name="predicted">Of each segmentation H×W.</param>
    /// <param name="counts">Of each segmentation its counts.</param>
    /// <param name="side">The longer side of the pictures at most.</param>
    public static ModelReportImage Of(
        string name, FeatureMap photo, LabelMap truth, IReadOnlyList<LabelMap> predicted, IReadOnlyList<ConfusionMatrix> counts,
        int side) =>
        new(name, truth.Height, truth.Width, Thumbnail.Of(photo, truth, predicted, side),
            [.. counts.Select(matrix => matrix.Score().MeanIoU)], [.. counts.Select(Sparse)]);

    /// <summary>The counts that are not zero.</summary>
    private static long[] Sparse(ConfusionMatrix matrix) =>
    [
        .. from truth in Enumerable.Range(0, matrix.Classes)
           from predicted in Enumerable.Range(0, matrix.Classes)
           where matrix[truth, predicted] > 0
           from number in new[] { truth, predicted, matrix[truth, predicted] }
           select number,
    ];
}

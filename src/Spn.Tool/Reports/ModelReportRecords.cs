using Spn.Imaging;
using Spn.Learning;
using Spn.Segmentation;

namespace Spn.Tool.Reports;

/// <summary>Gathers a report image after image. Of each, counts and small pictures alone are kept.</summary>
/// <param name="names">What the segmentations are called, in their order.</param>
/// <param name="palette">Names and colours of the classes.</param>
/// <param name="trimap">Pixels on each side of a boundary that count as near it.</param>
/// <param name="side">The longer side of the pictures at most.</param>
internal sealed class ModelReportRecords(IReadOnlyList<string> names, Palette palette, int trimap, int side)
{
    private readonly EvaluationSum[] _sums = [.. names.Select(_ => new EvaluationSum(palette.Count, trimap))];
    private readonly List<ModelReportImage> _images = [];

    /// <summary>Adds an image.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="photo">1×3×H×W.</param>
    /// <param name="truth">H×W.</param>
    /// <param name="predicted">Of each segmentation H×W.</param>
    public void Add(string name, FeatureMap photo, LabelMap truth, IReadOnlyList<LabelMap> predicted)
    {
        var near = Trimap.Band(truth, trimap);
        ConfusionMatrix[] counts = [.. _sums.Zip(predicted, (sum, map) => sum.Add(truth, near, map))];
        _images.Add(ModelReportImage.Of(name, photo, truth, predicted, counts, side));
    }

    /// <summary>The report of all images so far, of which there must be one.</summary>
    /// <param name="data">What the images are called.</param>
    /// <param name="files">Where the models are from.</param>
    /// <param name="hasCoarse">Whether the first of the segmentations are the coarse maps.</param>
    public ModelReport Report(string data, IReadOnlyList<string> files, bool hasCoarse) => new()
    {
        Data = data,
        Files = files,
        Palette = palette,
        HasCoarse = hasCoarse,
        Scores = [.. _sums.Zip(names, (sum, name) => sum.Score(name, palette.Names))],
        Confusions = [.. _sums.Select(sum => sum.Counts.Pixels)],
        Images = _images,
    };
}

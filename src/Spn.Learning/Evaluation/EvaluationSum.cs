using Spn.Segmentation;

namespace Spn.Learning;

/// <summary>Adds up the scores of one segmentation, image after image.</summary>
/// <param name="classes">The number of classes, above every label.</param>
/// <param name="trimapWidth">Pixels on each side of a boundary that the trimap takes in.</param>
internal sealed class EvaluationSum(int classes, int trimapWidth)
{
    private readonly List<long> _microseconds = [];
    private ConfusionMatrix? _all, _near;
    private int _images;

    public void Add(LabelMap truth, LabelMap predicted) => Add(truth, Trimap.Band(truth, trimapWidth), predicted);

    /// <summary>Adds an image whose truth near boundaries is at hand.</summary>
    /// <param name="truth">The truth.</param>
    /// <param name="near"><see cref="Trimap.Band"/> of it.</param>
    /// <param name="predicted">What is scored.</param>
    /// <param name="microseconds">How long it took; null where that is not measured.</param>
    /// <returns>The counts of this image.</returns>
    public ConfusionMatrix Add(LabelMap truth, LabelMap near, LabelMap predicted, long? microseconds = null)
    {
        var here = ConfusionMatrix.FromLabels(truth, predicted, classes);
        var band = ConfusionMatrix.FromLabels(near, predicted, classes);
        (_all, _near, _images) = (_all?.Add(here) ?? here, _near?.Add(band) ?? band, _images + 1);
        if (microseconds is { } time)
            _microseconds.Add(time);
        return here;
    }

    /// <summary>The counts of all images so far, of which there must be one.</summary>
    public EvaluationCounts Counts => new() { Pixels = _all!, Trimap = _near!, Microseconds = _microseconds };

    /// <summary>The score of all images so far, of which there must be one.</summary>
    /// <param name="name">What was scored.</param>
    /// <param name="names">The names of the classes; by number where left out.</param>
    public EvaluationScore Score(string name, IReadOnlyList<string>? names) => new()
    {
        Name = name, Pixels = _all!.Score(names), Trimap = _near!.Score(names), TrimapWidth = trimapWidth, Images = _images,
    };
}

namespace Spn.Segmentation;

/// <summary>One way to carry a coarse map to the size of its photograph.</summary>
/// <param name="Name">What tables and command lines call it.</param>
/// <param name="Title">What a heading calls it.</param>
/// <param name="Apply">
/// Photograph 1×(1|3)×H×W in [0, 1], coarse probabilities 1×C×h×w, pixels that a coarse cell covers or 0, and a way to stop it, to
/// probabilities 1×C×H×W.
/// </param>
public sealed record RefinementMethod(string Name, string Title, Func<FeatureMap, FeatureMap, int, CancellationToken, FeatureMap> Apply)
{
    /// <summary>Refines class probabilities.</summary>
    /// <param name="photo">1×(1|3)×H×W, grey or sRGB in [0, 1].</param>
    /// <param name="coarse">1×C×h×w in [0, 1], h ≤ H and w ≤ W.</param>
    /// <param name="cellSize">As in <see cref="RefinementOptions.CellSize"/>.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>1×C×H×W in [0, 1].</returns>
    /// <exception cref="ArgumentException">A shape or a value is out of its range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public FeatureMap Refine(FeatureMap photo, FeatureMap coarse, int cellSize = 0, CancellationToken cancellation = default) =>
        Apply(photo, coarse, cellSize, cancellation);

    /// <summary>Refines to labels: the likeliest class of each pixel, the ignore label where nothing is known.</summary>
    /// <inheritdoc cref="Refine"/>
    public LabelMap Labels(FeatureMap photo, FeatureMap coarse, int cellSize = 0, CancellationToken cancellation = default)
    {
        var refined = Apply(photo, coarse, cellSize, cancellation);
        var labels = OneHot.ArgMax(refined);
        for (var i = 0; i < labels.Labels.Length; i++)
            // The first class wins where all are zero, and then none has won.
            if (labels.Labels[i] == 0 && refined.Values[i] == 0)
                labels.Labels[i] = LabelMap.Ignore;
        return labels;
    }

    /// <summary>Refines a label map; of the classes only those in it take part.</summary>
    /// <param name="photo">1×(1|3)×H×W, grey or sRGB in [0, 1].</param>
    /// <param name="coarse">h×w labels, h ≤ H and w ≤ W; <see cref="LabelMap.Ignore"/> is no evidence.</param>
    /// <param name="cellSize">As in <see cref="RefinementOptions.CellSize"/>.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>H×W labels of the same classes; <see cref="LabelMap.Ignore"/> where nothing is known.</returns>
    /// <exception cref="ArgumentException">A shape is out of its range, or every label is the ignore label.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public LabelMap Labels(FeatureMap photo, LabelMap coarse, int cellSize = 0, CancellationToken cancellation = default)
    {
        var classes = CoarseClasses.Of(coarse);
        var refined = Labels(photo, classes.ToProbabilities(), cellSize, cancellation);
        return new LabelMap(refined.Height, refined.Width, Array.ConvertAll(
            refined.Labels, index => index == LabelMap.Ignore ? index : classes.Classes[index]));
    }

    /// <summary>Refines a soft mask of one object.</summary>
    /// <param name="photo">1×(1|3)×H×W, grey or sRGB in [0, 1].</param>
    /// <param name="coarse">1×1×h×w, the probability of the object in [0, 1], h ≤ H and w ≤ W.</param>
    /// <param name="cellSize">As in <see cref="RefinementOptions.CellSize"/>.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>1×1×H×W, the refined probability.</returns>
    /// <exception cref="ArgumentException">A shape or a value is out of its range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public FeatureMap Mask(FeatureMap photo, FeatureMap coarse, int cellSize = 0, CancellationToken cancellation = default)
    {
        var refined = Apply(photo, CoarseClasses.OfMask(coarse).ToProbabilities(), cellSize, cancellation);
        return new FeatureMap(refined.Shape with { Channels = 1 }, refined.Plane(0, 1).ToArray());
    }
}

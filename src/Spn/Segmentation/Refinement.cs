using System.Numerics.Tensors;
using Spn.Imaging;

namespace Spn.Segmentation;

/// <summary>
/// Refines a coarse segmentation along the edges of its image, without training: probabilities are upsampled bilinearly, weighted by
/// how sure they are, propagated in four directions (Eqs. 9, 10) with weights made from the image, and the node-wise max decides.
/// </summary>
public static class Refinement
{
    /// <summary>The propagation weights that a refinement takes from an image.</summary>
    /// <param name="image">1×C×H×W, sRGB or grey in [0, 1].</param>
    /// <param name="options">The connection and its widths; all defaults when null.</param>
    /// <exception cref="ArgumentException">The image or an option is out of its range.</exception>
    public static PropagationWeights Weights(FeatureMap image, RefinementOptions? options = null)
    {
        var settings = (options ?? RefinementOptions.Default).Check();
        return settings.Connection switch
        {
            Connection.OneWay => HandWeights.DomainTransform(image, settings.DomainTransform),
            Connection.ThreeWay => HandWeights.ColourDistance(image, settings.ColourDistance),
            _ => throw new ArgumentOutOfRangeException(nameof(options), $"expected OneWay or ThreeWay, got K = {(int)settings.Connection}."),
        };
    }

    /// <summary>Refines class probabilities.</summary>
    /// <param name="image">1×C×H×W, sRGB or grey in [0, 1].</param>
    /// <param name="coarse">1×K×h×w, in [0, 1], h ≤ H and w ≤ W: a probability for each class; zeros in all of them say that nothing is known.</param>
    /// <param name="options">All defaults when null.</param>
    /// <returns>1×K×H×W, summing to one over the classes; zero in all of them where no evidence arrives.</returns>
    /// <exception cref="ArgumentException">A shape or a value is out of its range.</exception>
    public static FeatureMap Probabilities(FeatureMap image, FeatureMap coarse, RefinementOptions? options = null)
    {
        var settings = (options ?? RefinementOptions.Default).Check();
        var evidence = Upsample(image, Checked(coarse), settings);
        WeighByConfidence(evidence, settings.Confidence);
        var refined = Propagation.Forward(evidence, Weights(image, settings), settings.Propagation).Output;
        Normalise(refined);
        return refined;
    }

    /// <summary>Refines a label map; of the classes only those in it take part.</summary>
    /// <param name="image">1×C×H×W, sRGB or grey in [0, 1].</param>
    /// <param name="coarse">h×w labels, h ≤ H and w ≤ W. <see cref="LabelMap.Ignore"/> is no evidence: such places are filled from around.</param>
    /// <param name="options">All defaults when null.</param>
    /// <returns>H×W labels of the same classes; <see cref="LabelMap.Ignore"/> where no evidence arrives.</returns>
    /// <exception cref="ArgumentException">A shape is out of its range, or every label is the ignore label.</exception>
    public static LabelMap Labels(FeatureMap image, LabelMap coarse, RefinementOptions? options = null)
    {
        var classes = Classes(coarse);
        return Winner(Probabilities(image, OneHot(coarse, classes), options), classes);
    }

    /// <summary>Refines a soft mask of one object.</summary>
    /// <param name="image">1×C×H×W, sRGB or grey in [0, 1].</param>
    /// <param name="coarse">1×1×h×w, the probability of the object in [0, 1], h ≤ H and w ≤ W.</param>
    /// <param name="options">All defaults when null.</param>
    /// <returns>1×1×H×W, the refined probability.</returns>
    /// <exception cref="ArgumentException">A shape or a value is out of its range.</exception>
    public static FeatureMap Mask(FeatureMap image, FeatureMap coarse, RefinementOptions? options = null)
    {
        var both = BothClasses(coarse);
        return Channel(Probabilities(image, both, options), 1);
    }

    /// <summary>What there is to beat: the coarse labels upsampled bilinearly as class probabilities, the likeliest class winning.</summary>
    /// <inheritdoc cref="Labels"/>
    public static LabelMap UpsampledLabels(FeatureMap image, LabelMap coarse, RefinementOptions? options = null)
    {
        var classes = Classes(coarse);
        return Winner(Upsample(image, OneHot(coarse, classes), (options ?? RefinementOptions.Default).Check()), classes);
    }

    /// <summary>What there is to beat: the coarse mask upsampled bilinearly.</summary>
    /// <inheritdoc cref="Mask"/>
    public static FeatureMap UpsampledMask(FeatureMap image, FeatureMap coarse, RefinementOptions? options = null) =>
        Channel(Upsample(image, BothClasses(coarse), (options ?? RefinementOptions.Default).Check()), 1);

    private static FeatureMap Upsample(FeatureMap image, FeatureMap coarse, RefinementOptions options)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Batch != 1)
            throw new ArgumentException($"expected one image, 1×C×H×W, got {image.Shape}; refine batch items one by one.", nameof(image));
        if (coarse.Height > image.Height || coarse.Width > image.Width)
            throw new ArgumentException(
                $"expected a coarse map no larger than the image, {image.Height}×{image.Width}, got {coarse.Height}×{coarse.Width}; shrink it or give the photograph it belongs to.", nameof(coarse));
        if (options.CellSize == 0)
            return Resize.Bilinear(coarse, image.Height, image.Width);
        var cell = options.CellSize;
        if (coarse.Height != 1 + (image.Height - 1) / cell || coarse.Width != 1 + (image.Width - 1) / cell)
            throw new ArgumentException(
                $"expected a coarse map of {1 + (image.Height - 1) / cell}×{1 + (image.Width - 1) / cell} cells of {cell} pixels for an image of {image.Height}×{image.Width}, got {coarse.Height}×{coarse.Width}; leave the cell size out.", nameof(coarse));
        // A cell larger than the image is alone along that axis: only as much of it is made as the image shows.
        var whole = Resize.Bilinear(coarse, coarse.Height * Math.Min(cell, image.Height), coarse.Width * Math.Min(cell, image.Width));
        return FeatureMap.Generate(coarse.Shape with { Height = image.Height, Width = image.Width }, (n, c, row, column) => whole[n, c, row, column]);
    }

    private static void WeighByConfidence(FeatureMap evidence, double exponent)
    {
        var most = evidence.Plane(0, 0).ToArray();
        for (var c = 1; c < evidence.Channels; c++)
            TensorPrimitives.Max(most, evidence.Plane(0, c), most);
        var confidence = Array.ConvertAll(most, value => (float)Math.Pow(value, exponent));
        for (var c = 0; c < evidence.Channels; c++)
            TensorPrimitives.Multiply(evidence.Plane(0, c), confidence, evidence.Plane(0, c));
    }

    private static void Normalise(FeatureMap map)
    {
        var sum = new float[map.Shape.PlaneSize];
        for (var c = 0; c < map.Channels; c++)
            TensorPrimitives.Add(sum, map.Plane(0, c), sum);
        for (var i = 0; i < sum.Length; i++)
            if (sum[i] == 0)
                sum[i] = 1;
        for (var c = 0; c < map.Channels; c++)
            TensorPrimitives.Divide(map.Plane(0, c), sum, map.Plane(0, c));
    }

    private static byte[] Classes(LabelMap coarse)
    {
        ArgumentNullException.ThrowIfNull(coarse);
        var classes = coarse.Labels.Where(label => label != LabelMap.Ignore).Distinct().Order().ToArray();
        return classes.Length > 0 ? classes : throw new ArgumentException("expected a coarse map with at least one label, got the ignore label everywhere.", nameof(coarse));
    }

    private static FeatureMap OneHot(LabelMap labels, byte[] classes) =>
        FeatureMap.Generate(new MapShape(1, classes.Length, labels.Height, labels.Width), (_, c, row, column) => labels[row, column] == classes[c] ? 1 : 0);

    /// <summary>The likeliest class of each pixel, of equally likely ones the smallest; the ignore label where all are zero.</summary>
    private static LabelMap Winner(FeatureMap probabilities, byte[] classes)
    {
        var labels = new byte[probabilities.Shape.PlaneSize];
        var best = new float[labels.Length];
        Array.Fill(labels, LabelMap.Ignore);
        for (var c = 0; c < classes.Length; c++)
        {
            var plane = probabilities.Plane(0, c);
            for (var i = 0; i < labels.Length; i++)
                if (plane[i] > best[i])
                    (labels[i], best[i]) = (classes[c], plane[i]);
        }

        return new LabelMap(probabilities.Height, probabilities.Width, labels);
    }

    private static FeatureMap BothClasses(FeatureMap mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (mask.Batch != 1 || mask.Channels != 1)
            throw new ArgumentException($"expected a soft mask 1×1×h×w, got {mask.Shape}; give one channel, or refine class probabilities.", nameof(mask));
        Checked(mask);
        return FeatureMap.Generate(mask.Shape with { Channels = 2 }, (_, c, row, column) => c == 1 ? mask[0, 0, row, column] : 1 - mask[0, 0, row, column]);
    }

    private static FeatureMap Channel(FeatureMap map, int channel) => new(map.Shape with { Channels = 1 }, map.Plane(0, channel).ToArray());

    private static FeatureMap Checked(FeatureMap coarse)
    {
        ArgumentNullException.ThrowIfNull(coarse);
        if (coarse.Batch != 1)
            throw new ArgumentException($"expected one coarse map, 1×K×h×w, got {coarse.Shape}; refine batch items one by one.", nameof(coarse));
        foreach (var value in coarse.Values)
            if (!(value >= 0 && value <= 1))
                throw new ArgumentException(FormattableString.Invariant($"expected probabilities from 0 to 1, got {value}; apply a softmax to scores first."), nameof(coarse));
        return coarse;
    }
}

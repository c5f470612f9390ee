using System.ComponentModel.DataAnnotations;

namespace Spn.Learning;

/// <summary>What a pixel of each class counts in the loss: w = (median share / share)^Exponent, cut at Most.</summary>
public sealed record ClassBalance
{
    /// <summary>Every pixel counts the same.</summary>
    public static ClassBalance None { get; } = new();

    /// <summary>
    /// 0: every pixel counts the same; 1: every class as a whole counts the same; in between, thin classes are lifted without drowning the
    /// others.
    /// </summary>
    [Range(0.0, 1.0)]
    public double Exponent { get; init; }

    /// <summary>The largest weight: a class of a few pixels must not drown the others.</summary>
    [Range(1.0, 1e6)]
    public double Most { get; init; } = 10;

    /// <summary>The weights, one a class; none where every pixel counts the same. A class without pixels counts one.</summary>
    /// <param name="images">The images that shares are counted over.</param>
    /// <param name="classes">The number of classes.</param>
    public IReadOnlyList<double> Weights(IReadOnlyList<LabelledImage> images, int classes)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (Exponent == 0)
            return [];
        var counts = new long[256];
        foreach (var image in images)
            foreach (var label in image.Labels.Labels)
                counts[label]++;
        var shares = counts.Take(classes).Where(count => count > 0).Order().ToArray();
        if (shares.Length == 0)
            return [];
        double median = shares[shares.Length / 2];
        return [.. Enumerable.Range(0, classes).Select(c => counts[c] == 0 ? 1 : Math.Min(Most, Math.Pow(median / counts[c], Exponent)))];
    }
}

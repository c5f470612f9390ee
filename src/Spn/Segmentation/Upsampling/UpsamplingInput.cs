namespace Spn.Segmentation;

/// <summary>What the upsamplings and the dense CRF ask of a photograph and of a map.</summary>
internal static class UpsamplingInput
{
    /// <summary>One photograph, grey or colours in [0, 1].</summary>
    public static FeatureMap CheckPhoto(FeatureMap photo)
    {
        ArgumentNullException.ThrowIfNull(photo);
        if (photo.Batch != 1 || photo.Channels is not (1 or 3))
            throw new ArgumentException(
                $"expected one photograph, 1×3×H×W or 1×1×H×W, got {photo.Shape}; take batch items one by one.", nameof(photo));
        return HandWeights.Checked(photo);
    }

    /// <summary>One map of class probabilities.</summary>
    public static void CheckProbabilities(FeatureMap probabilities, string name)
    {
        ArgumentNullException.ThrowIfNull(probabilities, name);
        if (probabilities.Batch != 1)
            throw new ArgumentException($"expected one map, 1×C×h×w, got {probabilities.Shape}; take batch items one by one.", name);
        for (var i = 0; i < probabilities.Values.Length; i++)
            if (!(probabilities.Values[i] >= 0 && probabilities.Values[i] <= 1))
                throw new ArgumentException(Words(probabilities, i), name);
    }

    /// <summary>A map and its photograph, checked, and how they lie over one another.</summary>
    public static CoarseGrid Check(FeatureMap coarse, FeatureMap photo, int cellSize)
    {
        CheckPhoto(photo);
        CheckProbabilities(coarse, nameof(coarse));
        // Says what is wrong with the sizes, as for a refinement.
        _ = new RefinementEvidence(photo.Height, photo.Width, CoarseClasses.Of(coarse), cellSize);
        return new CoarseGrid(coarse.Shape, photo.Shape, cellSize);
    }

    /// <summary>All classes upsampled bilinearly.</summary>
    public static FeatureMap Bilinear(FeatureMap coarse, FeatureMap photo, int cellSize, RowWork work)
    {
        var evidence = new RefinementEvidence(photo.Height, photo.Width, CoarseClasses.Of(coarse), cellSize);
        var result = new FeatureMap(photo.Shape with { Channels = coarse.Channels });
        for (var c = 0; c < coarse.Channels; c++)
            evidence.Upsampled(c, work).Values.CopyTo(result.Plane(0, c));
        return result;
    }

    private static string Words(FeatureMap map, int index)
    {
        var (plane, pixel) = Math.DivRem(index, map.Shape.PlaneSize);
        return FormattableString.Invariant(
            $"expected probabilities from 0 to 1, got {map.Values[index]} at class {plane}, row {pixel / map.Width}, column ")
            + FormattableString.Invariant($"{pixel % map.Width}; apply a softmax to scores first.");
    }
}

namespace Spn.Tasks;

/// <summary>
/// Values that are known at some pixels of a picture only: colours that somebody scribbled, the sure pixels of a trimap, samples of depth.
/// </summary>
public sealed record SparseMap
{
    /// <summary>Puts values and the places where they are known together; both are kept, not copied.</summary>
    /// <param name="values">1×C×H×W, finite where known; what stands elsewhere is never read.</param>
    /// <param name="known">1×1×H×W: 1 where the values are known, 0 elsewhere.</param>
    /// <exception cref="ArgumentException">
    /// The shapes differ, no pixel is known, a mask is neither 0 nor 1, or a known value is not finite.
    /// </exception>
    public SparseMap(FeatureMap values, FeatureMap known)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(known);
        if (values.Batch != 1)
            throw new ArgumentException($"expected values of one picture, 1×C×H×W, got {values.Shape}; take batch items one by one.",
                nameof(values));
        Expect.SameShape(values.Shape with { Channels = 1 }, known.Shape, nameof(known));
        (Values, Known) = (values, known);
        for (var i = 0; i < known.Values.Length; i++)
        {
            if (known.Values[i] is not (0 or 1))
                throw new ArgumentException(FormattableString.Invariant(
                    $"expected 1 where a pixel is known and 0 elsewhere, got {known.Values[i]} at {Place(i)}."), nameof(known));
            for (var at = i; known.Values[i] == 1 && at < values.Values.Length; at += values.Shape.PlaneSize)
                if (!float.IsFinite(values.Values[at]))
                    throw new ArgumentException(FormattableString.Invariant(
                        $"expected finite values where they are known, got {values.Values[at]} at {Place(i)}; leave the pixel unknown."),
                        nameof(values));
            Count += (int)known.Values[i];
        }

        if (Count == 0)
            throw new ArgumentException("expected at least one known pixel, got none; mark some.", nameof(known));
    }

    /// <summary>1×C×H×W.</summary>
    public FeatureMap Values { get; }

    /// <summary>1×1×H×W of zeros and ones.</summary>
    public FeatureMap Known { get; }

    /// <summary>How many pixels are known, at least one.</summary>
    public int Count { get; }

    /// <summary>The mean of the known values of a channel.</summary>
    internal double Mean(int channel)
    {
        var sum = 0.0;
        var values = Values.Plane(0, channel);
        for (var i = 0; i < values.Length; i++)
            sum += Known.Values[i] == 1 ? values[i] : 0;
        return sum / Count;
    }

    /// <summary>Refuses a photograph of another size.</summary>
    internal void CheckPhoto(FeatureMap photo)
    {
        _ = Segmentation.UpsamplingInput.CheckPhoto(photo);
        if (photo.Height != Values.Height || photo.Width != Values.Width)
            throw new ArgumentException(
                $"expected known values for a photograph of {photo.Height}×{photo.Width}, got {Values.Height}×{Values.Width}; give those "
                + "of this photograph.", nameof(photo));
    }

    private string Place(int i) => FormattableString.Invariant($"row {i / Known.Width}, column {i % Known.Width}");

    /// <summary>The shape, and how many pixels are known.</summary>
    public override string ToString() => FormattableString.Invariant($"SparseMap {Values.Shape}, {Count} known pixels");
}

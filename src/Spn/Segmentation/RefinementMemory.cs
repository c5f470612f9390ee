namespace Spn.Segmentation;

/// <summary>How much memory a refinement takes, and how many classes go into what there is.</summary>
internal static class RefinementMemory
{
    /// <summary>What threads and the rest take at most, whatever the size of the image: an estimate.</summary>
    private const long Rest = 32L << 20;

    /// <summary>Bytes that a block of lines takes for each pixel of a line: three weights of up to 64 lines.</summary>
    private const long BlockOfPixel = 3 * sizeof(float) * 64;

    /// <summary>Bytes of the classes that go together where nobody said how much may be taken.</summary>
    private const long UsualClasses = 640L << 20;

    /// <summary>How many classes are refined at a time.</summary>
    /// <param name="options">With the memory.</param>
    /// <param name="image">N×C×H×W.</param>
    /// <param name="classes">K.</param>
    /// <param name="labels">Whether labels are made, for which not all classes need be there at once.</param>
    /// <exception cref="ArgumentException">Not even one class at a time goes into the memory.</exception>
    public static int ClassesAtOnce(RefinementOptions options, MapShape image, int classes, bool labels)
    {
        var plane = (long)image.PlaneSize * sizeof(float);
        if (options.Memory == 0)
            return labels ? (int)Math.Clamp(UsualClasses / plane, 1, classes) : classes;
        // Probabilities are the result, whose planes are there anyway.
        var (needed, of) = (Least(image, labels), labels ? plane : 0);
        if (needed > options.Memory)
            throw new ArgumentException(FormattableString.Invariant(
                $"expected a memory of at least {Megabytes(needed)} MB for an image of {image.Height}×{image.Width} beside the image ")
                + FormattableString.Invariant($"itself, got {Megabytes(options.Memory)} MB; allow more, or shrink the image."),
                nameof(options));
        return of == 0 ? classes : (int)Math.Min(classes, 1 + (options.Memory - needed) / of);
    }

    /// <summary>
    /// Bytes that the refinement of an image takes at least: those that do not depend on the number of classes, and one class.
    /// </summary>
    public static long Least(MapShape image, bool labels) => Rest + BlockOfPixel * Math.Max(image.Height, image.Width)
        + FeatureRows.Bytes(image.Channels, image.Height, image.Width)
        + image.PlaneSize * (sizeof(float) + (labels ? sizeof(float) + RunningMaximum.BytesOfPixel : 0L));

    private static long Megabytes(long bytes) => (bytes + 999_999) / 1_000_000;
}

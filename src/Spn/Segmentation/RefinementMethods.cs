namespace Spn.Segmentation;

/// <summary>The ways to refine a coarse map without training, all on the same inputs, so that one table can hold them.</summary>
public static class RefinementMethods
{
    /// <summary>No refinement: bilinear upsampling.</summary>
    public static RefinementMethod Bilinear { get; } = new("bilinear", "bilinear", (photo, coarse, cell, cancellation) =>
    {
        _ = UpsamplingInput.Check(coarse, photo, cell);
        return UpsamplingInput.Bilinear(coarse, photo, cell, new RowWork(0, cancellation));
    });

    /// <summary>Joint bilateral upsampling, with defaults.</summary>
    public static RefinementMethod JointBilateralUpsampling { get; } = Bilateral(JointBilateralOptions.Default);

    /// <summary>Guided upsampling, with defaults.</summary>
    public static RefinementMethod GuidedUpsampling { get; } = Guided(GuidedFilterOptions.Default);

    /// <summary>One-way propagation with weights by the domain transform.</summary>
    public static RefinementMethod DomainTransform { get; } =
        Propagated("domain-transform", "domain transform", RefinementOptions.Default.WithConnection(Connection.OneWay));

    /// <summary>Three-way propagation with weights by colour distance.</summary>
    public static RefinementMethod HandMadeWeights { get; } = Propagated("hand-weights", "hand weights", RefinementOptions.Default);

    /// <summary>The dense CRF over the bilinearly upsampled map, with defaults.</summary>
    public static RefinementMethod DenseCrf { get; } = Crf(DenseCrfOptions.Default);

    /// <summary>All of them, the simplest first.</summary>
    public static IReadOnlyList<RefinementMethod> All { get; } =
        [Bilinear, JointBilateralUpsampling, GuidedUpsampling, DomainTransform, HandMadeWeights, DenseCrf];

    /// <summary>Joint bilateral upsampling.</summary>
    public static RefinementMethod Bilateral(JointBilateralOptions options) => new("bilateral", "joint bilateral",
        (photo, coarse, cell, cancellation) => JointBilateral.Upsample(coarse, photo, options with { CellSize = cell }, cancellation));

    /// <summary>Guided upsampling.</summary>
    public static RefinementMethod Guided(GuidedFilterOptions options) => new("guided", "guided filter",
        (photo, coarse, cell, cancellation) => GuidedFilter.Upsample(coarse, photo, options with { CellSize = cell }, cancellation));

    /// <summary>The dense CRF over the bilinearly upsampled map.</summary>
    public static RefinementMethod Crf(DenseCrfOptions options) => new("crf", "dense CRF", (photo, coarse, cell, cancellation) =>
        Segmentation.DenseCrf.Infer(Bilinear.Refine(photo, coarse, cell, cancellation), photo, options, cancellation));

    private static RefinementMethod Propagated(string name, string title, RefinementOptions options) => new(name, title,
        (photo, coarse, cell, cancellation) =>
            Refinement.Probabilities(photo, coarse, options with { CellSize = cell }, cancellation: cancellation));
}

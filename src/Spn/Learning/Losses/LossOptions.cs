namespace Spn.Learning;

/// <summary>What a model is trained for.</summary>
public sealed record LossOptions
{
    /// <summary>The plain softmax loss.</summary>
    public static LossOptions Default { get; } = new();

    /// <summary>
    /// What a pixel of each class counts, for classes that cover few pixels; empty, the default: one each. The loss is then
    /// Σ w·loss / Σ w over the pixels that are not ignored.
    /// </summary>
    public IReadOnlyList<double> ClassWeights { get; init; } = [];

    /// <summary>
    /// λ of the multi-objective loss: to the mean over all pixels λ times the mean over those near a boundary between two classes is
    /// added. 0, the default, leaves it out.
    /// </summary>
    public double BoundaryWeight { get; init; }

    /// <summary>How near, in steps to any of the eight neighbours: 1 is the pixels that touch another class.</summary>
    public int BoundaryRadius { get; init; } = 2;

    /// <summary>The same with other class weights.</summary>
    public LossOptions WithClassWeights(IReadOnlyList<double> classWeights) => this with { ClassWeights = classWeights };

    /// <summary>The same with another λ.</summary>
    public LossOptions WithBoundaryWeight(double boundaryWeight) => this with { BoundaryWeight = boundaryWeight };

    /// <summary>The same with another radius.</summary>
    public LossOptions WithBoundaryRadius(int boundaryRadius) => this with { BoundaryRadius = boundaryRadius };

    internal LossOptions Check(int classes)
    {
        ArgumentNullException.ThrowIfNull(ClassWeights);
        if (ClassWeights.Count != 0 && ClassWeights.Count != classes)
            throw new ArgumentException($"expected {classes} class weights or none, got {ClassWeights.Count}.", nameof(ClassWeights));
        if (!ClassWeights.All(w => w >= 0 && double.IsFinite(w)))
            throw new ArgumentException("expected class weights of at least 0, got a negative or non-finite one.", nameof(ClassWeights));
        if (!(BoundaryWeight >= 0) || !double.IsFinite(BoundaryWeight))
            throw new ArgumentOutOfRangeException(nameof(BoundaryWeight), FormattableString.Invariant($"expected a boundary weight of at least 0, got {BoundaryWeight}."));
        ArgumentOutOfRangeException.ThrowIfLessThan(BoundaryRadius, 1, nameof(BoundaryRadius));
        return this;
    }
}

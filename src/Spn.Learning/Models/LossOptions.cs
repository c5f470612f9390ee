using System.ComponentModel.DataAnnotations;

namespace Spn.Learning;

/// <summary>What a model is trained for.</summary>
public sealed record LossOptions
{
    /// <summary>
    /// What a pixel of each class counts, for classes that cover few pixels; empty, the default: one each. The loss is then
    /// Σ w·loss / Σ w over the pixels that are not ignored.
    /// </summary>
    [Range(0, 1e6)]
    public IReadOnlyList<double> ClassWeights { get; init; } = [];

    /// <summary>
    /// λ of the multi-objective loss: to the mean over all pixels λ times the mean over those near a boundary between two classes is
    /// added. 0, the default, leaves it out.
    /// </summary>
    [Range(0, 1e6)]
    public double BoundaryWeight { get; init; }

    /// <summary>How near, in steps to any of the eight neighbours: 1 is the pixels that touch another class.</summary>
    [Range(1, 100)]
    public int BoundaryRadius { get; init; } = 2;

    /// <summary>What ranges cannot say.</summary>
    internal void Check(int classes)
    {
        if (ClassWeights.Count != 0 && ClassWeights.Count != classes)
            throw new ArgumentException($"expected {classes} class weights or none, got {ClassWeights.Count}.", nameof(ClassWeights));
    }
}

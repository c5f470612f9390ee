using System.ComponentModel.DataAnnotations;

namespace Spn.Learning;

/// <summary>A rule by which parameters follow their gradients.</summary>
public enum OptimiserKind
{
    /// <summary>
    /// Stochastic gradient descent with momentum: <c>torch.optim.SGD</c>. v ← μv + g + λw, w ← w − rate·v. The paper's Caffe has v ← μv +
    /// rate·(g + λw), w ← w − v: the same steps at a constant rate; when the rate falls, torch slows down at once what Caffe still carries
    /// on.
    /// </summary>
    Sgd,

    /// <summary>
    /// Adam (Kingma and Ba 2015), <c>torch.optim.Adam</c>, with β₂ = 0.999 and ε = 10⁻⁸; the weight decay is added to the gradient.
    /// </summary>
    Adam,
}

/// <summary>How parameters follow their gradients; the rate is given step by step.</summary>
public sealed record OptimiserOptions
{
    /// <summary>SGD with momentum 0.9 and weight decay 0.0005, Caffe's customary values and the paper's.</summary>
    public static OptimiserOptions Sgd { get; } = new() { WeightDecay = 5e-4 };

    /// <summary>The rule: SGD for long trainings, as the paper has it; Adam, which finds a rate for every number, for short ones.</summary>
    public OptimiserKind Kind { get; init; } = OptimiserKind.Sgd;

    /// <summary>μ of SGD and β₁ of Adam: over how many steps a direction is remembered.</summary>
    [Range(0.0, 0.9999)]
    public double Momentum { get; init; } = 0.9;

    /// <summary>
    /// λ: λ/2 times the squared norm of the weights is added to the loss; biases and the scales of batch normalisation are left alone.
    /// </summary>
    [Range(0.0, 1.0)]
    public double WeightDecay { get; init; }

    /// <summary>
    /// Gradients whose norm, over all parameters together, is larger are scaled down to it: one bad batch cannot throw the weights behind
    /// the constraint, where there is no way back. 0 does not clip.
    /// </summary>
    [Range(0.0, 1e9)]
    public double ClipNorm { get; init; }
}

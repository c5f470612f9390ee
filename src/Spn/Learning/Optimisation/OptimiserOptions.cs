namespace Spn.Learning;

/// <summary>A rule by which parameters follow their gradients.</summary>
public enum OptimiserKind
{
    /// <summary>Stochastic gradient descent with momentum and weight decay, in Caffe's form (the paper's).</summary>
    Sgd,

    /// <summary>Adam (Kingma and Ba 2015) with bias correction; the weight decay is added to the gradient.</summary>
    Adam,
}

/// <summary>How parameters follow their gradients; the rate is given step by step.</summary>
public sealed record OptimiserOptions
{
    /// <summary>SGD with momentum 0.9 and weight decay 0.0005, Caffe's customary values.</summary>
    public static OptimiserOptions Sgd { get; } = new();

    /// <summary>Adam with β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸ and no weight decay.</summary>
    public static OptimiserOptions Adam { get; } = new() { Kind = OptimiserKind.Adam, WeightDecay = 0 };

    /// <summary>The rule.</summary>
    public OptimiserKind Kind { get; init; } = OptimiserKind.Sgd;

    /// <summary>μ of SGD and β₁ of Adam: 0 to below 1.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>β₂ of Adam: 0 to below 1.</summary>
    public double SecondMoment { get; init; } = 0.999;

    /// <summary>ε of Adam, above 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>λ: λ/2 times the squared norm of the parameters is added to the loss.</summary>
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>Gradients whose norm, over all parameters together, is larger are scaled down to it before anything else; 0, the default, does not clip.</summary>
    public double ClipNorm { get; init; }

    /// <summary>The same with another rule.</summary>
    public OptimiserOptions WithKind(OptimiserKind kind) => this with { Kind = kind };

    /// <summary>The same with another momentum.</summary>
    public OptimiserOptions WithMomentum(double momentum) => this with { Momentum = momentum };

    /// <summary>The same with another β₂.</summary>
    public OptimiserOptions WithSecondMoment(double secondMoment) => this with { SecondMoment = secondMoment };

    /// <summary>The same with another ε.</summary>
    public OptimiserOptions WithEpsilon(double epsilon) => this with { Epsilon = epsilon };

    /// <summary>The same with another weight decay.</summary>
    public OptimiserOptions WithWeightDecay(double weightDecay) => this with { WeightDecay = weightDecay };

    /// <summary>The same with gradients clipped at another norm.</summary>
    public OptimiserOptions WithClipNorm(double clipNorm) => this with { ClipNorm = clipNorm };

    internal OptimiserOptions Check()
    {
        static void Within(double value, bool holds, string expected, string name)
        {
            if (!holds || !double.IsFinite(value))
                throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"expected {expected}, got {value}."));
        }

        if (!Enum.IsDefined(Kind))
            throw new ArgumentOutOfRangeException(nameof(Kind), $"expected Sgd or Adam, got {Kind}.");
        Within(Momentum, Momentum is >= 0 and < 1, "a momentum from 0 to below 1", nameof(Momentum));
        Within(SecondMoment, SecondMoment is >= 0 and < 1, "a second moment from 0 to below 1", nameof(SecondMoment));
        Within(Epsilon, Epsilon > 0, "an epsilon above 0", nameof(Epsilon));
        Within(WeightDecay, WeightDecay >= 0, "a weight decay of at least 0", nameof(WeightDecay));
        Within(ClipNorm, ClipNorm >= 0, "a norm of at least 0, 0 for no clipping", nameof(ClipNorm));
        return this;
    }
}

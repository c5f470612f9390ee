namespace Spn.Segmentation;

/// <summary>
/// The two kernels of a dense CRF and how long it is inferred. Widths of colours are in levels of 255, as everywhere in the literature.
/// </summary>
public sealed record DenseCrfOptions
{
    /// <summary>
    /// What DeepLab v2 with ResNet-101 uses for PASCAL VOC, and pydensecrf's users after it: position 3 and σ 1, bilateral 4 with σ 67
    /// and 3, ten iterations.
    /// </summary>
    public static DenseCrfOptions Default { get; } = new();

    /// <summary>DeepLab's LargeFOV model of 2015 (v1): position 3 and σ 3, bilateral 4 with σ 121 and 5.</summary>
    public static DenseCrfOptions LargeFov { get; } = new() { PositionSigma = 3, BilateralSigma = 121, ColourSigma = 5 };

    /// <summary>Mean-field iterations, 1 to 1000.</summary>
    public int Iterations { get; init; } = 10;

    /// <summary>The weight of the position kernel, 0 to 1000: how strongly neighbours of any colour agree. 0 leaves it out.</summary>
    public double PositionWeight { get; init; } = 3;

    /// <summary>σ_γ in pixels, 0.1 to 100.</summary>
    public double PositionSigma { get; init; } = 1;

    /// <summary>The weight of the bilateral kernel, 0 to 1000: how strongly pixels of like colour agree. 0 leaves it out.</summary>
    public double BilateralWeight { get; init; } = 4;

    /// <summary>σ_α in pixels, 0.1 to 100,000: how far away a pixel of like colour is heard.</summary>
    public double BilateralSigma { get; init; } = 67;

    /// <summary>σ_β in levels of 255, 0.5 to 1000: which colours are alike.</summary>
    public double ColourSigma { get; init; } = 3;

    /// <summary>The least probability that is believed, above 0 and at most 0.1: no class is ruled out beforehand.</summary>
    public double Floor { get; init; } = 1e-5;

    /// <summary>Threads, 0 for all cores. They change no bit of the result.</summary>
    public int Threads { get; init; }

    /// <summary>The same with another number of iterations.</summary>
    public DenseCrfOptions WithIterations(int iterations) => this with { Iterations = iterations };

    /// <summary>The same with another number of threads.</summary>
    public DenseCrfOptions WithThreads(int threads) => this with { Threads = threads };

    internal DenseCrfOptions Check()
    {
        Expect.Within(Iterations, 1, 1000, "mean-field iterations", nameof(Iterations));
        Expect.Within(PositionWeight, 0, 1000, "a weight of the position kernel", nameof(PositionWeight));
        Expect.Within(PositionSigma, 0.1, 100, "σ of positions in pixels", nameof(PositionSigma));
        Expect.Within(BilateralWeight, 0, 1000, "a weight of the bilateral kernel", nameof(BilateralWeight));
        Expect.Within(BilateralSigma, 0.1, 1e5, "σ of positions in pixels", nameof(BilateralSigma));
        Expect.Within(ColourSigma, 0.5, 1000, "σ of colours in levels of 255", nameof(ColourSigma));
        Expect.Within(Floor, 1e-30, 0.1, "a least probability", nameof(Floor));
        Expect.Within(Threads, 0, int.MaxValue, "threads, 0 for all cores,", nameof(Threads));
        return this;
    }
}

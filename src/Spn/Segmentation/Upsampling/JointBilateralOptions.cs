namespace Spn.Segmentation;

/// <summary>The two widths of joint bilateral upsampling, and how far it looks.</summary>
public sealed record JointBilateralOptions
{
    /// <summary>The paper's domain width and window, and a range width of a tenth of all levels; not chosen on any data of ours.</summary>
    public static JointBilateralOptions Default { get; } = new();

    /// <summary>σ_d of the distance, in coarse pixels, 0.1 to 100.</summary>
    public double SigmaSpace { get; init; } = 0.5;

    /// <summary>σ_r of the colour distance, in levels of 255, 0.1 to 1000.</summary>
    public double SigmaColour { get; init; } = 25;

    /// <summary>The window, 1 to 32: coarse pixels each way, 2 being the paper's 5×5.</summary>
    public int Radius { get; init; } = 2;

    /// <summary>As in <see cref="RefinementOptions.CellSize"/>.</summary>
    public int CellSize { get; init; }

    /// <summary>Threads, 0 for all cores. They change no bit of the result.</summary>
    public int Threads { get; init; }

    internal JointBilateralOptions Check()
    {
        Expect.Within(SigmaSpace, 0.1, 100, "σ of distances in coarse pixels", nameof(SigmaSpace));
        Expect.Within(SigmaColour, 0.1, 1000, "σ of colours in levels of 255", nameof(SigmaColour));
        Expect.Within(Radius, 1, 32, "a radius in coarse pixels", nameof(Radius));
        Expect.Within(CellSize, 0, int.MaxValue, "a cell size in pixels", nameof(CellSize));
        Expect.Within(Threads, 0, int.MaxValue, "threads, 0 for all cores,", nameof(Threads));
        return this;
    }
}

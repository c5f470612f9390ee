namespace Spn.Segmentation;

/// <summary>The window of a guided filter and what counts as flat in it.</summary>
public sealed record GuidedFilterOptions
{
    /// <summary>Windows of 17×17 pixels and ε = 0.01², usual values for colours in [0, 1]; not chosen on any data of ours.</summary>
    public static GuidedFilterOptions Default { get; } = new();

    /// <summary>r, 1 to 1000: windows are (2r + 1)×(2r + 1) pixels.</summary>
    public int Radius { get; init; } = 8;

    /// <summary>ε, 1e-8 to 1: a window whose colours vary by less than this, of [0, 1] squared, counts as flat.</summary>
    public double Epsilon { get; init; } = 1e-4;

    /// <summary>As in <see cref="RefinementOptions.CellSize"/>.</summary>
    public int CellSize { get; init; }

    /// <summary>Threads, 0 for all cores. They change no bit of the result.</summary>
    public int Threads { get; init; }

    internal GuidedFilterOptions Check()
    {
        Expect.Within(Radius, 1, 1000, "a radius in pixels", nameof(Radius));
        Expect.Within(Epsilon, 1e-8, 1, "ε", nameof(Epsilon));
        Expect.Within(CellSize, 0, int.MaxValue, "a cell size in pixels", nameof(CellSize));
        Expect.Within(Threads, 0, int.MaxValue, "threads, 0 for all cores,", nameof(Threads));
        return this;
    }
}

namespace Spn.Visuals;

public static partial class Widgets
{
    /// <summary>The most numbers that a diffusion player holds, pixels times states: 64 states of 256×256.</summary>
    public const int MaxStateValues = 1 << 22;

    /// <summary>The most states that a diffusion player holds.</summary>
    public const int MaxStates = 2000;

    /// <summary>The most pixels along a side of a scan player's map: up to here its weights stand in the page exactly.</summary>
    public const int MaxScanSide = 128;

    /// <summary>
    /// The diffusion player: U_T step by step, played or by hand, over its photograph; range, mean and energy over T as charts; a film
    /// strip to choose from; the value of any pixel.
    /// </summary>
    /// <param name="states">The states in order, of one shape, at most <see cref="MaxStates"/>, pixels times states at most
    /// <see cref="MaxStateValues"/>; of an endless
    /// sequence take as many as you want first.</param>
    /// <param name="options">Title, channel, photograph; all defaults when left out.</param>
    /// <exception cref="ArgumentException">
    /// There is no state or too much of them, shapes differ, or an option is out of its range.
    /// </exception>
    public static Widget Diffusion(IReadOnlyList<DiffusionState> states, DiffusionPlayerOptions? options = null) =>
        DiffusionPlayer.Build(Expect.NotNull(states), options ?? new DiffusionPlayerOptions());

    /// <summary>
    /// The scan player: one scan, line by line. The input, the hidden map as it grows, the weights of the current line, and for a pixel
    /// of it the equation h = (1 − Σp)·x + Σ p·h with its numbers. The page scans by itself, in any of the four directions.
    /// </summary>
    /// <param name="x">The input, N×C×H×W, finite, H and W at most <see cref="MaxScanSide"/>.</param>
    /// <param name="weights">Raw weights, N×4×K×C×H×W or with C = 1, finite.</param>
    /// <param name="direction">The direction to begin with.</param>
    /// <param name="options">Title, channel, first pixel, constraint; all defaults when left out.</param>
    /// <exception cref="ArgumentException">
    /// Shapes do not match, the map is too large, a number is not finite, or an option is out of its range.
    /// </exception>
    public static Widget Scan(FeatureMap x, PropagationWeights weights, Direction direction, ScanPlayerOptions? options = null) =>
        ScanPlayer.Build(Expect.NotNull(x), Expect.NotNull(weights), direction, options ?? new ScanPlayerOptions());

    /// <summary>
    /// Before and after: a divider to move between two label maps over their photograph, where they differ or, with a truth, what was
    /// mended, spoilt or stayed wrong; blinking, zoom, the classes of any pixel, and the IoU of each class before and after.
    /// </summary>
    /// <param name="before">The one on the left, H×W, H·W at most <see cref="MaxPixels"/>.</param>
    /// <param name="after">The one on the right, H×W.</param>
    /// <param name="photo">Their photograph, 1×1×H×W or 1×3×H×W in [0, 1]; a white ground when left out.</param>
    /// <param name="options">Title, names, truth, palette; all defaults when left out.</param>
    /// <exception cref="ArgumentException">Sizes differ, the maps are too large, or an option is out of its range.</exception>
    public static Widget Compare(LabelMap before, LabelMap after, FeatureMap? photo = null, CompareOptions? options = null) =>
        LabelComparison.Build(Expect.NotNull(before), Expect.NotNull(after), photo, options ?? new CompareOptions());
}

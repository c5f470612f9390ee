namespace Spn.Visuals;

/// <summary>Whether what an explorer is made of goes together; one sentence says what does not.</summary>
internal static class ExplorerInput
{
    private const int MostChannels = 8, MostClasses = 64;

    public static void Check(PropagationWeights weights, FeatureMap photo, AffinityExplorerOptions options)
    {
        Maps(weights.Shape, photo, options);
        foreach (var set in options.Beside.Prepend(new NamedWeights("the weights", weights)))
        {
            if (set.Weights.Shape.Height != weights.Shape.Height || set.Weights.Shape.Width != weights.Shape.Width)
                throw new ArgumentException(
                    $"expected weights of {weights.Shape.Height}×{weights.Shape.Width} under '{set.Name}', got {set.Weights.Shape}; give "
                    + "those of this map.", nameof(options));
            Values(Affinities(set.Weights), set.Weights.Values, set.Name, options);
            if (set.Weights.InputGate is { } gate && Array.FindIndex(gate.Values, v => !float.IsFinite(v)) is >= 0 and var at)
                throw new ArgumentException(
                    $"expected a finite input gate under '{set.Name}', got {gate.Values[at]} at element {at}; look at where it comes from.",
                    nameof(options));
        }
    }

    /// <summary>The shape of weights, with as many channels as they have affinities: an input gate may have more than they.</summary>
    public static MapShape Affinities(PropagationWeights weights) =>
        weights.Shape with { Channels = Math.Max(weights.Shape.Channels, (weights.InputGate?.Channels ?? 4) / 4) };

    /// <summary>The photograph and what else the page shows, beside weights of a shape.</summary>
    public static void Maps(MapShape shape, FeatureMap photo, AffinityExplorerOptions options)
    {
        var (height, width) = (shape.Height, shape.Width);
        if ((long)height * width > Widgets.MaxPixels)
            throw new ArgumentException(FormattableString.Invariant(
                $"expected a map of at most {Widgets.MaxPixels} pixels, got {height}×{width}; crop it, or make it smaller."),
                nameof(shape));
        if (photo.Batch != 1 || photo.Channels is not (1 or 3) || photo.Height != height || photo.Width != width)
            throw new ArgumentException(
                $"expected a photograph 1×1×{height}×{width} or 1×3×{height}×{width} like the weights, got {photo.Shape}; resize it.",
                nameof(photo));
        if (options.Evidence is { } x && (x.Batch != 1 || x.Height > height || x.Width > width || x.Values.Any(v => !(v >= 0 && v <= 1))))
            throw new ArgumentException(
                $"expected evidence 1×K×h×w in [0, 1], at most {height}×{width}, got {x.Shape} in {ValueRange.Of(x.Values).ToText()}; "
                + "give probabilities, or coarser ones.", nameof(options));
        if (options.Evidence is { Channels: > MostClasses } many)
            throw new ArgumentException(
                $"expected evidence of at most {MostClasses} classes, got {many.Channels}; leave out those that occur nowhere.",
                nameof(options));
        if (!(options.Confidence is >= 0 and <= 100))
            throw new ArgumentException(FormattableString.Invariant(
                $"expected a confidence from 0 to 100, got {options.Confidence}; 0 trusts all pixels alike."), nameof(options));
        if (options.Truth is { } truth && (truth.Height != height || truth.Width != width))
            throw new ArgumentException(
                $"expected a truth of {height}×{width}, got {truth.Height}×{truth.Width}; give the labels of this photograph.",
                nameof(options));
        if (options.Start is { } start && ((uint)start.Row >= height || (uint)start.Column >= width))
            throw new ArgumentException(
                $"expected a first pixel within {height}×{width}, got {start}; choose one of the map.", nameof(options));
    }

    /// <summary>The batch item and channels that are shown, and that all weights are finite.</summary>
    public static void Values(MapShape shape, float[] values, string name, AffinityExplorerOptions options)
    {
        if ((uint)options.Batch >= shape.Batch)
            throw new ArgumentException(
                $"expected a batch item below {shape.Batch} for '{name}', got {options.Batch}; choose one of the weights.",
                nameof(options));
        if (options.Channels.Count is 0 or > MostChannels)
            throw new ArgumentException(
                $"expected 1 to {MostChannels} channels, got {options.Channels.Count}; name those to look at.", nameof(options));
        var wrong = shape.Channels == 1 ? [] : options.Channels.Where(c => (uint)c >= shape.Channels).ToList();
        if (wrong.Count > 0)
            throw new ArgumentException(
                $"expected channels below {shape.Channels} for '{name}', got {wrong[0]}; choose among the weights' channels.",
                nameof(options));
        var at = Array.FindIndex(values, v => !float.IsFinite(v));
        if (at >= 0)
            throw new ArgumentException(
                $"expected finite weights under '{name}', got {values[at]} at element {at}; look at where it comes from.",
                nameof(options));
    }
}

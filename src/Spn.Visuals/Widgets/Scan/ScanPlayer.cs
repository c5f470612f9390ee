namespace Spn.Visuals;

/// <summary>Checks what a scan player is made of and puts it on the page, exactly. The page scans.</summary>
internal static class ScanPlayer
{
    public static Widget Build(FeatureMap x, PropagationWeights weights, Direction direction, ScanPlayerOptions options)
    {
        Check(x, weights, direction, options);
        var (height, width, shape) = (x.Height, x.Width, new MapShape(1, 1, x.Height, x.Width));
        var plane = new FeatureMap(shape, x.Plane(options.Batch, options.Channel).ToArray());
        var used = Propagation.Normalise(
            weights.Channel(options.Batch, options.Channel), new() { Normalisation = options.Normalisation, Chunk = options.Chunk });
        var raw = new PropagationOptions { Normalisation = Normalisation.Raw };
        var hidden = Directions.All.Select(each => Propagation.Scan(plane, used, each, raw)).ToList();
        var scale = ColourScale.For(
            ValueRange.Of([.. plane.Values, .. hidden.SelectMany(map => map.Values)]), options.Colours);
        var start = options.Start ?? new Pixel(height / 2, width / 2);
        var connection = weights.Connection.ToWords();
        var title = Words.Or(options.Title, FormattableString.Invariant($"A {connection} scan of {height}×{width} pixels, line by line"));
        var data = new
        {
            height,
            width,
            direction = (int)direction,
            start = new[] { start.Row, start.Column },
            neighbours = used.Neighbours,
            said = Said(options),
            gate = used.InputGate is { } gate ? PlayerPage.Floats(gate.Values) : null,
            x = PlayerPage.Floats(plane.Values),
            weights = PlayerPage.Floats(used.Values),
            scale = PlayerPage.Scale(scale),
            signed = PlayerPage.Colours(ColourMap.Diverging),
        };
        var (before, after) = (ValueRange.Of(plane.Values), ValueRange.Of(hidden[(int)direction].Values));
        var description = $"A {connection} scan from {direction.ToWords()} of {height}×{width} pixels: "
            + (used.InputGate is null ? "h = (1 − Σp)·x + Σp·h of the line before; " : "h = λ·x + Σp·h of the line before; ")
            + $"weights {Said(options)}. {ScanWords.Exceptions(weights, options.Normalisation, 0)} "
                .Replace("  ", " ", StringComparison.Ordinal)
            + $"The input x is {before.ToText()}, the hidden map h {after.ToText()}. {after.Notice("")}".TrimEnd();
        return PlayerPage.Build("Scan", ["walk", "closeup", "strip", "scan"],
            title, Still(plane, hidden[(int)direction], used, direction, scale, options), description, data);
    }

    private static string Said(ScanPlayerOptions options) =>
        (options.Normalisation switch
        {
            Normalisation.Clip => "constrained so that Σ|p| ≤ 1 at each pixel",
            Normalisation.Raw => "as they were given, without the constraint Σ|p| ≤ 1",
            Normalisation.RowStochastic => "positive with Σp = 1 at each pixel (row-stochastic)",
            _ => $"normalised ({options.Normalisation.ToWords()}) so that Σ|p| ≤ 1 at each pixel",
        }) + (options.Chunk == 0 ? "" : FormattableString.Invariant($"; the scan starts anew after every {options.Chunk} lines"));

    private static Figure Still(
        FeatureMap x, FeatureMap hidden, PropagationWeights weights, Direction direction, ColourScale scale, ScanPlayerOptions options)
    {
        var colours = options.Colours != ColourChoice.Auto ? options.Colours
            : ReferenceEquals(scale.Map, ColourMap.Diverging) ? ColourChoice.Diverging : ColourChoice.Sequential;
        MapFigureOptions Options(string title, string name) =>
            new() { Title = title, ValueName = name, Colours = colours, Low = scale.Low, High = scale.High };
        return Figures.Grid(
        [
            Figures.Row(
            [
                Figures.FeatureMap(x, Options("Input x", "x")),
                Figures.FeatureMap(hidden, Options($"Hidden map h, {direction.ToWords()}", "h")),
            ]),
            Figures.Weights(weights, new WeightsFigureOptions { Directions = [direction], Chunk = options.Chunk }),
        ], new GridFigureOptions { Columns = 1 });
    }

    private static void Check(FeatureMap x, PropagationWeights weights, Direction direction, ScanPlayerOptions options)
    {
        Expect.Index((int)direction, Directions.All.Count, nameof(direction));
        ExpectWeights.Fit(weights.Shape, x.Shape, nameof(weights));
        PlayerPage.CheckPlane(x.Shape, options.Batch, options.Channel);
        if (x.Height > Widgets.MaxScanSide || x.Width > Widgets.MaxScanSide)
            throw new ArgumentException(
                $"expected a map of at most {Widgets.MaxScanSide}×{Widgets.MaxScanSide} pixels, got {x.Height}×{x.Width}; "
                + "crop it, or make it smaller.", nameof(x));
        CheckFinite(x.Values, "input", nameof(x));
        CheckFinite(weights.Values, "weights", nameof(weights));
        if (options.Start is { } start && ((uint)start.Row >= (uint)x.Height || (uint)start.Column >= (uint)x.Width))
            throw new ArgumentException(
                $"expected a first pixel within {x.Height}×{x.Width}, got {start}; choose one of the map.", nameof(options));
    }

    private static void CheckFinite(float[] values, string what, string name)
    {
        if (Array.FindIndex(values, value => !float.IsFinite(value)) is >= 0 and var at)
            throw new ArgumentException(FormattableString.Invariant(
                $"expected finite numbers as {what}, got {values[at]} at element {at}; look at where it comes from."), name);
    }
}

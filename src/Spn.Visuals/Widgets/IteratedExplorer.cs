using System.Globalization;
using System.Runtime.InteropServices;

namespace Spn.Visuals;

/// <summary>The explorer of an iterated operator: checks, whole numbers for the page, and the still pictures of its rows.</summary>
internal static class IteratedExplorer
{
    /// <summary>What q is for a weight of one; less where raw weights pass one.</summary>
    private const double MostSteps = short.MaxValue;

    public static Widget Build(
        IteratedWeights weights, FeatureMap photo, IteratedOptions settings, IteratedHints? hints, AffinityExplorerOptions options)
    {
        var (height, width) = (weights.Shape.Height, weights.Shape.Width);
        Check(weights, photo, hints, options);
        var channels = weights.Shape.Channels == 1 ? [0] : options.Channels;
        var start = options.Start ?? Enumerable.Range(0, 15).Select(i => new Pixel((1 + i % 5) * height / 6, (1 + i / 5) * width / 4))
            .MinBy(pixel => Whole(Row(pixel)).Sum(v => v * v));
        var exactness = 0.0;
        var sets = new[]
        {
            new
            {
                name = options.Name.Length > 0 ? options.Name : "eight neighbours",
                paired = AffinityExplorer.Paired(weights.Shape, options),
                neighbours = IteratedWeights.Neighbours,
                channels = channels.Select(channel =>
                {
                    var (planes, steps) = Rounded(weights, settings, options.Batch, channel);
                    exactness = Math.Max(exactness, Difference(planes, steps, channel));
                    return new
                    {
                        name = channels.Count == 1 ? "" : FormattableString.Invariant($"channel {channel}"), steps,
                        planes = PackedBytes.Of(MemoryMarshal.AsBytes(planes.AsSpan())),
                    };
                }).ToList(),
            },
        };
        var rows = AffinityExplorer.Probes(start, height, width).Take(2).Select(pixel => Row(pixel)).ToList();
        return AffinityExplorer.Page(photo, options, new ExplorerParts(
            start, sets, Exact(exactness), Figures.Grid(
                [.. rows.Select(row => Figures.IteratedSlice(row, photo))], new GridFigureOptions { Columns = 1 }),
            FormattableString.Invariant($"A photograph of {height}×{width} pixels, and over it, as heat, who influences {rows.Count} of ")
                + "its pixels. " + string.Join(" ", rows.Select(Describe)))
        {
            Refining = hints is null || options.Evidence is null ? "" : "In the refined map hint pixels keep their coarse evidence.",
            Iterated = new
            {
                count = settings.Steps,
                fromStart = settings.Centre == IteratedCentre.Start,
                hinted = hints is null ? null
                    : PackedBytes.Of([.. hints.Mask.Plane(options.Batch, 0).ToArray().Select(v => (byte)(v != 0 ? 1 : 0))]),
            },
        });

        IteratedSlice Row(Pixel pixel, int? channel = null) =>
            IteratedAffinity.Row(weights, pixel, settings, hints, options.Batch, channel ?? channels[0]);

        double Difference(short[] planes, double steps, int channel)
        {
            var shape = new MapShape(1, 1, height, width);
            var rounded = new IteratedWeights(shape, Array.ConvertAll(planes, q => (float)(q / steps)));
            var raw = settings with { Normalisation = IteratedNormalisation.Raw };
            var mask = hints is null ? null : new FeatureMap(shape, hints.Mask.Plane(options.Batch, 0).ToArray());
            var masked = mask is null ? null : new IteratedHints(mask, mask);
            return AffinityExplorer.Probes(start, height, width).Max(pixel =>
            {
                var (one, other) = (Whole(Row(pixel, channel)), Whole(IteratedAffinity.Row(rounded, pixel, raw, masked)));
                return one.Zip(other, (a, b) => Math.Abs(a - b)).Sum() / one.Sum(Math.Abs);
            });
        }
    }

    /// <summary>A row as the page shows it: a hint counts by the value that it is set to.</summary>
    internal static double[] Whole(IteratedSlice row) =>
        [.. row.Values.Values.Select((value, i) => (double)value + (row.Hints?.Values[i] ?? 0))];

    private static (short[] Planes, double Steps) Rounded(IteratedWeights weights, IteratedOptions settings, int batch, int channel)
    {
        var used = IteratedPropagation.Used(weights, settings, batch, channel);
        var steps = MostSteps / used.Values.Max(value => Math.Max(1, Math.Abs((double)value)));
        return (Array.ConvertAll(used.Values, value => (short)Math.Round(value * steps)), steps);
    }

    private static string Exact(double largest) => string.Create(CultureInfo.InvariantCulture,
        $"How exact this is: weights stand in this page in whole steps of up to 1/{MostSteps:0}. Of the rows that were compared with those "
        + $"of the exact weights, the one that differs most does so by {100 * largest:0.00} % of its sum.");

    private static string Describe(IteratedSlice row)
    {
        var values = Whole(row);
        var own = row.Pixel.Row * row.Values.Width + row.Pixel.Column;
        var most = Enumerable.Range(0, values.Length).Where(i => i != own).DefaultIfEmpty(own).MaxBy(i => Math.Abs(values[i]));
        return FormattableString.Invariant($"Pixel {row.Pixel}, a row of the operator of {row.Steps} steps: its own share is ")
            + $"{Numbers.Percent(values[own])}, the largest other, {Numbers.Percent(values[most])}, is that of "
            + $"{new Pixel(most / row.Values.Width, most % row.Values.Width)}.";
    }

    private static void Check(IteratedWeights weights, FeatureMap photo, IteratedHints? hints, AffinityExplorerOptions options)
    {
        if (options.Beside.Count > 0)
            throw new ArgumentException(
                "expected an iterated operator alone, got other weights beside it; open them on a page of their own.", nameof(options));
        ExplorerInput.Maps(weights.Shape, photo, options);
        ExplorerInput.Values(weights.Shape, weights.Values, "the weights", options);
        if (hints is not null)
            Expect.SameShape(weights.Shape with { Channels = 1 }, hints.Mask.Shape, nameof(hints));
    }
}

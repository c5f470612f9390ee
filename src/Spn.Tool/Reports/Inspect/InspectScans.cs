using Spn.Inspection;
using Spn.Visuals;

namespace Spn.Tool.Reports;

/// <summary>The sections of a page about directions, weights and scans.</summary>
internal static class InspectScans
{
    private static readonly string[] Names = [.. Directions.All.Select(direction => $"{direction.ToArrow()} {direction.ToWords()}")];

    public static IReadOnlyList<InspectSection> Sections(InspectionSubject subject)
    {
        var inspection = subject.Inspection;
        return
        [
            InspectHtml.Section("directions", "The four directions in numbers",
                subject.Held.Count == Directions.All.Count
                    ? "The four rows should be of one kind. One that is far from the others is where to look first."
                    : $"The file holds {string.Join(", ", subject.Held.Select(one => one.ToWords()))} alone; the other rows are of scans "
                        + "without weights.",
                DirectionTable(inspection)),
            InspectHtml.Section("hidden", "Hidden maps of each direction",
                "Each direction should carry x along its arrow and stop at edges of the image. A hidden map that looks just like x "
                + "carries nothing; one of stripes has lost the image.",
                Channels(subject, channel => Figures.FeatureMap(
                    Planes([inspection.Input, .. inspection.Directions.Select(one => one.Hidden), inspection.Output], channel),
                    new MapFigureOptions
                    {
                        Title = $"Channel {Numbers.Count(channel)}: x, four hidden maps, their maximum",
                        ChannelNames = ["x", .. Names, "output (the maximum)"], Side = 240,
                    }).ToHtml())),
            InspectHtml.Section("winners", "Which direction won",
                (subject.HasMaximum
                    ? "All four colours should appear, each where its side has the better evidence. A direction that hardly ever wins "
                        + "alone is not used. "
                    : "The network behind this file does not take the maximum of four scans; here is what it would choose. ")
                + "Where directions are equal the colour is that of the first of them, and says nothing.",
                Channels(subject, channel => Figures.DirectionMap(
                    Winner(inspection, channel), $"Channel {Numbers.Count(channel)}: the direction that won").ToHtml())
                + WinnerTable(subject)),
            InspectHtml.Section("weights", "Weights of each direction and neighbour",
                "Weights made by hand are strong inside objects and near zero across their edges; learned ones need not be. Bad: a row of "
                + "panels that is zero everywhere is switched off; one of a single colour does not see the image.",
                Channels(subject, channel => Figures.Weights(inspection.UsedWeights(channel), new WeightsFigureOptions
                {
                    Title = $"Channel {Numbers.Count(channel)}: weights {(inspection.HasLimit ? "p" : "q")} "
                        + InspectWords.Normalised(inspection.Normalisation, inspection.Chunk),
                    ValueName = inspection.HasLimit ? "weight p" : "weight q", Chunk = inspection.Chunk,
                    Reach = inspection.Normalisation.IsBounded() ? 1 : null,
                }).ToHtml())),
            InspectHtml.Section("sums", InspectWords.SumTitle(inspection), InspectWords.SumLook(inspection),
                Exceptions(inspection) + Gates(inspection) + Sums(inspection)),
            InspectHtml.Section("length", "Propagation length",
                "How far, in pixels along the scan, a value has come. It should be long inside objects and short behind their edges. "
                + "Bad: next to zero everywhere, or growing without end across the image.",
                Length(inspection)),
            InspectHtml.Section("gradient", "The gradient along the scan",
                "What is left of a gradient that starts at the last line, line by line back to the first. It should fall slowly. Bad: gone "
                + "within a line or two (nothing far away is learned from), or above 1 (it explodes).",
                Gradient(inspection)),
        ];
    }

    /// <summary>What does not hold of these weights as the page says it; nothing where all does.</summary>
    private static string Exceptions(PropagationInspection inspection) =>
        ScanWords.Exceptions(inspection.Weights, inspection.Normalisation, inspection.Chunk) is { Length: > 0 } words
            ? InspectHtml.Say(words) : "";

    /// <summary>λ of each direction; nothing where 1 − Σp stands in its place.</summary>
    private static string Gates(PropagationInspection inspection)
    {
        if (inspection.Weights.InputGate is not { } gate)
            return "";
        var channels = gate.Channels / 4;
        var mean = FeatureMap.Generate(gate.Shape with { Channels = 4 }, (_, direction, row, column) =>
            Enumerable.Range(direction * channels, channels).Average(channel => gate[0, channel, row, column]));
        return Figures.FeatureMap(mean, new MapFigureOptions
        {
            Title = "λ, how much of its own x a pixel lets in, mean over channels", ValueName = "λ", ChannelNames = Names, Side = 300,
        }).ToHtml();
    }

    /// <summary>One channel of several maps as the planes of one.</summary>
    public static FeatureMap Planes(IReadOnlyList<FeatureMap> maps, int channel)
    {
        var planes = new FeatureMap(maps[0].Shape with { Batch = 1, Channels = maps.Count });
        for (var i = 0; i < maps.Count; i++)
            maps[i].Plane(0, channel).CopyTo(planes.Plane(0, i));
        return planes;
    }

    private static string Channels(InspectionSubject subject, Func<int, string> draw)
    {
        var (shown, all) = (subject.Channels.Count, subject.Inspection.Input.Channels);
        var part = shown == all ? "" : InspectHtml.Say(
            $"{Words.Many(shown, "channel")} of {Numbers.Count(all)} are here; --channels chooses others.");
        return part + InspectHtml.Choice(
            "channel", subject.Channels.Select(channel => (channel, $"channel {Numbers.Count(channel)}", draw(channel))));
    }

    private static string DirectionTable(PropagationInspection inspection) => InspectHtml.Table(
        $"Over all channels. Zero and negative: shares of the weights. {InspectWords.Sum(inspection)}."
            + (inspection.HasLimit ? $" At the limit: pixels with {inspection.Sum} ≥ 1." : ""),
        [
            "direction", "wins alone", "zero", "negative", $"mean {inspection.Sum}", $"largest {inspection.Sum}",
            .. inspection.HasLimit ? ["at the limit"] : Array.Empty<string>(), "mean length, px", "gradient reaches, lines",
        ],
        inspection.Directions.Select(one => (IReadOnlyList<string>)
        [
            Names[(int)one.Direction], Numbers.Percent(one.WinShare), Numbers.Percent(one.ZeroShare),
            Numbers.Percent(one.NegativeShare), one.HasNeighbours ? Numbers.Pretty(one.MeanAbsoluteSum, 3) : "n/a",
            Numbers.Pretty(one.MaxAbsoluteSum, 3),
            .. inspection.HasLimit ? [Numbers.Percent(one.LimitShare)] : Array.Empty<string>(), Numbers.Pretty(one.MeanLength, 3),
            Numbers.Count(one.GradientReach),
        ]));

    private static DirectionMap Winner(PropagationInspection inspection, int channel)
    {
        var plane = inspection.Winner.Shape.PlaneSize;
        return new DirectionMap(
            inspection.Winner.Shape with { Channels = 1 }, inspection.Winner.Values.AsSpan(channel * plane, plane).ToArray());
    }

    private static string WinnerTable(InspectionSubject subject) => InspectHtml.Say(
        $"Over all channels, two or more directions are equal at {Numbers.Percent(subject.Inspection.TieShare)} of the elements; the table "
        + "counts the first of them there, as the map and the gradient do. What each direction wins alone is in the table of directions.")
        + InspectHtml.Table(
            "Share of the maximum of each direction, the first of equal ones", ["channel", .. Names],
            [
                .. subject.Channels.Select(channel => (IReadOnlyList<string>)
                    [Numbers.Count(channel), .. Winner(subject.Inspection, channel).Shares().Select(Numbers.Percent)]),
                ["all", .. subject.Inspection.Winner.Shares().Select(Numbers.Percent)],
            ]);

    private static string Sums(PropagationInspection inspection)
    {
        if (inspection.Directions.All(one => !one.HasNeighbours))
            return InspectHtml.Say("No pixel has a neighbour, so there is no weight to sum.");
        // What is divided ends at 1, the beginning of a bin.
        var (sum, top) = (InspectWords.Sum(inspection), inspection.HasLimit ? 2 : 1);
        var bins = inspection.HasLimit ? DirectionInspection.Bins - 1 : (int)(1 / DirectionInspection.BinWidth) + 1;
        var edges = Enumerable.Range(0, bins + 1).Select(bin => bin * DirectionInspection.BinWidth).ToList();
        var most = inspection.Directions.Max(one => one.Histogram.Take(bins).Max());
        var charts = Figures.Grid([.. inspection.Directions.Select(one => Figures.Histogram(
            new ChartSeries { Name = inspection.Sum, X = edges, Y = [.. one.Histogram.Take(bins).Select(share => 100 * share)] },
            new HistogramFigureOptions
            {
                Title = $"{Names[(int)one.Direction]}: {sum}", ValueName = inspection.Sum, CountName = "pixels, %",
                Bound = inspection.HasLimit ? 1 : null, Most = 100 * most,
            }))], new GridFigureOptions
            {
                Title = $"{sum}, of each pixel that has neighbours{(inspection.HasLimit ? "; the limit dashed" : "")}", Columns = 2,
            });
        var maps = Figures.FeatureMap(Planes4(inspection, one => one.AbsoluteSum), new MapFigureOptions
        {
            Title = $"{sum}, mean over channels; 0 where there is no neighbour; colours end at {Numbers.Count(top)}",
            ValueName = inspection.Sum, ChannelNames = Names, Low = 0, High = top, Colours = ColourChoice.Sequential, Side = 300,
        });
        var beyond = inspection.Mean(one => one.Histogram[^1]);
        return InspectHtml.Say(
            $"{Numbers.Percent(inspection.NegativeShare)} of the weights are negative, over all directions and channels."
            + (!inspection.HasLimit ? "" : $" {Numbers.Percent(inspection.LimitShare)} of the pixels have {inspection.Sum} of 1 or more. "
                + $"It is 2 or more at {Numbers.Percent(beyond)} of the pixels, which are beyond the charts."))
            + InspectHtml.Say($"The largest {inspection.Sum}: " + string.Join("; ", inspection.Directions.Select(one =>
                $"{Names[(int)one.Direction]} {Numbers.Pretty(one.MaxAbsoluteSum, 4)}")) + ".") + charts.ToHtml() + maps.ToHtml();
    }

    private static string Length(PropagationInspection inspection) =>
        InspectHtml.Say(
            "The length of a pixel is |q| · (the length of the neighbour + 1), q the weights that are used, summed over its neighbours: "
            + (inspection.IsInputGated ? "how far values are carried, whatever λ lets in. "
                : "where no weight is negative, the mean distance along the scan from which its value comes. ")
            + "Negative weights count by their size.")
        + Figures.FeatureMap(Planes4(inspection, one => one.Length), new MapFigureOptions
        {
            Title = "Propagation length, mean over channels", ValueName = "pixels along the scan", ChannelNames = Names,
            Colours = ColourChoice.Sequential, Side = 300,
        }).ToHtml();

    private static string Gradient(PropagationInspection inspection)
    {
        var reach = inspection.Directions.Select(one => $"{Names[(int)one.Direction]}: {Numbers.Count(one.GradientReach)}");
        // A chunk that reaches the last line is the only one that the gradient passes.
        string Last(int lines) => Words.Many((lines - 1) % inspection.Chunk + 1, "line");
        var (chunk, shape) = (inspection.Chunk, inspection.Output.Shape);
        var ends = chunk == 0 ? "" : $" Scans start anew after every {Words.Many(chunk, "line")}, so the gradient ends where the last "
            + $"chunk begins: it has {Last(shape.Width)} in horizontal scans, {Last(shape.Height)} in vertical ones.";
        return InspectHtml.Say($"Lines until it is below 1/e: {string.Join("; ", reach)}.{ends}") + Figures.LineChart(
            [.. inspection.Directions.Select(one => new ChartSeries { Name = Names[(int)one.Direction], Y = one.GradientNorms })],
            new ChartFigureOptions
            {
                Title = "Mean |gradient| of a line, of the sum of the last line's hidden values", XName = "lines back from the last",
                YName = "mean |gradient|", LogarithmicY = true, Bound = 1, Width = 620,
            }).ToHtml();
    }

    private static FeatureMap Planes4(PropagationInspection inspection, Func<DirectionInspection, FeatureMap> map) =>
        Planes([.. inspection.Directions.Select(map)], 0);
}

namespace Spn.Visuals;

/// <summary>Checks states and puts them on the page, many of them as 16-bit numbers, with what was measured on the exact ones.</summary>
internal static class DiffusionPlayer
{
    /// <summary>Finite values are 0 to this many steps of the state's range; the three codes above are −∞, ∞ and NaN.</summary>
    public const int Steps = 65532;

    /// <summary>Up to so many numbers, 16 states of 64×64, they stand in the page as they are.</summary>
    public const int MostExact = 1 << 16;

    private const int MinusInfinity = Steps + 1, Infinity = Steps + 2, NotANumber = Steps + 3;

    public static Widget Build(IReadOnlyList<DiffusionState> states, DiffusionPlayerOptions options)
    {
        Check(states, options);
        var (shape, batch, channel) = (states[0].U.Shape, options.Batch, options.Channel);
        var planes = states.Select(state => state.U.Plane(batch, channel).ToArray()).ToList();
        var ranges = planes.Select(plane => ValueRange.Of(plane)).ToList();
        var energies = states.Select(state => state.Energy(batch, channel)).ToList();
        var name = Words.Cut(Words.Or(options.ValueName, "U"), 40);
        var title = Words.Or(options.Title, FormattableString.Invariant(
            $"Diffusion of a map of {shape.Height}×{shape.Width} pixels, T = {states[0].Step} to {states[^1].Step}"));
        var finite = ranges.Where(range => range.NotFinite < range.Count).ToList();
        var all = new ValueRange(
            finite.Select(range => range.Low).DefaultIfEmpty(0).Min(),
            finite.Select(range => range.High).DefaultIfEmpty(0).Max(), double.NaN,
            ranges.Sum(range => range.Count), ranges.Sum(range => range.NotANumber), ranges.Sum(range => range.Infinite));
        var exact = (long)shape.PlaneSize * states.Count <= MostExact;
        var data = new
        {
            exact,
            shape.Height,
            shape.Width,
            name,
            steps = Steps,
            opacity = options.Opacity,
            photo = PlayerPage.PhotoUri(options.Photo, new LabelMap(shape.Height, shape.Width, new byte[shape.PlaneSize])),
            scale = PlayerPage.Scale(ColourScale.For(all, options.Colours)),
            states = states.Select((state, i) => new
            {
                state.Step,
                ranges[i].Low,
                ranges[i].High,
                mean = PlayerPage.Finite(ranges[i].Mean),
                energy = PlayerPage.Finite(energies[i]),
                nan = ranges[i].NotANumber,
                infinite = ranges[i].Infinite,
                values = exact ? PlayerPage.Floats(planes[i]) : PackedBytes.Of(Quantised(planes[i], ranges[i])),
            }).ToList(),
        };
        return PlayerPage.Build("Diffusion", ["chart", "diffusion"], title,
            Still(states, ranges, energies, options, name), Description(states, ranges, energies, name), data);
    }

    /// <summary>Differences from pixel to pixel of the 16-bit values: the high bytes of all, then the low ones.</summary>
    internal static byte[] Quantised(ReadOnlySpan<float> plane, ValueRange range)
    {
        var (bytes, last) = (new byte[2 * plane.Length], 0);
        for (var i = 0; i < plane.Length; i++)
        {
            var value = plane[i];
            var code = float.IsNaN(value) ? NotANumber
                : float.IsInfinity(value) ? value > 0 ? Infinity : MinusInfinity
                : range.High > range.Low ? (int)Math.Round((value - range.Low) / (range.High - range.Low) * Steps) : 0;
            var difference = code - last;
            (bytes[i], bytes[plane.Length + i], last) = ((byte)(difference >> 8), (byte)difference, code);
        }

        return bytes;
    }

    private static Figure Still(
        IReadOnlyList<DiffusionState> states, List<ValueRange> ranges, List<double> energies, DiffusionPlayerOptions options, string name)
    {
        var strip = Figures.Diffusion(states, new DiffusionFigureOptions
        {
            Batch = options.Batch, Channel = options.Channel, Colours = options.Colours, ValueName = name,
        });
        if (states.Count < 2)
            return strip;
        double[] steps = [.. states.Select(state => (double)state.Step)];
        ChartSeries Line(string of, IEnumerable<double> values) => new() { Name = of, X = steps, Y = [.. values] };
        return Figures.Grid(
        [
            strip,
            Figures.Row(
            [
                Figures.LineChart(
                [
                    Line("largest", ranges.Select(range => range.High)), Line("mean", ranges.Select(range => range.Mean)),
                    Line("smallest", ranges.Select(range => range.Low)),
                ], new ChartFigureOptions { Title = $"Range and mean of {name}", XName = "T", YName = name }),
                Figures.LineChart([Line("energy", energies)], new ChartFigureOptions { Title = "Energy", XName = "T", YName = "energy" }),
            ]),
        ], new GridFigureOptions { Columns = 1 });
    }

    private static string Description(IReadOnlyList<DiffusionState> states, List<ValueRange> ranges, List<double> energies, string name)
    {
        var shape = states[0].U.Shape;
        string At(int i) => FormattableString.Invariant(
            $"At T = {states[i].Step} {name} is {ranges[i].ToText()}, its energy {Numbers.Plain(energies[i])}. ")
            + (ranges[i].NotFinite > 0 ? ranges[i].Notice("") + " " : "");
        var strip = FormattableString.Invariant(
            $"Film strip of a diffusion: {Words.Many(states.Count, "state")} of {shape.Height}×{shape.Width} pixels, ")
            + FormattableString.Invariant($"T = {states[0].Step} to {states[^1].Step}. ");
        return (strip + At(0) + (states.Count > 1 ? At(states.Count - 1) : "")).TrimEnd();
    }

    private static void Check(IReadOnlyList<DiffusionState> states, DiffusionPlayerOptions options)
    {
        if (states.Count == 0)
            throw new ArgumentException("expected at least one state, got none; take some of Diffusion.States(…).", nameof(states));
        var shape = states[0].U.Shape;
        foreach (var state in states)
            Expect.SameShape(shape, state.U.Shape, nameof(states));
        for (var i = 1; i < states.Count; i++)
            if (states[i].Step <= states[i - 1].Step)
                throw new ArgumentException(FormattableString.Invariant(
                    $"expected states in the order of T, got T = {states[i].Step} after T = {states[i - 1].Step}; sort them."),
                    nameof(states));
        PlayerPage.CheckPlane(shape, options.Batch, options.Channel);
        if (states.Count > Widgets.MaxStates)
            throw new ArgumentException(FormattableString.Invariant(
                $"expected at most {Widgets.MaxStates} states, got {states.Count}; take every second or tenth of them."), nameof(states));
        if ((long)shape.PlaneSize * states.Count > Widgets.MaxStateValues)
            throw new ArgumentException(FormattableString.Invariant(
                $"expected at most {Widgets.MaxStateValues} numbers, got {states.Count} states of {shape.Height}×{shape.Width} pixels; ")
                + FormattableString.Invariant($"take {Widgets.MaxStateValues / shape.PlaneSize} states at most, or crop the map."),
                nameof(states));
        if (!(options.Opacity is >= 0 and <= 1))
            throw new ArgumentException(
                FormattableString.Invariant($"expected an opacity from 0 to 1, got {options.Opacity}."), nameof(options));
    }
}

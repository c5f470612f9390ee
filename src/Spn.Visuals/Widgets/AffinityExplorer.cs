using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Spn.Visuals;

/// <summary>
/// Checks what an explorer is made of and puts it on the page. The page computes; here only what it says of itself is measured.
/// </summary>
internal static class AffinityExplorer
{
    private static readonly string[] Modules =
    [
        "Shared.bytes", "Shared.begin", "Shared.elements", "Shared.numbers",
        .. new[]
            {
                "world", "field", "iterated", "refine", "brush", "reading", "stage", "closeup", "matrix", "explorer", "hands", "readout",
            }.Select(name => $"Explorer.{name}"),
    ];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Default };

    public static Widget Build(PropagationWeights weights, FeatureMap photo, AffinityExplorerOptions options)
    {
        ExplorerInput.Check(weights, photo, options);
        var start = options.Start ?? Widest(weights, options);
        NamedWeights[] sets = [new(options.Name.Length > 0 ? options.Name : NameOf(weights), weights), .. options.Beside];
        var exactness = new ExplorerExactness(start);
        var made = sets.Select(set => Set(set, options, exactness)).ToList();
        var (still, description) = Still(weights, photo, options, start);
        return Page(photo, options, new ExplorerParts(start, made, exactness.ToString(), still, description)
        {
            Refining = $"{Refining(sets, options)} {ScanWords.Exceptions(sets, options.Normalisation, options.Chunk)}".Trim(),
            Stable = options.Normalisation.IsBounded(),
            Chunk = options.Chunk,
        });
    }

    /// <summary>The page of any kind of weights.</summary>
    public static Widget Page(FeatureMap photo, AffinityExplorerOptions options, ExplorerParts parts)
    {
        var (height, width) = (photo.Height, photo.Width);
        var data = new
        {
            height,
            width,
            start = new[] { parts.Start.Row, parts.Start.Column },
            sets = parts.Sets,
            exact = parts.Exact,
            stable = parts.Stable,
            chunk = parts.Chunk,
            iterated = parts.Iterated,
            confidence = options.Confidence,
            photo = PackedBytes.Of(PhotoBytes(photo)),
            truth = options.Truth is null ? null : PackedBytes.Of(options.Truth.Labels),
            evidence = options.Evidence is null ? null : new
            {
                rows = options.Evidence.Height,
                columns = options.Evidence.Width,
                planes = PackedBytes.Of(Array.ConvertAll(options.Evidence.Values, Byte)),
            },
            classes = Classes(options).Select(c => new
            {
                name = options.Palette.NameOf(c),
                colour = new[] { options.Palette[c].R, options.Palette[c].G, options.Palette[c].B }.Select(v => (int)v),
            }).ToList(),
            heat = PlayerPage.Colours(ColourMap.Sequential),
        };
        var title = options.Title.Length > 0 ? options.Title
            : string.Create(CultureInfo.InvariantCulture, $"The affinity of a map of {height}×{width} pixels");
        var html = WidgetPage.Fragment("Explorer", Modules, new Dictionary<string, string>
        {
            ["title"] = Words.Encode(Words.Cut(title, 300)),
            ["note"] = Words.Encode($"{Words.Cut(options.Note, 600)} {parts.Refining}".Trim()),
            ["still"] = PlayerPage.Picture(parts.Still, parts.Description),
            ["data"] = JsonSerializer.Serialize(data, Json),
        });
        return new Widget(title, html, $"{title}\n{parts.Description}\n{parts.Still.ToText()}");
    }

    /// <summary>Whether each class has weights of its own: a channel each, all of them on the page, in the order of the classes.</summary>
    public static bool Paired(MapShape weights, AffinityExplorerOptions options) =>
        options.Evidence is { Channels: > 1 and var classes } && weights.Channels == classes
        && options.Channels.SequenceEqual(Enumerable.Range(0, classes));

    /// <summary>
    /// What the page says of its refined map where weights have several channels: it is not what a model makes of all of them.
    /// </summary>
    private static string Refining(NamedWeights[] sets, AffinityExplorerOptions options)
    {
        var several = sets.Where(set => ExplorerInput.Affinities(set.Weights).Channels > 1).ToList();
        if (options.Evidence is not { Channels: > 1 } || several.Count == 0)
            return "";
        var whose = several.Count == sets.Length ? ""
            : FormattableString.Invariant($", with {string.Join(" and ", several.Select(set => set.Name))},");
        return several.All(set => Paired(ExplorerInput.Affinities(set.Weights), options))
            ? $"In the refined map{whose} each class goes through the weights of its own channel."
            : $"In the refined map{whose} all classes go through the weights of the one channel that is chosen.";
    }

    /// <summary>Of a few pixels the one whose row is spread most evenly, so that there is something to see at first.</summary>
    private static Pixel Widest(PropagationWeights weights, AffinityExplorerOptions options)
    {
        var settings = Settings(options);
        var (height, width) = (weights.Shape.Height, weights.Shape.Width);
        return Enumerable.Range(0, 15).Select(i => new Pixel((1 + i % 5) * height / 6, (1 + i / 5) * width / 4))
            .MinBy(pixel => Concentration(Affinity.Row(weights, Direction.LeftToRight, pixel, settings).Values.Values));

        // A row sums to one unless there is a gate: then one that takes little of all would seem spread.
        double Concentration(float[] row) =>
            row.Sum(v => (double)v * v) / (weights.InputGate is null ? 1 : Math.Max(1e-12, Math.Pow(row.Sum(v => Math.Abs((double)v)), 2)));
    }

    private static AffinityOptions Settings(AffinityExplorerOptions options) => new()
    {
        Batch = options.Batch, Channel = options.Channels[0], Normalisation = options.Normalisation, Chunk = options.Chunk,
    };

    private static string NameOf(PropagationWeights weights) => weights.Connection == Connection.OneWay ? "one-way" : "three-way";

    private static object Set(NamedWeights set, AffinityExplorerOptions options, ExplorerExactness exactness)
    {
        var used = Propagation.Normalise(set.Weights, new() { Normalisation = options.Normalisation, Chunk = options.Chunk });
        var channels = ExplorerInput.Affinities(set.Weights).Channels == 1 ? [0] : options.Channels;
        return new
        {
            name = set.Name,
            paired = Paired(ExplorerInput.Affinities(set.Weights), options),
            neighbours = used.Neighbours,
            channels = channels.Select(channel =>
            {
                var alone = used.Channel(options.Batch, channel);
                var quantised = QuantisedWeights.Of(alone, 0, 0);
                exactness.Measure(alone, quantised);
                return new
                {
                    name = channels.Count == 1 ? "" : FormattableString.Invariant($"channel {channel}"),
                    steps = quantised.Steps,
                    planes = PackedBytes.Of(MemoryMarshal.AsBytes(quantised.Planes.AsSpan())),
                    gate = alone.InputGate is { } gate ? PlayerPage.Floats(gate.Values) : null,
                };
            }).ToList(),
        };
    }

    /// <summary>For a page without script: rows of G of the first pixel and of one or two others, and words for them.</summary>
    private static (Figure Picture, string Description) Still(
        PropagationWeights weights, FeatureMap photo, AffinityExplorerOptions options, Pixel start)
    {
        var settings = Settings(options);
        var large = photo.Shape.PlaneSize > 256 * 256;
        var rows = Probes(start, photo.Height, photo.Width).Take(large ? 2 : 3)
            .Select(pixel => Affinity.Row(weights, Direction.LeftToRight, pixel, settings)).ToList();
        var figures = rows.Select((row, i) => Figures.AffinitySlice(row, large && i > 0 ? null : photo)).ToList();
        var words = FormattableString.Invariant(
            $"A photograph of {photo.Height}×{photo.Width} pixels, and over it, as heat, who influences {rows.Count} of its pixels. ")
            + string.Join(" ", rows.Select(Describe));
        return (Figures.Grid(figures, new GridFigureOptions { Columns = 1 }), words);
    }

    /// <summary>A row of G in a sentence.</summary>
    private static string Describe(AffinitySlice row)
    {
        var values = row.Values.Values;
        var own = row.Pixel.Row * row.Width + row.Pixel.Column;
        var most = Enumerable.Range(0, values.Length).Where(i => i != own).DefaultIfEmpty(own).MaxBy(i => Math.Abs(values[i]));
        return FormattableString.Invariant(
            $"Pixel {row.Pixel}, a row of G, {row.Direction.ToWords()}: its own share is {Numbers.Percent(values[own])}, ")
            + FormattableString.Invariant(
                $"the largest other, {Numbers.Percent(values[most])}, is that of {new Pixel(most / row.Width, most % row.Width)}.");
    }

    /// <summary>The first pixel and the middles of the quarters.</summary>
    internal static IEnumerable<Pixel> Probes(Pixel start, int height, int width) =>
    [
        start, new(height / 4, 3 * width / 4), new(height / 4, width / 4),
        new(3 * height / 4, width / 4), new(3 * height / 4, 3 * width / 4),
    ];

    private static IEnumerable<byte> Classes(AffinityExplorerOptions options)
    {
        var count = Math.Max(options.Evidence?.Channels ?? 0, options.Truth?.ClassCount ?? 0);
        return Enumerable.Range(0, count).Select(c => (byte)c);
    }

    /// <summary>
    /// Green, red − green, blue − green, each as the difference to the pixel before: what neighbours and colours share goes.
    /// </summary>
    private static byte[] PhotoBytes(FeatureMap photo)
    {
        var plane = photo.Shape.PlaneSize;
        var bytes = new byte[3 * plane];
        int Sample(int channel, int i) => Byte(photo.Plane(0, photo.Channels == 3 ? channel : 0)[i]);
        int Mixed(int c, int i) => i < 0 ? 0 : c == 0 ? Sample(1, i) : Sample(c == 1 ? 0 : 2, i) - Sample(1, i);
        for (var c = 0; c < 3; c++)
            for (var i = 0; i < plane; i++)
                bytes[c * plane + i] = unchecked((byte)(Mixed(c, i) - Mixed(c, i - 1)));
        return bytes;
    }

    private static byte Byte(float value) => (byte)MathF.Round(255 * Math.Clamp(value, 0, 1));
}

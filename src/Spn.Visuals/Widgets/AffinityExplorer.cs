using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Spn.Visuals;

/// <summary>Checks what an explorer is made of and puts it on the page. The page computes; here only what it says of itself is measured.</summary>
internal static class AffinityExplorer
{
    private const int MostChannels = 8, MostClasses = 64;
    private static readonly string[] Modules =
        ["Shared.bytes", .. new[] { "world", "field", "refine", "brush", "reading", "stage", "matrix", "explorer", "readout" }.Select(name => $"Explorer.{name}")];
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Default };

    public static Widget Build(PropagationWeights weights, FeatureMap photo, AffinityExplorerOptions options)
    {
        var (height, width) = (weights.Shape.Height, weights.Shape.Width);
        Check(weights, photo, options);
        var start = options.Start ?? Widest(weights, options);
        NamedWeights[] sets = [new(options.Name.Length > 0 ? options.Name : NameOf(weights), weights), .. options.Beside];
        var exactness = new Exactness(start);
        var data = new
        {
            height,
            width,
            start = new[] { start.Row, start.Column },
            sets = sets.Select(set => Set(set, options, exactness)).ToList(),
            exact = exactness.ToString(),
            stable = options.Stabilize,
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
            heat = PackedBytes.Of(Enumerable.Range(0, 256).Select(i => ColourMap.Sequential.At(i / 255.0))
                .SelectMany(colour => new[] { colour.R, colour.G, colour.B }).ToArray()),
        };
        var still = Still(weights, photo, options, start);
        var title = options.Title.Length > 0 ? options.Title
            : string.Create(CultureInfo.InvariantCulture, $"The affinity of a map of {height}×{width} pixels");
        var html = WidgetPage.Fragment("Explorer", Modules, new Dictionary<string, string>
        {
            ["title"] = Words.Encode(Words.Cut(title, 300)),
            ["note"] = Words.Encode(Words.Cut(options.Note, 600)),
            ["still"] = string.Concat(still.Select(figure => figure.ToHtml())),
            ["data"] = JsonSerializer.Serialize(data, Json),
        });
        return new Widget(title, html, $"{title}\n{string.Join("\n", still.Select(figure => figure.ToText()))}");
    }

    /// <summary>Of a few pixels the one whose row is spread most evenly, so that there is something to see at first.</summary>
    private static Pixel Widest(PropagationWeights weights, AffinityExplorerOptions options)
    {
        var settings = new AffinityOptions { Batch = options.Batch, Channel = options.Channels[0], Stabilize = options.Stabilize };
        var (height, width) = (weights.Shape.Height, weights.Shape.Width);
        return Enumerable.Range(0, 15).Select(i => new Pixel((1 + i % 5) * height / 6, (1 + i / 5) * width / 4))
            .MinBy(pixel => Affinity.Row(weights, Direction.LeftToRight, pixel, settings).Values.Values.Sum(v => (double)v * v));
    }

    private static string NameOf(PropagationWeights weights) => weights.Connection == Connection.OneWay ? "one-way" : "three-way";

    private static object Set(NamedWeights set, AffinityExplorerOptions options, Exactness exactness)
    {
        var used = options.Stabilize ? Stability.Constrain(set.Weights) : set.Weights;
        var channels = set.Weights.Shape.Channels == 1 ? [0] : options.Channels;
        return new
        {
            name = set.Name,
            neighbours = used.Neighbours,
            channels = channels.Select(channel =>
            {
                var quantised = QuantisedWeights.Of(used, options.Batch, channel);
                exactness.Measure(used, options.Batch, channel, quantised);
                return new
                {
                    name = channels.Count == 1 ? "" : FormattableString.Invariant($"channel {channel}"),
                    steps = quantised.Steps,
                    planes = PackedBytes.Of(MemoryMarshal.AsBytes(quantised.Planes.AsSpan())),
                };
            }).ToList(),
        };
    }

    /// <summary>A strip for a page without script: rows of G of the first pixel and of one or two others, each with words for it.</summary>
    private static IReadOnlyList<Figure> Still(PropagationWeights weights, FeatureMap photo, AffinityExplorerOptions options, Pixel start)
    {
        var settings = new AffinityOptions { Batch = options.Batch, Channel = options.Channels[0], Stabilize = options.Stabilize };
        var large = photo.Shape.PlaneSize > 256 * 256;
        return [.. Probes(start, photo.Height, photo.Width).Take(large ? 2 : 3).Select((pixel, i) =>
            Figures.AffinitySlice(Affinity.Row(weights, Direction.LeftToRight, pixel, settings), large && i > 0 ? null : photo))];
    }

    /// <summary>The first pixel and the middles of the quarters.</summary>
    private static IEnumerable<Pixel> Probes(Pixel start, int height, int width) =>
    [
        start, new(height / 4, 3 * width / 4), new(height / 4, width / 4), new(3 * height / 4, width / 4), new(3 * height / 4, 3 * width / 4),
    ];

    private static IEnumerable<byte> Classes(AffinityExplorerOptions options)
    {
        var count = Math.Max(options.Evidence?.Channels ?? 0, options.Truth?.ClassCount ?? 0);
        return Enumerable.Range(0, count).Select(c => (byte)c);
    }

    /// <summary>Green, red − green, blue − green, each as the difference to the pixel before: what neighbours and colours share goes.</summary>
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

    private static void Check(PropagationWeights weights, FeatureMap photo, AffinityExplorerOptions options)
    {
        var (height, width) = (weights.Shape.Height, weights.Shape.Width);
        if ((long)height * width > Widgets.MaxPixels)
            throw new ArgumentException(FormattableString.Invariant(
                $"expected a map of at most {Widgets.MaxPixels} pixels, got {height}×{width}; crop it, or make it smaller."), nameof(weights));
        if (photo.Batch != 1 || photo.Channels is not (1 or 3) || photo.Height != height || photo.Width != width)
            throw new ArgumentException(
                $"expected a photograph 1×1×{height}×{width} or 1×3×{height}×{width} like the weights, got {photo.Shape}; resize it.", nameof(photo));
        foreach (var set in options.Beside.Prepend(new NamedWeights("the weights", weights)))
        {
            if (set.Weights.Shape.Height != height || set.Weights.Shape.Width != width)
                throw new ArgumentException(
                    $"expected weights of {height}×{width} under '{set.Name}', got {set.Weights.Shape}; give those of this map.", nameof(options));
            Channels(set, options);
        }

        if (options.Evidence is { } x && (x.Batch != 1 || x.Height > height || x.Width > width || x.Values.Any(v => !(v >= 0 && v <= 1))))
            throw new ArgumentException(
                $"expected evidence 1×K×h×w in [0, 1], at most {height}×{width}, got {x.Shape} in {ValueRange.Of(x.Values).ToText()}; "
                + "give probabilities, or coarser ones.", nameof(options));
        if (options.Evidence is { Channels: > MostClasses } many)
            throw new ArgumentException(
                $"expected evidence of at most {MostClasses} classes, got {many.Channels}; leave out those that occur nowhere.", nameof(options));
        if (!(options.Confidence is >= 0 and <= 100))
            throw new ArgumentException(FormattableString.Invariant(
                $"expected a confidence from 0 to 100, got {options.Confidence}; 0 trusts all pixels alike."), nameof(options));
        if (options.Truth is { } truth && (truth.Height != height || truth.Width != width))
            throw new ArgumentException(
                $"expected a truth of {height}×{width}, got {truth.Height}×{truth.Width}; give the labels of this photograph.", nameof(options));
        if (options.Start is { } start && ((uint)start.Row >= height || (uint)start.Column >= width))
            throw new ArgumentException($"expected a first pixel within {height}×{width}, got {start}; choose one of the map.", nameof(options));
    }

    private static void Channels(NamedWeights set, AffinityExplorerOptions options)
    {
        var shape = set.Weights.Shape;
        if ((uint)options.Batch >= shape.Batch)
            throw new ArgumentException(
                $"expected a batch item below {shape.Batch} for '{set.Name}', got {options.Batch}; choose one of the weights.", nameof(options));
        if (options.Channels.Count is 0 or > MostChannels)
            throw new ArgumentException($"expected 1 to {MostChannels} channels, got {options.Channels.Count}; name those to look at.", nameof(options));
        var wrong = shape.Channels == 1 ? [] : options.Channels.Where(c => (uint)c >= shape.Channels).ToList();
        if (wrong.Count > 0)
            throw new ArgumentException(
                $"expected channels below {shape.Channels} for '{set.Name}', got {wrong[0]}; choose among the weights' channels.", nameof(options));
        var at = Array.FindIndex(set.Weights.Values, v => !float.IsFinite(v));
        if (at >= 0)
            throw new ArgumentException(
                $"expected finite weights under '{set.Name}', got {set.Weights.Values[at]} at element {at}; look at where it comes from.", nameof(options));
    }

    /// <summary>How far rows of the rounded weights are from those of the exact ones: the sum of the absolute differences of a row.</summary>
    private sealed class Exactness(Pixel start)
    {
        private double _largest, _steps = double.PositiveInfinity;
        private int _rows;

        public void Measure(PropagationWeights exact, int batch, int channel, QuantisedWeights quantised)
        {
            var rounded = quantised.ToWeights();
            foreach (var direction in Directions.All)
                foreach (var pixel in Probes(start, exact.Shape.Height, exact.Shape.Width))
                {
                    var one = Affinity.Row(exact, direction, pixel, new AffinityOptions { Batch = batch, Channel = channel, Stabilize = false });
                    var other = Affinity.Row(rounded, direction, pixel, new AffinityOptions { Stabilize = false });
                    var (difference, magnitude) = (0.0, 0.0);
                    for (var i = 0; i < one.Values.Values.Length; i++)
                    {
                        difference += Math.Abs(one.Values.Values[i] - other.Values.Values[i]);
                        magnitude += Math.Abs(one.Values.Values[i]);
                    }

                    _largest = Math.Max(_largest, difference / magnitude);
                    _rows++;
                }

            _steps = Math.Min(_steps, quantised.Steps);
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"How exact this is: weights stand in this page in steps of 1/{_steps:0}. Of {_rows} rows of G that were compared with those of "
            + $"the exact weights, the one that differs most does so by {100 * _largest:0.0} % of its sum.");
    }
}

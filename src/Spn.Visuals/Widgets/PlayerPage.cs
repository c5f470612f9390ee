using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Spn.Visuals;

/// <summary>What the players share on the page: their style, their still picture, and how data stands in them.</summary>
internal static class PlayerPage
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Default };

    /// <summary>A widget of the resources of a folder.</summary>
    /// <param name="folder">The folder of its markup, style and script.</param>
    /// <param name="modules">The names of its own scripts, in order; those of all players come before them.</param>
    /// <param name="title">The heading.</param>
    /// <param name="still">What is there without script and in print.</param>
    /// <param name="description">The same in words, for a reader who does not see it.</param>
    /// <param name="data">What the script reads.</param>
    public static Widget Build(string folder, IReadOnlyList<string> modules, string title, Figure still, string description, object data)
    {
        string[] all =
        [
            .. new[] { "bytes", "begin", "elements", "numbers", "picture", "playback" }.Select(name => $"Shared.{name}"),
            .. modules.Select(name => $"{folder}.{name}"),
        ];
        var html = WidgetPage.Fragment(folder, all, new Dictionary<string, string>
        {
            ["title"] = Words.Encode(Words.Cut(title, 300)),
            ["still"] = Picture(still, description),
            ["data"] = JsonSerializer.Serialize(data, Json),
        });
        return new Widget(
            title, $"<style>\n{WidgetPage.Resource("Shared.player.css")}</style>\n{html}", $"{title}\n{description}\n{still.ToText()}");
    }

    /// <summary>The photograph as a PNG that a page may hold; nothing where there is none.</summary>
    public static string? PhotoUri(FeatureMap? photo, LabelMap of) => photo is null ? null
        : "data:image/png;base64," + Convert.ToBase64String(Imaging.Png.Encode(PhotoCanvas.Of(photo, of).ToImage()));

    /// <summary>32-bit numbers as they are, the first bytes of all before the second ones, which deflates better.</summary>
    public static string Floats(ReadOnlySpan<float> values)
    {
        var bytes = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++)
            for (int part = 0, bits = BitConverter.SingleToInt32Bits(values[i]); part < 4; part++)
                bytes[part * values.Length + i] = (byte)(bits >> 8 * part);
        return PackedBytes.Of(bytes);
    }

    /// <summary>A scale for the page: values at its ends and in its middle, and its 256 colours.</summary>
    public static object Scale(ColourScale scale) => new
    {
        scale.Low,
        scale.Middle,
        scale.High,
        scale.Logarithmic,
        diverging = ReferenceEquals(scale.Map, ColourMap.Diverging),
        colours = Colours(scale.Map),
    };

    /// <summary>The 256 colours of a map, red, green, blue.</summary>
    public static string Colours(ColourMap map) => PackedBytes.Of(
        Enumerable.Range(0, 256).Select(i => map.At(i / 255.0)).SelectMany(ink => new[] { ink.R, ink.G, ink.B }).ToArray());

    /// <summary>A number for the page, where one that is not finite is null.</summary>
    public static double? Finite(double value) => double.IsFinite(value) ? value : null;

    /// <summary>A shape's item and channel that exist.</summary>
    public static void CheckPlane(MapShape shape, int batch, int channel)
    {
        if ((uint)batch >= (uint)shape.Batch || (uint)channel >= (uint)shape.Channels)
            throw new ArgumentException(FormattableString.Invariant(
                $"expected a batch item below {shape.Batch} and a channel below {shape.Channels}, got {batch} and {channel}; ")
                + "choose those of the map.", "options");
    }

    /// <summary>A picture and the words for who does not see it.</summary>
    public static string Picture(Figure still, string description)
    {
        var (width, height) = (Numbers.Coordinate(still.Width), Numbers.Coordinate(still.Height));
        return $"<img alt=\"{Words.Encode(Words.Cut(description, 1000))}\" width=\"{width}\" height=\"{height}\" "
            + "style=\"max-width:100%;height:auto;background:#fff\" "
            + $"src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(still.ToSvg()))}\">";
    }
}

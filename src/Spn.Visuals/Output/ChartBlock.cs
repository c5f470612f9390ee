using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spn.Visuals;

/// <summary>
/// A chart's values in a page, beside its picture: JSON that no browser runs, whose encoder writes <c>&lt;</c> as an escape, so that
/// no name can end the block.
/// </summary>
internal static class ChartBlock
{
    /// <summary>What the block begins with; <c>data-place</c> and the JSON follow.</summary>
    public const string Opening = "<script type=\"application/json\" class=\"spn-chart\"";

    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The block of a chart that covers a part of a figure: left, top, width and height in per cent of it.</summary>
    public static string Write(PlacedChart chart, Figure figure)
    {
        double[] place = [chart.X / figure.Width, chart.Y / figure.Height, chart.Width / figure.Width, chart.Height / figure.Height];
        var data = chart.Data with { Title = Words.Or(chart.Data.Title, figure.Title), Series = [.. chart.Data.Series.Select(Thinned)] };
        var shares = string.Join(' ', place.Select(share => Numbers.Coordinate(100 * share)));
        return $"{Opening} data-place=\"{shares}\">{ToJson(data)}</script>";
    }

    public static string ToJson(ChartData data) => JsonSerializer.Serialize(data, s_options);

    /// <summary>The chart of a block's JSON.</summary>
    /// <exception cref="JsonException">It is not what <see cref="ToJson"/> writes.</exception>
    /// <exception cref="ArgumentException">Its lists do not belong together.</exception>
    public static ChartData Read(string json)
    {
        var data = JsonSerializer.Deserialize<ChartData>(json, s_options) ?? throw new JsonException("expected a chart, got null.");
        data.Check();
        return data;
    }

    /// <summary>A long line as the picture draws it.</summary>
    private static ChartSeries Thinned(ChartSeries series)
    {
        if (series.Y.Count <= Chart.MaxPoints)
            return series;
        var kept = Chart.Thinned(series.Y).ToList();
        return series with
        {
            X = [.. kept.Select(i => i < series.X.Count ? series.X[i] : i)], Y = [.. kept.Select(i => series.Y[i])], Notes = [],
        };
    }
}

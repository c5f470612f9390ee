using System.Text.Json;
using System.Text.RegularExpressions;
using Plotly.NET;
using Spn.Plotly;
using Spn.Tool.Notebooks.Html;
using Spn.Visuals;

namespace Spn.Tool.Pages;

/// <summary>
/// Makes the charts of one page live: where a figure carries the values of a chart, they become a Plotly chart that lies over the
/// picture once script runs, and the page gets plotly.js once. A page without a chart gets nothing.
/// </summary>
/// <param name="warn">Told of a chart that stays a picture.</param>
internal sealed partial class LiveCharts(Action<string> warn)
{
    private const string Opening = "<script type=\"application/json\" class=\"spn-plotly\"";

    private static readonly string Script = PageResource.Read("Pages.live-charts.js");

    private bool _any;

    /// <summary>The hashes of the scripts that the page's policy has to admit.</summary>
    public IReadOnlyList<string> Scripts => _any ? [ContentPolicy.Hash(Script), PlotlyLibrary.Own.Hash] : [];

    /// <summary>What stands at the end of the body.</summary>
    public string Library => !_any ? "" : $$"""
        <style>
        .spn-figure { position: relative; }
        .spn-live { position: absolute; background: #fff; }
        .spn-live.below, .spn-live.alone { position: relative; width: 100%; min-width: 18rem; height: 22rem; margin: 0.5rem 0; }
        @media print { .spn-live:not(.alone) { display: none; } }
        </style>
        <script type="text/plain" class="spn-plotly-packed">{{PlotlyLibrary.Own.Packed}}</script>
        <script>{{Script}}</script>

        """.ReplaceLineEndings("\n");

    /// <summary>A piece of the page, its charts ready for the script.</summary>
    public string Take(string html)
    {
        html = Given().Replace(html, match => Fault(match.Groups["json"].Value) is not { } fault ? match.Value : Left(fault));
        var taken = Block().Replace(html, match => Plotly(match) is { } json
            ? $"{Opening}{match.Groups["place"].Value}>{json}</script>" : match.Value);
        _any |= taken.Contains(Opening, StringComparison.Ordinal);
        return taken;
    }

    /// <summary>The chart as Plotly's JSON; its title stands in the picture.</summary>
    private string? Plotly(Match block)
    {
        try
        {
            var chart = Charts.Of(ChartBlock.Read(block.Groups["json"].Value) with { Title = "" });
            return GenericChart.toFigureJson(chart).Replace("<", "\\u003c");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            warn($"a chart stays a picture, its values could not be read ({exception.Message.TrimEnd('.')})");
            return null;
        }
    }

    private string Left(string fault)
    {
        warn($"a Plotly chart was left out: {fault}");
        return "";
    }

    /// <summary>What is wrong with Plotly's JSON that a notebook brought; null for nothing.</summary>
    private static string? Fault(string json)
    {
        try
        {
            using var chart = JsonDocument.Parse(json);
            if (chart.RootElement.ValueKind != JsonValueKind.Object || !chart.RootElement.TryGetProperty("data", out var data)
                || data.ValueKind != JsonValueKind.Array || data.EnumerateArray().Any(trace => trace.ValueKind != JsonValueKind.Object))
                return "expected an object with a list 'data' of traces";
            var types = data.EnumerateArray().Select(trace =>
                trace.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString()! : "scatter");
            return types.FirstOrDefault(NeedsNetwork) is { } map ? $"'{map}' loads its map from the network" : null;
        }
        catch (JsonException exception)
        {
            return $"its JSON could not be read ({exception.Message.TrimEnd('.')})";
        }
    }

    private static bool NeedsNetwork(string type) =>
        type.EndsWith("geo", StringComparison.Ordinal) || type.Contains("mapbox", StringComparison.Ordinal)
        || type is "choropleth" or "choroplethmap" or "densitymap" or "scattermap";

    [GeneratedRegex("<script type=\"application/json\" class=\"spn-plotly\"[^>]*>(?<json>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Given();

    [GeneratedRegex("<script type=\"application/json\" class=\"spn-chart\"(?<place> data-place=\"[0-9. -]*\")>(?<json>[^<]*)</script>")]
    private static partial Regex Block();
}

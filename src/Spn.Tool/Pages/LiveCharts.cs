using System.Text;
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

    private static readonly string Script = ReadScript();

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

    private static string ReadScript()
    {
        using var stream = typeof(LiveCharts).Assembly.GetManifestResourceStream("Spn.Tool.Pages.live-charts.js")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex("<script type=\"application/json\" class=\"spn-chart\"(?<place> data-place=\"[0-9. -]*\")>(?<json>[^<]*)</script>")]
    private static partial Regex Block();
}

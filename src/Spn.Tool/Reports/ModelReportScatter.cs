using System.Globalization;
using System.Text;
using Spn.Visuals;

namespace Spn.Tool.Reports;

/// <summary>
/// A point for each image: its mean IoU by one segmentation to the right, by another upwards. Above the diagonal the other is better.
/// </summary>
internal static class ModelReportScatter
{
    private const double Left = 56, Top = 14, Side = 400, Bottom = 52;

    /// <summary>The plot as SVG whose points name their images; it is whole without script.</summary>
    /// <param name="report">The images.</param>
    /// <param name="across">The segmentation to the right.</param>
    /// <param name="up">The segmentation upwards.</param>
    public static string Svg(ModelReport report, int across, int up)
    {
        var (x, y) = (Words.Cut(report.Scores[across].Name, 40), Words.Cut(report.Scores[up].Name, 40));
        var shown = report.Ordered(image => image.MeanIoU[up] - image.MeanIoU[across]).ToList();
        var shares = shown.SelectMany(i => new[] { report.Images[i].MeanIoU[across], report.Images[i].MeanIoU[up] })
            .DefaultIfEmpty(0).ToList();
        var most = Math.Max(20, 10 * Math.Ceiling(10 * shares.Max()));
        var least = Math.Min(most - 20, 10 * Math.Floor(10 * shares.Min()));
        double At(double share) => Side * (100 * share - least) / (most - least);
        var better = shown.Count(i => report.Images[i].MeanIoU[up] > report.Images[i].MeanIoU[across]);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"spn-scatter\" viewBox=\"0 0 {Left + Side + 14} {Top + Side + Bottom}\" ");
        svg.Append($"role=\"img\" aria-label=\"Mean IoU of each image, {Words.Encode(x)} to the right, {Words.Encode(y)} upwards: ");
        svg.Append(CultureInfo.InvariantCulture, $"{better} of {shown.Count} images are above the diagonal, where ");
        svg.Append($"{Words.Encode(y)} is better.\">\n");
        for (var tick = least; tick <= most; tick += most - least > 60 ? 20 : 10)
        {
            var (right, down) = (Left + At(tick / 100), Top + Side - At(tick / 100));
            Line(svg, "grid", Left, down, Left + Side, down);
            Line(svg, "grid", right, Top, right, Top + Side);
            Text(svg, Left - 8, down + 5, "end", Numbers.Count((long)tick));
            Text(svg, right, Top + Side + 19, "middle", Numbers.Count((long)tick));
        }

        Line(svg, "diagonal", Left, Top + Side, Left + Side, Top);
        Text(svg, Left + 8, Top + 18, "start", $"{y} better");
        Text(svg, Left + Side - 8, Top + Side - 10, "end", $"{x} better");
        Text(svg, Left + Side / 2, Top + Side + 42, "middle", $"mean IoU of {x}, %");
        Text(svg, 16, Top + Side / 2, "middle", $"mean IoU of {y}, %", upwards: true);
        foreach (var i in shown)
        {
            var (one, other) = (report.Images[i].MeanIoU[across], report.Images[i].MeanIoU[up]);
            var side = other > one ? "up" : other < one ? "down" : "same";
            svg.Append(CultureInfo.InvariantCulture, $"<circle data-image=\"{i}\" class=\"{side}\" ");
            svg.Append(CultureInfo.InvariantCulture, $"cx=\"{Left + At(one):f1}\" cy=\"{Top + Side - At(other):f1}\" r=\"4.5\"/>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Line(StringBuilder svg, string kind, double x1, double y1, double x2, double y2) => svg.Append(
        CultureInfo.InvariantCulture, $"<line class=\"{kind}\" x1=\"{x1:f1}\" y1=\"{y1:f1}\" x2=\"{x2:f1}\" y2=\"{y2:f1}\"/>\n");

    private static void Text(StringBuilder svg, double x, double y, string anchor, string text, bool upwards = false)
    {
        var turn = upwards ? FormattableString.Invariant($" transform=\"rotate(-90 {x:f1} {y:f1})\"") : "";
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:f1}\" y=\"{y:f1}\" text-anchor=\"{anchor}\"{turn}>");
        svg.Append(Words.Encode(text)).Append("</text>\n");
    }
}

using System.Text;

namespace Spn.Visuals;

/// <summary>Figures as HTML: the SVG as an image with a data URI, and tables.</summary>
internal static class HtmlWriter
{
    /// <summary>The most rows of a table that are written.</summary>
    private const int MaxRows = 300;

    public static string Fragment(Figure figure)
    {
        var html = new StringBuilder("<div class=\"spn-figure\">");
        if (figure.Parts is { } parts)
            Parts(html, parts);
        else
            Picture(html, figure);
        foreach (var table in figure.Tables)
            Table(html, table);
        return html.Append("</div>\n").ToString();
    }

    /// <summary>Pictures in a line break like words where the page is narrow: none is drawn smaller than it is meant.</summary>
    private static void Parts(StringBuilder html, FigureParts parts)
    {
        if (parts.Title.Length > 0)
            html.Append($"<p style=\"margin:8px 12px\"><b>{Words.Encode(Words.Cut(parts.Title, 300))}</b></p>\n");
        for (var i = 0; i < parts.Figures.Count; i++)
        {
            if (i > 0)
                html.Append(i % parts.Columns == 0 ? "<br>\n" : "\n");
            Picture(html, parts.Figures[i]);
        }
        foreach (var notice in parts.Notices.Where(notice => notice.Length > 0))
            html.Append($"<p style=\"margin:4px 12px\">{Words.Encode(notice)}</p>\n");
    }

    private static void Picture(StringBuilder html, Figure figure)
    {
        var svg = Convert.ToBase64String(Encoding.UTF8.GetBytes(figure.ToSvg()));
        html.Append($"<img alt=\"{Words.Encode(Words.Cut(figure.Title, 300))}\" ")
            .Append($"width=\"{Numbers.Coordinate(figure.Width)}\" height=\"{Numbers.Coordinate(figure.Height)}\" ")
            .Append($"style=\"max-width:100%;height:auto;background:#ffffff;vertical-align:top\" src=\"data:image/svg+xml;base64,{svg}\">");
        foreach (var chart in figure.PlacedCharts)
            html.Append(ChartBlock.Write(chart, figure));
    }

    public static string Page(Figure figure) =>
        $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{Words.Encode(Words.Cut(figure.Title, 300))}}</title>
        <style>
        body { margin: 24px; background: #ffffff; color: #1f2328; font: 15px/1.5 Arial, Helvetica, sans-serif; }
        th, td { border-bottom: 1px solid #d0d4d9; }
        </style>
        </head>
        <body>
        {{Fragment(figure)}}</body>
        </html>

        """;

    private static void Table(StringBuilder html, FigureTable table)
    {
        // Styles stand on the elements: a notebook's page has none for them, and its cleaner keeps no style sheet of ours.
        html.Append($"\n<details style=\"margin:4px 12px\"><summary>{Words.Encode(Words.Cut(table.Caption, 300))}</summary>")
            .Append("<table style=\"border-collapse:collapse;margin:4px 0\">");
        html.Append("<thead><tr>");
        for (var i = 0; i < table.Header.Count; i++)
            Cell(html, "th", i, table.Header[i]);
        html.Append("</tr></thead><tbody>");
        foreach (var row in table.Rows.Take(MaxRows))
        {
            html.Append("\n<tr>");
            for (var i = 0; i < row.Count; i++)
                Cell(html, "td", i, row[i]);
            html.Append("</tr>");
        }
        html.Append("</tbody></table>");
        if (table.Rows.Count > MaxRows)
            html.Append($"<p>The first {Numbers.Count(MaxRows)} of {Words.Many(table.Rows.Count, "row")}.</p>");
        html.Append("</details>");
    }

    private static void Cell(StringBuilder html, string element, int column, string text) =>
        html.Append($"<{element} style=\"text-align:{(column == 0 ? "left" : "right")};padding:2px 10px\">")
            .Append($"{Words.Encode(Words.Cut(text, 80))}</{element}>");
}

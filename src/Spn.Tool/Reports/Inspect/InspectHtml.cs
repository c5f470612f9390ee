using System.Text;
using Spn.Imaging;
using Spn.Photos;
using Spn.Tool.Pages;
using Spn.Visuals;

namespace Spn.Tool.Reports;

/// <summary>The parts that an inspection page is put together from.</summary>
internal static class InspectHtml
{
    /// <summary>Pictures are at most this long.</summary>
    public const int Side = 640;

    /// <summary>A section that folds.</summary>
    /// <param name="id">Where links lead.</param>
    /// <param name="title">Its name in the table of contents too.</param>
    /// <param name="look">What to look for, and what bad looks like.</param>
    /// <param name="content">HTML.</param>
    public static InspectSection Section(string id, string title, string look, string content) => new(
        id, title,
        $"<details open id=\"{id}\">\n<summary>{Words.Encode(title)}</summary>\n<p class=\"look\">{Words.Encode(look)}</p>\n{content}"
        + "<p class=\"back\"><a href=\"#findings\">Back to what stands out</a></p>\n</details>\n");

    /// <summary>A paragraph.</summary>
    public static string Say(string sentence) => $"<p>{Words.Encode(sentence)}</p>\n";

    /// <summary>A picture with its caption, which is its text too.</summary>
    public static string Picture(string caption, Image image) =>
        $"<figure><img alt=\"{Words.Encode(caption)}\" width=\"{image.Width}\" height=\"{image.Height}\" src=\"{Uri(image)}\">"
        + $"<figcaption>{Words.Encode(caption)}</figcaption></figure>\n";

    /// <summary>A picture as a data URI.</summary>
    public static string Uri(Image image) => "data:image/jpeg;base64," + Convert.ToBase64String(Photograph.EncodeJpeg(image));

    /// <summary>Pictures beside each other.</summary>
    public static string Row(IEnumerable<string> pictures) => $"<div class=\"row\">\n{string.Concat(pictures)}</div>\n";

    /// <summary>Things of which one is shown at a time where script runs, all of them where it does not.</summary>
    /// <param name="group">What is chosen; choices of one group follow each other.</param>
    /// <param name="items">The value, the name and the HTML of each.</param>
    public static string Choice(string group, IEnumerable<(int Value, string Name, string Html)> items)
    {
        var html = new StringBuilder(
            $"<div class=\"choice\" data-pick=\"{group}\">\n"
            + $"<label class=\"live\" hidden>{char.ToUpperInvariant(group[0])}{group[1..]} <select></select></label>\n");
        foreach (var (value, name, content) in items)
            html.Append(
                $"<section data-value=\"{Numbers.Coordinate(value)}\" data-name=\"{Words.Encode(name)}\">\n"
                + $"<h3>{Words.Encode(name)}</h3>\n{content}</section>\n");
        return html.Append("</div>\n").ToString();
    }

    /// <summary>A table; the first column is a head.</summary>
    public static string Table(string caption, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        var html = new StringBuilder($"<div class=\"wide\"><table><caption>{Words.Encode(caption)}</caption>\n<thead><tr>");
        foreach (var cell in head)
            html.Append($"<th scope=\"col\">{Words.Encode(cell)}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            html.Append($"<tr><th scope=\"row\">{Words.Encode(Words.Cut(row[0], 60))}</th>");
            foreach (var cell in row.Skip(1))
                html.Append($"<td>{Words.Encode(cell)}</td>");
            html.Append("</tr>\n");
        }

        return html.Append("</tbody></table></div>\n").ToString();
    }

    /// <summary>Colours and what they mean.</summary>
    public static string Key(IEnumerable<(Rgb Colour, string Text)> entries) => "<ul class=\"key\">\n" + string.Concat(entries.Select(
        entry => $"<li><i style=\"background:{entry.Colour}\"></i>{Words.Encode(Words.Cut(entry.Text, 60))}</li>\n")) + "</ul>\n";

    /// <summary>The style or the script of the page.</summary>
    public static string Resource(string name) => PageResource.Read($"Reports.{name}");
}

/// <summary>A section of the page.</summary>
internal sealed record InspectSection(string Id, string Title, string Html);

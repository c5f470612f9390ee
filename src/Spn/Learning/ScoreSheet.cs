using System.Globalization;
using System.Text;

namespace Spn.Learning;

/// <summary>
/// A table of scores as all commands print it: measures downwards, segmentations across. Text for a terminal, Markdown, CSV and JSON say
/// the same.
/// </summary>
internal sealed record ScoreSheet
{
    /// <summary>What the numbers are, as in <c>IoU, %</c>.</summary>
    public required string Corner { get; init; }

    /// <summary>The heads of the columns.</summary>
    public required IReadOnlyList<SheetHead> Heads { get; init; }

    /// <summary>The rows, each with a cell for every head.</summary>
    public required IReadOnlyList<SheetRow> Rows { get; init; }

    /// <summary>What was run on what, where the heads do not say it; a terminal's table leaves it out, files have it.</summary>
    public string RunOn { get; init; } = "";

    /// <summary>What has to be said beneath: lines.</summary>
    public string Note { get; init; } = "";

    /// <summary>In columns for a terminal; the first to the left, the others to the right.</summary>
    public string Text()
    {
        var all = Cells(text => text);
        var widths = Widths(all);
        var text = new StringBuilder();
        foreach (var row in all)
            text.Append((row[0].PadRight(widths[0])
                + string.Concat(row.Skip(1).Select((cell, i) => cell.PadLeft(Math.Max(8, widths[i + 1] + 2))))).TrimEnd()).Append('\n');
        return text.Append(Note).ToString();
    }

    /// <summary>As Markdown, lined up so that it can be read as it is.</summary>
    public string Markdown()
    {
        var all = Cells(Escaped);
        var widths = Widths(all);
        var text = new StringBuilder();
        for (var i = 0; i < all.Count; i++)
        {
            text.Append("| ").Append(all[i][0].PadRight(widths[0])).Append(" |");
            for (var column = 1; column < widths.Length; column++)
                text.Append(' ').Append(all[i][column].PadLeft(widths[column])).Append(" |");
            text.Append('\n');
            if (i == 0)
                text.Append("| ").Append('-', widths[0]).Append(" |")
                    .AppendJoin("|", widths.Skip(1).Select(width => $" {new string('-', width)}:")).Append("|\n");
        }

        return text.Append('\n').AppendJoin("\n\n", Notes.Select(Escaped)).Append('\n').ToString();
    }

    /// <summary>As CSV, a line for each cell, so that rows, columns and seeds can be told apart by any reader.</summary>
    public string Csv()
    {
        var text = new StringBuilder("measure,unit,column,run on,paper,seeds,mean,least,most\n");
        foreach (var row in Rows)
            foreach (var (head, cell) in Heads.Zip(row.Cells))
                text.AppendJoin(',', [
                    Quoted(row.Name), row.Unit, Quoted(head.Name), Quoted(DataOf(head)), head.IsPaper ? "yes" : "no",
                    Quoted(string.Join(' ', cell.Values.Select(value => value.Seed?.ToString(CultureInfo.InvariantCulture)))),
                    Number(cell.Mean), Number(cell.Least), Number(cell.Most)]).Append('\n');
        return text.ToString();
    }

    /// <summary>As JSON, with the number of every seed.</summary>
    public string Json() => ScoreSheetJson.Of(this);

    /// <summary>The table in the format of a file's name.</summary>
    /// <param name="path">Ends in <c>.md</c>, <c>.csv</c> or <c>.json</c>.</param>
    /// <exception cref="ArgumentException">It ends in something else.</exception>
    public static Func<ScoreSheet, string> Format(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".md" => sheet => sheet.Markdown(),
        ".csv" => sheet => sheet.Csv(),
        ".json" => sheet => sheet.Json(),
        _ => throw new ArgumentException(
            $"expected a table to end in .md, .csv or .json, got '{Path.GetFileName(path)}'; change its extension."),
    };

    /// <summary>The lines beneath, as a file has them.</summary>
    internal IReadOnlyList<string> Notes => RunOn.Length == 0 ? Note.Split('\n') : [.. Note.Split('\n'), $"run on {RunOn}"];

    /// <summary>What a column was run on.</summary>
    internal string DataOf(SheetHead head) => head.Data.Length == 0 ? RunOn : head.Data;

    /// <summary>Rounded to what differs from nothing but the last digits of a machine.</summary>
    internal static double Rounded(double value) => double.IsFinite(value) ? Math.Round(value, 6) : double.NaN;

    private IReadOnlyList<IReadOnlyList<string>> Cells(Func<string, string> write) =>
    [
        [write(Corner), .. Heads.Select(head => write(head.Name))],
        .. Heads.Any(head => head.Data.Length > 0)
            ? [["run on", .. Heads.Select(head => write(head.Data))]]
            : Array.Empty<IReadOnlyList<string>>(),
        .. Rows.Select(row => (IReadOnlyList<string>)
            [write(row.Name), .. Heads.Zip(row.Cells, (head, cell) => cell.Text(row.IsTime, head.IsChange))]),
    ];

    private int[] Widths(IReadOnlyList<IReadOnlyList<string>> cells) =>
        [.. Enumerable.Range(0, Heads.Count + 1).Select(column => cells.Max(row => row[column].Length))];

    /// <summary>Names of files and classes are anybody's: nothing of them is markup, a new cell or a new line.</summary>
    private static string Escaped(string text) => string.Concat(text.Select(letter =>
        char.IsControl(letter) ? " " : "\\|<>*_`[]&".Contains(letter, StringComparison.Ordinal) ? $"\\{letter}" : $"{letter}"));

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Number(double value) =>
        double.IsNaN(value) ? "" : Rounded(value).ToString(CultureInfo.InvariantCulture);
}

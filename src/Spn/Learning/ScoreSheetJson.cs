using System.Text.Json;

namespace Spn.Learning;

/// <summary>A <see cref="ScoreSheet"/> as JSON.</summary>
internal static class ScoreSheetJson
{
    private static readonly JsonSerializerOptions Format =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, IndentSize = 2, NewLine = "\n" };

    /// <summary>Columns, rows with their cells, and of each cell the number of every seed.</summary>
    public static string Of(ScoreSheet sheet) => JsonSerializer.Serialize(
        new
        {
            numbers = sheet.Corner,
            columns = sheet.Heads.Select(head =>
                new { head.Name, runOn = sheet.DataOf(head), paper = head.IsPaper, change = head.IsChange }),
            rows = sheet.Rows.Select(row => new
            {
                row.Name,
                row.Unit,
                cells = row.Cells.Select(cell => new
                {
                    mean = Number(cell.Mean),
                    least = Number(cell.Least),
                    most = Number(cell.Most),
                    each = cell.Values.Where(value => value.Seed is not null || value.File.Length > 0)
                        .Select(value => new { value.Seed, value.File, value = Number(value.Number) }),
                }),
            }),
            notes = sheet.Notes,
        }, Format) + "\n";

    private static double? Number(double value) => double.IsFinite(value) ? ScoreSheet.Rounded(value) : null;
}

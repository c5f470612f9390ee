using System.Text;

namespace Spn.Visuals;

/// <summary>Numbers as plain text in columns that line up.</summary>
internal static class PlaneText
{
    /// <summary>Maps up to this many rows and columns show their numbers.</summary>
    public const int MaxSide = 12;

    /// <summary>Whether planes of this size are small enough to show every number.</summary>
    public static bool IsSmall(int height, int width, int planes = 1) =>
        height <= MaxSide && width <= MaxSide && (long)height * width * planes <= 600;

    /// <summary>A table of texts, each column as wide as its widest.</summary>
    public static string Rows(int height, int width, Func<int, int, string> cell)
    {
        var widest = 0;
        for (var row = 0; row < height; row++)
            for (var column = 0; column < width; column++)
                widest = Math.Max(widest, cell(row, column).Length);
        var text = new StringBuilder();
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
                text.Append(' ').Append(' ').Append(cell(row, column).PadLeft(widest));
            text.Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Rows of texts under a header; the first column is aligned to the left, the others to the right.</summary>
    public static string Table(FigureTable table)
    {
        IReadOnlyList<IReadOnlyList<string>> all = [table.Header, .. table.Rows];
        var widths = Enumerable.Range(0, table.Header.Count).Select(i => all.Max(row => row[i].Length)).ToArray();
        return string.Concat(all.Select(row =>
            string.Join("  ", row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd() + "\n"));
    }
}

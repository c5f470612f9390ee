using Spn.Learning;

namespace Spn.Visuals;

/// <summary>A network layer by layer: what each gives, how many numbers it learns, and its share of the work as a bar.</summary>
internal static class NetworkFigure
{
    private const double Line = 18, TextSize = 11, Bar = 150;

    /// <summary>The most layers that are drawn.</summary>
    private const int MaxLayers = 100;

    public static Figure Build(NetworkTable network, string title)
    {
        var rows = network.Rows.Take(MaxLayers).ToList();
        string[] head = ["layer", "what it does", "gives", "parameters"];
        var cells = rows.Select(row =>
            new[] { Words.Cut(row.Name, 30), Words.Cut(row.Kind, 40), $"{row.Output}", Number(row.Parameters) }).ToList();
        var widths = Enumerable.Range(0, head.Length).Select(i =>
            cells.Select(cell => cell[i]).Append(head[i]).Max(text => StrokeFont.Width(text, TextSize)) + 18).ToArray();
        var most = Math.Max(1, rows.Select(row => row.MultiplyAdds).DefaultIfEmpty().Max());

        var canvas = new Canvas();
        void Write(double y, IReadOnlyList<string> texts, Ink ink)
        {
            var x = 0.0;
            for (var i = 0; i < texts.Count; i++)
            {
                if (i == texts.Count - 1)
                    canvas.Text(x + widths[i] - 18, y, texts[i], TextSize, ink, Anchor.End);
                else
                    canvas.Text(x, y, texts[i], TextSize, ink);
                x += widths[i];
            }
        }

        var left = widths.Sum();
        Write(12, head, Ink.Muted);
        canvas.Text(left, 12, "multiply-adds", TextSize, Ink.Muted);
        for (var i = 0; i < rows.Count; i++)
        {
            var y = 18 + i * Line;
            Write(y + 12, cells[i], Ink.Text);
            if (rows[i].MultiplyAdds == 0)
                continue;
            canvas.Rect(left, y + 3, Math.Max(0.5, Bar * rows[i].MultiplyAdds / most), 11, Ink.Blue);
            canvas.Text(left + Bar * rows[i].MultiplyAdds / most + 5, y + 12, Number(rows[i].MultiplyAdds), TextSize, Ink.Muted);
        }

        var bottom = 18 + rows.Count * Line + 4;
        canvas.Line(0, bottom, left + Bar, bottom, Ink.Frame);
        canvas.Text(
            0, bottom + 14,
            $"{Number(network.Parameters)} numbers to learn, {Number(network.MultiplyAdds)} multiply-adds forward", TextSize, bold: true);
        var table = new FigureTable("The layers", ["layer", "kind", "inputs", "output", "parameters", "multiply-adds"],
            [.. rows.Select(row => (IReadOnlyList<string>)
            [
                Words.Cut(row.Name, 40), Words.Cut(row.Kind, 60), Words.Cut(string.Join(", ", row.Inputs), 60), $"{row.Output}",
                Number(row.Parameters), Number(row.MultiplyAdds),
            ])]);
        return Page.Compose(Words.Or(title, $"A network of {Words.Many(network.Rows.Count, "layer")}"), canvas, $"{network}",
            [rows.Count < network.Rows.Count
                ? $"Showing the first {Numbers.Count(rows.Count)} of {Numbers.Count(network.Rows.Count)} layers." : ""], [table]);
    }

    private static string Number(long value) => value == 0 ? "" : Numbers.Count(value);
}

namespace Spn.Visuals;

/// <summary>Colours and their names.</summary>
internal static class Legend
{
    private const double Swatch = 14, Step = 19, TextSize = 11;

    /// <summary>Entries under each other, in as many columns as <paramref name="height"/> asks for.</summary>
    public static Canvas Draw(IReadOnlyList<LegendEntry> entries, double height)
    {
        var rows = Math.Max(4, (int)(Math.Max(height, Step) / Step));
        var canvas = new Canvas();
        var x = 0.0;
        for (var from = 0; from < entries.Count; from += rows)
        {
            for (var i = from; i < Math.Min(entries.Count, from + rows); i++)
            {
                var y = (i - from) * Step;
                canvas.Rect(x, y, Swatch, Swatch, entries[i].Colour, Ink.Frame);
                canvas.Text(x + Swatch + 6, y + 11, entries[i].Name, TextSize);
            }
            x = canvas.Width + 16;
        }
        return canvas;
    }
}

/// <summary>A colour of a legend and what it stands for.</summary>
internal sealed record LegendEntry(Ink Colour, string Name);

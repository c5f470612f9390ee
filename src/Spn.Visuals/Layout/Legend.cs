namespace Spn.Visuals;

/// <summary>Colours and their names.</summary>
internal static class Legend
{
    private const double Swatch = 14, Step = 19, TextSize = 11;

    /// <summary>Pictures up to this width have their legend under them, in lines.</summary>
    public const double Widest = 350;

    /// <summary>Entries after each other in lines of at most <paramref name="width"/> px.</summary>
    public static Canvas InLines(IReadOnlyList<LegendEntry> entries, double width)
    {
        var canvas = new Canvas();
        var (x, y) = (0.0, 0.0);
        foreach (var entry in entries)
        {
            var wide = Swatch + 6 + StrokeFont.Width(entry.Name, TextSize);
            if (x > 0 && x + wide > width)
                (x, y) = (0, y + Step);
            Draw(canvas, entry, x, y);
            x += wide + 14;
        }
        return canvas;
    }

    /// <summary>Entries under each other, in as many columns as <paramref name="height"/> asks for.</summary>
    public static Canvas Draw(IReadOnlyList<LegendEntry> entries, double height)
    {
        var rows = Math.Max(4, (int)(Math.Max(height, Step) / Step));
        var canvas = new Canvas();
        var x = 0.0;
        for (var from = 0; from < entries.Count; from += rows)
        {
            for (var i = from; i < Math.Min(entries.Count, from + rows); i++)
                Draw(canvas, entries[i], x, (i - from) * Step);
            x = canvas.Width + 16;
        }
        return canvas;
    }

    private static void Draw(Canvas canvas, LegendEntry entry, double x, double y)
    {
        canvas.Rect(x, y, Swatch, Swatch, entry.Colour, Ink.Frame);
        canvas.Text(x + Swatch + 6, y + 11, entry.Name, TextSize);
    }
}

/// <summary>A colour of a legend and what it stands for.</summary>
internal sealed record LegendEntry(Ink Colour, string Name);

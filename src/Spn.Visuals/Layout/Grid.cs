namespace Spn.Visuals;

/// <summary>Places blocks in rows and columns.</summary>
internal static class Grid
{
    /// <summary>Rows of <paramref name="columns"/> blocks; each column is as wide, each row as high as its largest block.</summary>
    public static Canvas Lay(IReadOnlyList<Canvas> blocks, int columns, double gap = 16)
    {
        var widths = new double[columns];
        var heights = new double[(blocks.Count + columns - 1) / columns];
        for (var i = 0; i < blocks.Count; i++)
        {
            widths[i % columns] = Math.Max(widths[i % columns], blocks[i].Width);
            heights[i / columns] = Math.Max(heights[i / columns], blocks[i].Height);
        }
        var canvas = new Canvas();
        for (var i = 0; i < blocks.Count; i++)
            canvas.Place(
                blocks[i], widths.Take(i % columns).Sum() + gap * (i % columns), heights.Take(i / columns).Sum() + gap * (i / columns));
        return canvas;
    }

    /// <summary>How many blocks as wide as one stand beside each other within <paramref name="width"/> px; at least one.</summary>
    public static int Fitting(Canvas block, double width, double gap = 16) => Math.Max(1, (int)((width + gap) / (block.Width + gap)));
}

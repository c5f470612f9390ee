namespace Spn.Visuals;

/// <summary>How <see cref="Figures.Grid"/> lays figures out.</summary>
public sealed record GridFigureOptions
{
    /// <summary>The line above all figures.</summary>
    public string Title { get; init; } = "";

    /// <summary>Figures beside each other; as many as fit 1,000 px when 0.</summary>
    public int Columns { get; init; }

    /// <summary>A line above each figure, in their order.</summary>
    public IReadOnlyList<string> Captions { get; init; } = [];
}

/// <summary>Figures beside and under each other.</summary>
internal static class GridFigure
{
    private const double PageWidth = 1000;

    /// <summary>The most figures in one.</summary>
    private const int MaxFigures = 64;

    public static Figure Build(IReadOnlyList<Figure> figures, GridFigureOptions options)
    {
        if (figures.Count == 0)
            return Page.Compose(Words.Or(options.Title, ""), new Canvas(), "", ["There is no figure to show."]);
        var shown = figures.Take(MaxFigures).ToList();
        string Caption(int i) => i < options.Captions.Count ? Words.Cut(options.Captions[i], 120) : "";
        var blocks = shown.Select((figure, i) => Captioned(figure, Caption(i), options.Captions.Count > 0)).ToList();
        var widest = blocks.MaxBy(block => block.Width)!;
        var columns = Math.Min(shown.Count, options.Columns > 0 ? options.Columns : Layout(widest));
        var text = string.Join("\n",
            shown.Select((figure, i) => (Caption(i).Length > 0 ? $"[{Caption(i)}]\n" : "") + figure.ToText() + "\n"));
        string[] notices =
        [
            shown.Count < figures.Count ? $"Showing the first {Numbers.Count(shown.Count)} of {Numbers.Count(figures.Count)} figures." : "",
        ];
        var page = Page.Compose(options.Title, Visuals.Grid.Lay(blocks, columns, gap: 4), text, notices);
        var titles = shown.Select((figure, i) => Caption(i).Length > 0 ? $"{Caption(i)}: {figure.Title}" : figure.Title).ToList();
        return new Figure(page, Words.Or(page.Title, string.Join("; ", titles)))
        {
            Tables = [.. shown.SelectMany(figure => figure.Tables)],
            Parts = new FigureParts(
                options.Title, [.. blocks.Select((block, i) => new Figure(block, titles[i], shown[i].ToText()))], columns, notices),
        };
    }

    private static int Layout(Canvas widest) => Visuals.Grid.Fitting(widest, PageWidth, gap: 4);

    private static Canvas Captioned(Figure figure, string caption, bool space)
    {
        var canvas = new Canvas();
        var y = 0.0;
        if (space)
            y = Math.Max(20, canvas.Paragraph(12, 2, Math.Max(100, figure.Width - 24), caption, 13, Ink.Blue, bold: true));
        canvas.Place(figure, 0, y);
        return canvas;
    }
}

namespace Spn.Visuals;

/// <summary>How <see cref="Figures.Matrix(double[,], MatrixFigureOptions?)"/> and <see cref="Figures.Affinity"/> draw.</summary>
public sealed record MatrixFigureOptions
{
    /// <summary>The line above the picture; the size when empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>What the entries are.</summary>
    public string ValueName { get; init; } = "entry";

    /// <summary>What a row stands for.</summary>
    public string RowName { get; init; } = "row i";

    /// <summary>What a column stands for.</summary>
    public string ColumnName { get; init; } = "column j";

    /// <summary>Names of the rows and columns of a small square matrix, in place of their indices.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Rows and columns between two block lines; 0 for none.</summary>
    public int BlockSize { get; init; }

    /// <summary>The length in px of the longer side of a matrix that shows no numbers.</summary>
    public double Side { get; init; } = 420;

    /// <summary>The colours.</summary>
    public ColourChoice Colours { get; init; } = ColourChoice.Auto;
}

/// <summary>A matrix as a heat map; one up to 16×16 shows its numbers.</summary>
internal static class MatrixFigure
{
    private const int NumbersLimit = 16;

    public static Figure Build(double[,] matrix, MatrixFigureOptions options)
    {
        var (rows, columns) = (matrix.GetLength(0), matrix.GetLength(1));
        if (rows == 0 || columns == 0)
            return Page.Compose(
                Words.Or(options.Title, "Empty matrix"), new Canvas(), "",
                [$"The matrix is {rows}×{columns}: there is nothing to draw."]);
        var values = new float[rows * columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                values[i * columns + j] = (float)matrix[i, j];

        var range = ValueRange.Of(values);
        var scale = ColourScale.For(range, options.Colours);
        var small = rows <= NumbersLimit && columns <= NumbersLimit;
        var format = Numbers.Aligned(matrix.Cast<double>());
        IReadOnlyList<string> labels = small && options.Labels.Count == rows && rows == columns
            ? [.. options.Labels.Select(label => Words.Cut(label, 20))] : [];
        var panel = new Panel(PlaneRaster.Of(values, rows, columns, scale), rows, columns, new PanelStyle
        {
            Side = double.IsFinite(options.Side) ? Math.Clamp(options.Side, 24, 2000) : 420,
            RowName = Words.Cut(options.RowName, 60),
            ColumnName = Words.Cut(options.ColumnName, 60),
            RowLabels = labels,
            ColumnLabels = labels,
            Cell = small ? (i, j) => Numbers.WithSigns(format(matrix[i, j])) : null,
        });
        panel.Blocks(options.BlockSize);
        var content = panel.Canvas;
        content.Place(ColourBar.Draw(scale, Words.Cut(options.ValueName, 60), Math.Min(content.Height - 20, 280), range.NotFinite > 0),
            content.Width + 22, 0);
        var text = $"{Words.Cut(options.ValueName, 60)}: {range.ToText()}\n"
            + (small ? PlaneText.Rows(rows, columns, (i, j) => format(matrix[i, j])) : "");
        var title = Words.Or(options.Title, $"Matrix {Numbers.Count(rows)}×{Numbers.Count(columns)}");
        return Page.Compose(title, content, text, [range.Notice(), PlaneRaster.Notice(rows, columns)]);
    }

    public static Figure Build(AffinityMatrix g, MatrixFigureOptions options) => Build(g.ToArray(), options with
    {
        Title = Words.Or(
            options.Title,
            $"G of a {Numbers.Count(g.Height)}×{Numbers.Count(g.Width)} map, {g.Direction.ToArrow()} {g.Direction.ToWords()}"),
        ValueName = "G(i, j)",
        RowName = "to pixel i of H, in scan order",
        ColumnName = "from pixel j of X, in scan order",
        BlockSize = g.LineLength,
        Labels = PixelNames(g),
    });

    private static IReadOnlyList<string> PixelNames(AffinityMatrix g) =>
        g.Size <= NumbersLimit ? [.. Enumerable.Range(0, g.Size).Select(i => g.PixelAt(i).ToString())] : [];
}

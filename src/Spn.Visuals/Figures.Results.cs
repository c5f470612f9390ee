using Spn.Imaging;
using Spn.Learning;
using Spn.Segmentation;

namespace Spn.Visuals;

public static partial class Figures
{
    /// <summary>A matrix as a heat map: one up to 16×16 shows its numbers.</summary>
    /// <param name="matrix">The entries, [row, column].</param>
    /// <param name="options">Title, names, block lines; the defaults when left out.</param>
    public static Figure Matrix(double[,] matrix, MatrixFigureOptions? options = null) =>
        MatrixFigure.Build(Expect.NotNull(matrix), options ?? new MatrixFigureOptions());

    /// <summary>A matrix of 32-bit numbers; see <see cref="Matrix(double[,], MatrixFigureOptions?)"/>.</summary>
    /// <param name="matrix">The entries, [row, column].</param>
    /// <param name="options">Title, names, block lines; the defaults when left out.</param>
    public static Figure Matrix(float[,] matrix, MatrixFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var entries = new double[matrix.GetLength(0), matrix.GetLength(1)];
        for (var i = 0; i < matrix.GetLength(0); i++)
            for (var j = 0; j < matrix.GetLength(1); j++)
                entries[i, j] = matrix[i, j];
        return Matrix(entries, options);
    }

    /// <summary>G of Eq. (3) as a heat map with lines between its blocks; one up to 16×16 shows its numbers and names its pixels.</summary>
    /// <param name="g">The dense affinity.</param>
    /// <param name="options">Title and colours; names, block lines and labels are G's own.</param>
    public static Figure Affinity(AffinityMatrix g, MatrixFigureOptions? options = null) =>
        MatrixFigure.Build(Expect.NotNull(g), options ?? new MatrixFigureOptions());

    /// <summary>A row or a column of G as a map, its pixel marked.</summary>
    /// <param name="slice">The row or column.</param>
    /// <param name="image">The image under the map, N×C×H×W in [0, 1]; none when left out.</param>
    /// <param name="title">The line above; what the slice is when empty.</param>
    /// <exception cref="ArgumentException">The image has another size than the map.</exception>
    public static Figure AffinitySlice(AffinitySlice slice, FeatureMap? image = null, string title = "") =>
        AffinitySliceFigure.Build(Expect.NotNull(slice), image, title);

    /// <summary>
    /// A row or a column of an iterated operator as a map, the pixel marked, over its image when there is one; a hint counts by the value
    /// that it is set to.
    /// </summary>
    /// <param name="slice">The row or column.</param>
    /// <param name="image">The map's image, N×1×H×W or N×3×H×W in [0, 1]; only its first item is used.</param>
    /// <param name="title">Text above; one that says what it is when left out.</param>
    /// <exception cref="ArgumentException">The image has another size.</exception>
    public static Figure IteratedSlice(IteratedSlice slice, FeatureMap? image = null, string title = "")
    {
        ArgumentNullException.ThrowIfNull(slice);
        return AffinitySliceFigure.Build(slice, image, title);
    }

    /// <summary>States of a diffusion as a film strip in common colours.</summary>
    /// <param name="states">The states, in order: of an endless sequence take as many as you want first.</param>
    /// <param name="options">Title, channel, number of frames; the defaults when left out.</param>
    public static Figure Diffusion(IReadOnlyList<DiffusionState> states, DiffusionFigureOptions? options = null) =>
        DiffusionFigure.Build(Expect.NotNull(states), options ?? new DiffusionFigureOptions());

    /// <summary>
    /// A stability report: Σ|p| as a map, the share of constrained pixels, and the norms of each step beside the bound of one.
    /// </summary>
    /// <param name="report">The report of one direction.</param>
    /// <param name="title">The line above; direction and size when empty.</param>
    public static Figure Stability(StabilityReport report, string title = "") =>
        StabilityFigure.Build(Expect.NotNull(report), title);

    /// <summary>Scores of a segmentation: a bar of IoU for each class, accuracy and F-score, the means, and all of it as a table.</summary>
    /// <param name="score">The scores.</param>
    /// <param name="options">Title, colours, scores to compare with; the defaults when left out.</param>
    public static Figure Score(SegmentationScore score, ScoreFigureOptions? options = null) =>
        ScoreFigure.Build(Expect.NotNull(score), options ?? new ScoreFigureOptions());

    /// <summary>A confusion matrix: each row is a true class, in per cent of it; the counts stand in the table.</summary>
    /// <param name="matrix">The counts.</param>
    /// <param name="names">The names of the classes; their numbers when left out or for classes beyond them.</param>
    /// <param name="title">The line above; the overall accuracy when empty.</param>
    public static Figure Confusion(ConfusionMatrix matrix, IReadOnlyList<string>? names = null, string title = "") =>
        ConfusionFigure.Build(Expect.NotNull(matrix), names ?? [], title);

    /// <summary>The direction that won the node-wise max, in four colours with their shares.</summary>
    /// <param name="winner">N×C×H×W directions.</param>
    /// <param name="title">The line above; the shape when empty.</param>
    public static Figure DirectionMap(DirectionMap winner, string title = "") =>
        DirectionFigure.Build(Expect.NotNull(winner), title);

    /// <summary>What a propagation gave: its input, its output in colours of their own, and the direction that won.</summary>
    /// <param name="result">The result of four scans and the max.</param>
    public static Figure Propagation(PropagationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return Grid(
            [FeatureMap(result.Input, new MapFigureOptions { MaxPlanes = 4, Side = 220, Title = $"Input x, {result.Input.Shape}" }),
             FeatureMap(result.Output, new MapFigureOptions { MaxPlanes = 4, Side = 220, Title = $"Output, {result.Output.Shape}" }),
             DirectionMap(result.Winner)]);
    }

    /// <summary>A scene: the photograph and its exact labels beside it.</summary>
    /// <param name="scene">Photograph, labels and palette.</param>
    public static Figure Scene(Scene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var options = new ImageFigureOptions { Side = 340, Palette = scene.Palette };
        return Row([Image(scene.Photo, options with { Title = "Photograph" }), Labels(scene.Labels, options with { Title = "Labels" })]);
    }

    /// <summary>The classes of a palette: colours, numbers, names.</summary>
    /// <param name="palette">The palette.</param>
    public static Figure Palette(Palette palette)
    {
        ArgumentNullException.ThrowIfNull(palette);
        var entries = palette.Names.Select((name, i) =>
            new LegendEntry(Ink.From(palette.Colours[i]), $"{Numbers.Count(i)} {Words.Cut(name, 40)}"))
            .Append(new LegendEntry(Ink.From(palette.IgnoreColour), "255 ignore")).ToList();
        var text = string.Concat(palette.Names.Select((name, i) => $"{Numbers.Count(i)} {Words.Cut(name, 40)} {palette.Colours[i]}\n"));
        return Page.Compose($"Palette of {Words.Many(palette.Count, "class")}", Legend.Draw(entries, 190), text);
    }

    /// <summary>Lines over two axes, such as a loss over steps.</summary>
    /// <param name="series">Up to twelve lines.</param>
    /// <param name="options">Title, axis names, scale, a bound; the defaults when left out.</param>
    public static Figure LineChart(IReadOnlyList<ChartSeries> series, ChartFigureOptions? options = null) =>
        LineChartFigure.Build(Expect.NotNull(series), options ?? new ChartFigureOptions());

    /// <summary>A network layer by layer: shapes, numbers to learn, and the share of the work as bars.</summary>
    /// <param name="network">The layers for inputs of some shape, such as a refiner describes.</param>
    /// <param name="title">The line above; the number of layers when empty.</param>
    public static Figure Network(NetworkTable network, string title = "") =>
        NetworkFigure.Build(Expect.NotNull(network), title);

    /// <summary>A training: its loss and its scores over the steps, in two charts, and the scores as a table.</summary>
    /// <param name="log">The log of the training.</param>
    /// <param name="options">Title, the score of the coarse maps, the planned steps; the defaults when left out.</param>
    public static Figure Training(TrainingLog log, TrainingFigureOptions? options = null) =>
        Training([new TrainingCurve("training", Expect.NotNull(log))], options);

    /// <summary>Trainings compared, such as one-way and three-way.</summary>
    /// <param name="runs">Their logs with their names, up to six.</param>
    /// <param name="options">Title, the score of the coarse maps, the planned steps; the defaults when left out.</param>
    public static Figure Training(IReadOnlyList<TrainingCurve> runs, TrainingFigureOptions? options = null) =>
        TrainingFigure.Build(Expect.NotNull(runs), options ?? new TrainingFigureOptions());

    /// <summary>Figures beside each other.</summary>
    /// <param name="figures">The figures, from left to right.</param>
    /// <param name="captions">A line above each; none when left out.</param>
    public static Figure Row(IReadOnlyList<Figure> figures, IReadOnlyList<string>? captions = null) =>
        GridFigure.Build(Expect.NotNull(figures),
            new GridFigureOptions { Columns = Math.Max(1, figures.Count), Captions = captions ?? [] });

    /// <summary>Figures beside and under each other.</summary>
    /// <param name="figures">The figures, row by row.</param>
    /// <param name="options">Title, columns, captions; the defaults when left out.</param>
    public static Figure Grid(IReadOnlyList<Figure> figures, GridFigureOptions? options = null) =>
        GridFigure.Build(Expect.NotNull(figures), options ?? new GridFigureOptions());
}

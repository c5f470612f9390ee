using Spn.Scenes;
using Spn.Segmentation;
using Spn.Tasks;

namespace Spn.Tool.Benchmarks;

/// <summary>One line of <c>spn bench tasks</c>.</summary>
/// <param name="Task">What is to be done.</param>
/// <param name="Method">How.</param>
/// <param name="Errors">Of each measure its value on each scene.</param>
/// <param name="Milliseconds">The median time on each scene; empty for what takes none.</param>
internal sealed record TasksFigure(
    string Task, string Method, IReadOnlyList<TasksError> Errors, IReadOnlyList<double> Milliseconds);

/// <summary>A measure on every scene.</summary>
/// <param name="Name">What it is called, with its unit.</param>
/// <param name="Format">How its numbers are written.</param>
/// <param name="Values">One a scene.</param>
internal sealed record TasksError(string Name, string Format, IReadOnlyList<double> Values);

/// <summary>What propagation does beyond segmentation, beside the method that each task is known by, on scenes with known truth.</summary>
/// <param name="seeds">One scene each.</param>
/// <param name="threads">Threads, 0 for all cores.</param>
/// <param name="runs">Least runs of each that are timed.</param>
internal sealed class TasksBenchmark(IReadOnlyList<int> seeds, int threads, int runs)
{
    private readonly SpreadOptions _threeWay = SpreadOptions.Default with { Threads = threads };

    private readonly LinearSystemOptions _system = new() { Threads = threads };

    private SpreadOptions OneWay => _threeWay with { Connection = Connection.OneWay };

    /// <summary>All tasks, line by line.</summary>
    public IEnumerable<TasksFigure> Run() => Smoothed().Concat(Coloured()).Concat(Matted()).Concat(Filled());

    /// <summary>Strong sensor noise, to be taken out.</summary>
    private IEnumerable<TasksFigure> Smoothed()
    {
        var scenes = Scenes(new SceneOptions { Noise = 0.06 });
        var guided = new GuidedFilterOptions { Radius = 1, Epsilon = 0.05, Threads = threads };
        var (oneWay, threeWay) = (SmoothingOptions.Default with { Threads = threads },
            SmoothingOptions.Default with { Connection = Connection.ThreeWay, Threads = threads });
        TasksFigure Line(string method, Func<TaskScene, FeatureMap> work, bool timed = true) => Figure(
            "smooth a noisy photograph", method, scenes, work, timed,
            new Measure<TaskScene>("PSNR, dB", "f2", (scene, map) => MapErrors.PeakSignalToNoise(scene.Clean, map)));
        yield return Line("the photograph itself", scene => scene.Photo, timed: false);
        yield return Line("propagation, one-way (domain transform)", scene => Smoothing.Propagate(scene.Photo, oneWay));
        yield return Line("propagation, three-way", scene => Smoothing.Propagate(scene.Photo, threeWay));
        yield return Line("guided filter", scene => GuidedFilter.Smooth(scene.Photo, null, guided));
    }

    private IEnumerable<TasksFigure> Coloured()
    {
        var scenes = Scenes(new SceneOptions()).Select((scene, i) => new Filling(
            scene, Colourisation.Grey(scene.Photo), scene.Scribbles(seed: seeds[i]), Colourisation.Chroma(scene.Clean))).ToList();
        return Lines(
            "colourise from scribbles", scenes, "grey", filling => new FeatureMap(filling.Truth.Shape),
            "least squares (Levin 2004)", filling => LeastSquares.Fill(filling.Guide, filling.Known, _system),
            new Measure<Filling>("chroma RMSE", "f2", (filling, map) => MapErrors.RootMeanSquare(filling.Truth, map)),
            new Measure<Filling>("PSNR, dB", "f2", (filling, map) =>
                MapErrors.PeakSignalToNoise(filling.Scene.Clean, Colourisation.Paint(filling.Guide, map))));
    }

    private IEnumerable<TasksFigure> Matted()
    {
        var scenes = Scenes(new SceneOptions { Height = 180, Width = 240, EdgeSoftness = 3, Objects = 2, Classes = 3, Noise = 0.005 })
            .Select(scene => new Filling(scene, scene.Photo, Matting.Known(scene.Trimap(2)), scene.Alpha)).ToList();
        return Lines(
            "matte from a trimap, 180×240", scenes, "½ where unknown", filling => filling.Scene.Trimap(2), "closed form (Levin 2008)",
            filling => Matting.ClosedForm(filling.Guide, filling.Known, _system),
            new Measure<Filling>("SAD", "f0", (filling, map) => MapErrors.AbsoluteSum(filling.Truth, map)),
            new Measure<Filling>("MSE, 1e-3", "f2", (filling, map) => 1e3 * MapErrors.MeanSquare(filling.Truth, map)));
    }

    private IEnumerable<TasksFigure> Filled()
    {
        var scenes = Scenes(new SceneOptions()).Select((scene, i) =>
            new Filling(scene, scene.Photo, scene.DepthHints(seed: seeds[i]), scene.Depth)).ToList();
        return Lines(
            "depth from 384 samples (0.5 %)", scenes, "nearest sample", Nearest, "least squares",
            filling => LeastSquares.Fill(filling.Guide, filling.Known, _system),
            new Measure<Filling>("RMSE", "f3", (filling, map) => MapErrors.RootMeanSquare(filling.Truth, map)),
            new Measure<Filling>("mean error", "f3", (filling, map) =>
                MapErrors.AbsoluteSum(filling.Truth, map) / filling.Truth.Values.Length));
    }

    /// <summary>The methods that fill in what is not known.</summary>
    private IEnumerable<TasksFigure> Lines(
        string task, IReadOnlyList<Filling> scenes, string plain, Func<Filling, FeatureMap> without, string system,
        Func<Filling, SolvedMap> solve, params Measure<Filling>[] measures)
    {
        yield return Figure(task, plain, scenes, without, false, measures);
        yield return Figure(task, "propagation, one-way (domain transform)", scenes, filling =>
            Spreading.Along(filling.Guide, filling.Known, OneWay).Values, true, measures);
        yield return Figure(task, "propagation, three-way", scenes, filling =>
            Spreading.Along(filling.Guide, filling.Known, _threeWay).Values, true, measures);
        yield return Figure(task, system, scenes, filling => solve(filling).Values, true, measures);
    }

    private TasksFigure Figure<T>(
        string task, string method, IReadOnlyList<T> scenes, Func<T, FeatureMap> work, bool timed, params Measure<T>[] measures)
    {
        var maps = scenes.Select(work).ToList();
        return new TasksFigure(
            task, method,
            [.. measures.Select(measure => new TasksError(
                measure.Name, measure.Format, [.. scenes.Select((scene, i) => measure.Of(scene, maps[i]))]))],
            timed ? [.. scenes.Select(scene => 1e3 * Timing.Of(() => work(scene), 0.2, runs).Median)] : []);
    }

    private List<TaskScene> Scenes(SceneOptions options) =>
        [.. seeds.Select(seed => TaskScene.Render(options with { Seed = seed }))];

    /// <summary>Each pixel takes the sample that is nearest to it.</summary>
    private static FeatureMap Nearest(Filling filling)
    {
        var (known, width) = (filling.Known, filling.Truth.Width);
        int[] samples = [.. Enumerable.Range(0, known.Known.Values.Length).Where(i => known.Known.Values[i] == 1)];
        return FeatureMap.Generate(filling.Truth.Shape, (_, c, row, column) => known.Values.Plane(0, c)[samples.MinBy(i =>
            (i / width - row) * (i / width - row) + (i % width - column) * (i % width - column))]);
    }

    /// <summary>A scene of which something is known.</summary>
    private sealed record Filling(TaskScene Scene, FeatureMap Guide, SparseMap Known, FeatureMap Truth);

    private sealed record Measure<T>(string Name, string Format, Func<T, FeatureMap, double> Of);
}

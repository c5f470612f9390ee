using Spn.Learning;
using Spn.Segmentation;

namespace Spn.Tool.Benchmarks;

/// <summary>One line of <c>spn bench crf</c>.</summary>
/// <param name="Work">What was timed.</param>
/// <param name="Time">How long it took; null where it was skipped.</param>
/// <param name="Note">What it consists of, or why it was skipped.</param>
internal sealed record CrfFigure(string Work, Timing? Time, string Note);

/// <summary>Times the dense CRF and what the paper puts beside it, on one photograph, one after the other in one process.</summary>
/// <param name="photo">1×3×H×W.</param>
/// <param name="classes">C.</param>
/// <param name="options">Of the CRF.</param>
/// <param name="runs">Least runs of each.</param>
internal sealed class CrfBenchmark(FeatureMap photo, int classes, DenseCrfOptions options, int runs)
{
    private readonly FeatureMap _probabilities = Blobs(photo, classes);

    /// <summary>The whole CRF and its parts, the propagation and the refiner.</summary>
    public IEnumerable<CrfFigure> Run()
    {
        var work = new RowWork(options.Threads);
        yield return new CrfFigure(
            FormattableString.Invariant($"dense CRF, {options.Iterations} iterations"),
            Time(() => DenseCrf.Infer(_probabilities, photo, options)), "");
        using (var field = new MeanField(_probabilities, photo, options, work))
        {
            yield return new CrfFigure("  start", Time(() => new MeanField(_probabilities, photo, options, work).Dispose()),
                FormattableString.Invariant($"lattice of {field.Vertices} vertices, its normalisation, logarithms"));
            yield return new CrfFigure("  splat", Time(field.Splat), "once an iteration");
            yield return new CrfFigure("  blur", Time(field.Blur), "once an iteration, along all axes");
            yield return new CrfFigure("  update", Time(field.Update), "once an iteration: position kernel, slice, softmax");
        }

        foreach (var size in new[] { 256, 512 })
            yield return Propagated(new MapShape(1, 32, size, size));
        yield return Refiner();
    }

    private Timing Time(Action work) => Timing.Of(work, 0.5, runs);

    private CrfFigure Propagated(MapShape shape)
    {
        var weights = new PropagationWeights(
            Connection.ThreeWay, shape, FeatureMap.Random(shape with { Channels = 12 * shape.Channels }, 2).Values);
        var result = new PropagationResult(
            FeatureMap.Random(shape, 1), weights, new PropagationOptions().WithThreads(options.Threads), new FeatureMap(shape),
            new DirectionMap(shape, new byte[shape.Count]));
        return new CrfFigure(
            FormattableString.Invariant($"propagation alone, 32 channels at {shape.Height}×{shape.Width}"),
            Time(() => Propagation.ForwardInto(result)), "four three-way scans, the constraint, the maximum");
    }

    private CrfFigure Refiner()
    {
        const string Work = "whole refiner, preset voc";
        try
        {
            TorchLibrary.Load();
        }
        catch (TorchUnavailableException exception)
        {
            return new CrfFigure(Work, null, exception.Message);
        }

        using var model = new SpnRefiner(RefinerOptions.Voc with { Classes = classes });
        return new CrfFigure(
            Work, Time(() => model.Predict(photo, _probabilities)), "random weights: guidance network, transforms and propagation");
    }

    /// <summary>Probabilities of a segmenter at an eighth of the resolution: each place prefers one class, more or less.</summary>
    private static FeatureMap Blobs(FeatureMap photo, int classes)
    {
        var random = new Random(1);
        var coarse = FeatureMap.Generate(
            new MapShape(1, classes, Math.Max(1, photo.Height / 8), Math.Max(1, photo.Width / 8)), (_, c, row, column) =>
                MathF.Exp(4 * ((row / 12 * 5 + column / 12 * 3) % classes == c ? 1 : 0) + 2 * random.NextSingle()));
        var map = Imaging.Resize.Bilinear(coarse, photo.Height, photo.Width);
        for (var i = 0; i < map.Shape.PlaneSize; i++)
        {
            var sum = 0f;
            for (var c = 0; c < classes; c++)
                sum += map.Plane(0, c)[i];
            for (var c = 0; c < classes; c++)
                map.Plane(0, c)[i] /= sum;
        }

        return map;
    }
}

using System.Diagnostics;
using Spn.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tool.Benchmarks;

/// <summary>Training steps with one form of the op: seconds of each step that counts.</summary>
/// <param name="Step">Forward, loss, backward and the optimiser's step.</param>
/// <param name="OpForward">Of that inside the op, forward.</param>
/// <param name="OpBackward">Of that inside the op, backward.</param>
internal sealed record TrainingTimes(List<double> Step, List<double> OpForward, List<double> OpBackward)
{
    public TrainingTimes() : this([], [], []) { }

    /// <summary>The share of the op in each step.</summary>
    public IEnumerable<double> Shares => Step.Select((step, i) => (OpForward[i] + OpBackward[i]) / step);

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}

/// <summary>
/// Steps of the paper's network for HELEN on random patches of 128×128, on the CPU; in turns with our op and with the same op of torch's
/// operations, both in the same libtorch and the same process.
/// </summary>
internal static class TrainingBenchmark
{
    public const int Size = 128;

    private const int StepsOfTurn = 3;

    /// <summary>Runs both sides in turns, after one turn each to warm up.</summary>
    /// <param name="rounds">Turns of each side that count, of three steps each.</param>
    /// <param name="threads">Threads of libtorch, and so of the op.</param>
    /// <param name="patches">Patches of a step.</param>
    /// <returns>Our op, and torch's operations.</returns>
    public static IReadOnlyList<TrainingTimes> Run(int rounds, int threads, int patches)
    {
        TorchLibrary.Load();
        set_num_threads(threads);
        using var model = new SpnRefiner(RefinerOptions.Helen);
        using var optimiser = new TorchOptimiser(model, new OptimiserOptions());
        var batch = RandomBatch(patches, model.Classes);
        var ops = new[] { new TimedOp(model.Op), new TimedOp(TorchOperations.Propagate) };
        var times = Array.ConvertAll(ops, _ => new TrainingTimes());
        for (var round = 0; round <= rounds; round++)
            for (var side = 0; side < ops.Length; side++)
            {
                model.Op = ops[side].Run;
                // The first step of a turn finds the caches as the other side left them; it counts on neither.
                for (var i = -1; i < StepsOfTurn; i++)
                {
                    var start = Stopwatch.GetTimestamp();
                    Step(model, optimiser, batch);
                    if (i < 0 || round == 0)
                        continue;
                    times[side].Step.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                    times[side].OpForward.Add(ops[side].Forward);
                    times[side].OpBackward.Add(ops[side].Backward);
                }
            }

        return times;
    }

    private static void Step(SpnRefiner model, TorchOptimiser optimiser, TrainingBatch batch)
    {
        using var quiet = NoCollection.Begin();
        using var scope = NewDisposeScope();
        optimiser.ZeroGradients();
        TorchPropagation.Backward(model.Loss(batch));
        optimiser.ClipGradients();
        optimiser.Step(1e-4);
    }

    private static TrainingBatch RandomBatch(int patches, int classes)
    {
        var random = new Random(1);
        var coarse = FeatureMap.Generate(new MapShape(patches, classes, Size, Size), (_, _, _, _) => random.NextSingle() + 0.1f);
        for (var n = 0; n < patches; n++)
            for (var pixel = 0; pixel < Size * Size; pixel++)
            {
                var sum = 0f;
                for (var c = 0; c < classes; c++)
                    sum += coarse.Plane(n, c)[pixel];
                for (var c = 0; c < classes; c++)
                    coarse.Plane(n, c)[pixel] /= sum;
            }

        return new TrainingBatch
        {
            Image = FeatureMap.Generate(new MapShape(patches, 3, Size, Size), (_, _, _, _) => random.NextSingle()),
            Coarse = coarse,
            Labels = [.. Enumerable.Range(0, patches).Select(_ => LabelMap.Generate(Size, Size, (_, _) => (byte)random.Next(classes)))],
        };
    }
}

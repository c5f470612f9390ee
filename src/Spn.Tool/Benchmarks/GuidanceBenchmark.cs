using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Spn.Tool.Benchmarks;

/// <summary>The guidance network at one batch size.</summary>
/// <param name="Batch">N.</param>
/// <param name="Work">Forward, or forward and backward.</param>
/// <param name="Ours">Seconds of each run, sorted.</param>
/// <param name="Theirs">Seconds of each run of PyTorch, sorted; empty when it was skipped.</param>
internal sealed record GuidanceFigure(int Batch, string Work, double[] Ours, double[] Theirs)
{
    /// <summary>Operations of the convolutions alone, two for each multiply-add.</summary>
    public double Operations => GuidanceLayers.Operations(Batch, Work == GuidanceBenchmark.Both);

    public static double Median(double[] sorted) => sorted[sorted.Length / 2];
}

/// <summary>The figures of one run of <c>spn bench guidance</c>: our network and PyTorch's take turns.</summary>
/// <param name="Threads">Threads of both.</param>
/// <param name="Torch">PyTorch's version; empty when it was skipped.</param>
/// <param name="Skipped">Why it was skipped.</param>
/// <param name="Figures">What was measured.</param>
internal sealed record GuidanceBenchmark(int Threads, string Torch, string Skipped, IReadOnlyList<GuidanceFigure> Figures)
{
    public const string Forward = "forward", Both = "both";

    public static string Header { get; } = Row("batch", "work", "spn ms", "GFLOP/s", "PyTorch ms", "GFLOP/s", "times");

    /// <summary>Runs both sides in turns, <paramref name="rounds"/> times after one to warm up, at batch 1 and 8.</summary>
    /// <param name="threads">Threads of both sides.</param>
    /// <param name="rounds">Turns that are counted.</param>
    /// <param name="torch">PyTorch's side; null to leave it out.</param>
    public static IEnumerable<GuidanceFigure> Run(int threads, int rounds, TorchGuidance? torch)
    {
        var network = GuidanceLayers.Build();
        network.Threads = threads;
        foreach (var batch in new[] { 1, 8 })
        {
            var image = FeatureMap.Random(new MapShape(batch, 3, 128, 128), 1);
            void Step()
            {
                foreach (var parameter in network.Parameters)
                    Array.Clear(parameter.Gradient);
                network.Forward(image);
                // The gradient of the sum of the outputs, as the script takes it.
                var gradient = network.OutputGradient;
                Parallel.For(0, gradient.Batch, n => Array.Fill(gradient.Values, 1, n * gradient.Values.Length / gradient.Batch, gradient.Values.Length / gradient.Batch));
                network.Backward();
            }

            foreach (var (work, run) in new (string, Action)[] { (Forward, () => network.Forward(image)), (Both, Step) })
            {
                var perRound = batch == 1 ? 5 : 2;
                List<double> ours = [], theirs = [];
                for (var round = 0; round <= rounds; round++)
                    for (var i = -1; i < perRound; i++)
                    {
                        // The first run of a turn finds the caches and the other side's threads as they were left; it counts on neither side.
                        if (i < 0 && torch is not null)
                            theirs.AddRange(torch.Time(batch, work, perRound + 1).Skip(1).Where(_ => round > 0));
                        var start = Stopwatch.GetTimestamp();
                        run();
                        if (i >= 0 && round > 0)
                            ours.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                    }

                yield return new GuidanceFigure(batch, work, [.. ours.Order()], [.. theirs.Order()]);
            }
        }
    }

    public string Introduction() => FormattableString.Invariant(
        $"{PropagationReport.Machine}, {Threads} threads; {(Torch.Length > 0 ? $"PyTorch {Torch} in turns" : $"PyTorch: skipped, {Skipped}")}");

    public static string Line(GuidanceFigure f)
    {
        var ours = GuidanceFigure.Median(f.Ours);
        var theirs = f.Theirs.Length > 0 ? GuidanceFigure.Median(f.Theirs) : double.NaN;
        string Theirs(double value, int digits) => f.Theirs.Length > 0 ? Number(value, digits) : "";
        return Row($"{f.Batch}", f.Work == Both ? "forward + backward" : f.Work, Number(1e3 * ours, 2), Number(f.Operations / ours / 1e9, 0),
            Theirs(1e3 * theirs, 2), Theirs(f.Operations / theirs / 1e9, 0), Theirs(theirs / ours, 2));
    }

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            machine = PropagationReport.Machine,
            threads = Threads,
            torch = Torch,
            torch_skipped = Skipped,
            figures = Figures.Select(f => new
            {
                batch = f.Batch,
                work = f.Work,
                gflop = f.Operations / 1e9,
                median_ms = 1e3 * GuidanceFigure.Median(f.Ours),
                best_ms = 1e3 * f.Ours[0],
                runs = f.Ours.Length,
                torch_median_ms = f.Theirs.Length > 0 ? 1e3 * GuidanceFigure.Median(f.Theirs) : (double?)null,
                torch_best_ms = f.Theirs.Length > 0 ? 1e3 * f.Theirs[0] : (double?)null,
            }),
        },
        new JsonSerializerOptions { WriteIndented = true });

    private static string Row(string batch, string work, string ours, string rate, string theirs, string theirRate, string times) =>
        $"{batch,5}  {work,-18} {ours,10} {rate,8} {theirs,11} {theirRate,8} {times,6}";

    private static string Number(double value, int digits) => value.ToString($"f{digits}", CultureInfo.InvariantCulture);
}

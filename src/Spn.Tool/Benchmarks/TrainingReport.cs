using System.Globalization;
using System.Text;
using System.Text.Json;
using Spn.Learning;

namespace Spn.Tool.Benchmarks;

/// <summary>The figures of one run of <c>spn bench training</c>: medians, as a table or as JSON.</summary>
/// <param name="Threads">Threads.</param>
/// <param name="Batch">Patches of a step.</param>
/// <param name="Ours">Steps with our op.</param>
/// <param name="Torch">Steps with the op of torch's operations.</param>
internal sealed record TrainingReport(int Threads, int Batch, TrainingTimes Ours, TrainingTimes Torch)
{
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{PropagationReport.Machine}, {Threads} threads, libtorch {TorchFolders.Version}\n");
        text.Append(CultureInfo.InvariantCulture,
            $"one training step, batch {Batch}, {TrainingBenchmark.Size}×{TrainingBenchmark.Size}, network for HELEN; ")
            .Append(CultureInfo.InvariantCulture, $"medians of {Ours.Step.Count} steps in ms\n");
        text.Append(CultureInfo.InvariantCulture, $"{"",-20} {"step",9} {"op forward",11} {"op backward",12} {"share of op",12}\n");
        foreach (var (name, times) in new[] { ("our op", Ours), ("of torch operations", Torch) })
            text.Append(CultureInfo.InvariantCulture, $"{name,-20} {Milliseconds(times.Step),9:f1} {Milliseconds(times.OpForward),11:f1} ")
                .Append(CultureInfo.InvariantCulture, $"{Milliseconds(times.OpBackward),12:f1} ")
                .Append(CultureInfo.InvariantCulture, $"{100 * TrainingTimes.Median(times.Shares),10:f1} %\n");
        text.Append(CultureInfo.InvariantCulture, $"torch / ours: step {StepRatio:f2}, op {OpRatio:f1}\n");
        return text.ToString();
    }

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            machine = PropagationReport.Machine,
            threads = Threads,
            libtorch = TorchFolders.Version,
            batch = Batch,
            size = TrainingBenchmark.Size,
            steps = Ours.Step.Count,
            ours = Json(Ours),
            torch = Json(Torch),
            step_ratio = StepRatio,
            op_ratio = OpRatio,
        },
        new JsonSerializerOptions { WriteIndented = true });

    private double StepRatio => TrainingTimes.Median(Torch.Step) / TrainingTimes.Median(Ours.Step);

    private double OpRatio => Op(Torch) / Op(Ours);

    private static object Json(TrainingTimes times) => new
    {
        step_ms = Milliseconds(times.Step),
        op_forward_ms = Milliseconds(times.OpForward),
        op_backward_ms = Milliseconds(times.OpBackward),
        op_share = TrainingTimes.Median(times.Shares),
    };

    private static double Op(TrainingTimes times) =>
        TrainingTimes.Median(times.OpForward.Zip(times.OpBackward, (forward, backward) => forward + backward));

    private static double Milliseconds(List<double> seconds) => 1e3 * TrainingTimes.Median(seconds);
}

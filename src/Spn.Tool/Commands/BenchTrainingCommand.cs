using System.CommandLine;
using Spn.Tool.Benchmarks;

namespace Spn.Tool.Commands;

/// <summary>
/// <c>spn bench training</c>: how long a training step takes here, and the op's share of it, beside the same op of torch's operations.
/// </summary>
internal static class BenchTrainingCommand
{
    public static Command Create()
    {
        var (json, threads) = (BenchArguments.Json(), BenchArguments.Threads());
        var rounds = BenchArguments.Count("--rounds", "Turns that each form of the op takes.", 5);
        var batch = BenchArguments.Count("--batch", "Patches of a step.", 8);
        const string What = "Time a training step, the op's share of it, and the same step with the op written in torch's operations.";
        var command = new Command("training", What)
        {
            rounds, threads, batch, json,
        };
        command.SetAction(parsed =>
        {
            var (asked, patches) = (parsed.GetValue(threads), parsed.GetValue(batch));
            var used = asked == 0 ? Environment.ProcessorCount : asked;
            var table = BenchArguments.Table(parsed, json);
            var times = TrainingBenchmark.Run(parsed.GetValue(rounds), used, patches);
            var report = new TrainingReport(used, patches, times[0], times[1]);
            table.Write(report);
            BenchArguments.Write(parsed, json, report.ToJson());
            return 0;
        });
        return command;
    }
}

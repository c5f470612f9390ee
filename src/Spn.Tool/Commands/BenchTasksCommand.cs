using System.CommandLine;
using Spn.Tool.Benchmarks;

namespace Spn.Tool.Commands;

/// <summary><c>spn bench tasks</c>: smoothing, colourisation, matting and depth beside the methods they are known by.</summary>
internal static class BenchTasksCommand
{
    public static Command Create()
    {
        var (json, threads) = (BenchArguments.Json(), BenchArguments.Threads());
        var seeds = new Option<int[]>("--seeds")
        {
            Description = "The generated scenes.", HelpName = "N", AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [1, 2, 3],
        }.In(0, 1_000_000_000);
        var runs = BenchArguments.Count("--runs", "Runs of each piece of work, at least.", 3);
        var command = new Command("tasks", "Error and time of smoothing, colourisation, matting and depth on scenes with known truth.")
        {
            seeds, runs, threads, json,
        };
        command.SetAction(parsed =>
        {
            var table = BenchArguments.Table(parsed, json);
            var (chosen, asked) = (parsed.GetValue(seeds)!, parsed.GetValue(threads));
            var report = new TasksReport(chosen, asked == 0 ? Environment.ProcessorCount : asked);
            table.WriteLine(report.Introduction());
            foreach (var figure in new TasksBenchmark(chosen, asked, parsed.GetValue(runs)).Run())
            {
                if (report.Figures.LastOrDefault()?.Task != figure.Task)
                    table.WriteLine(TasksReport.Header(figure));
                report.Figures.Add(figure);
                table.WriteLine(TasksReport.Line(figure));
            }

            BenchArguments.Write(parsed, json, report.ToJson());
            return 0;
        });
        return command;
    }
}

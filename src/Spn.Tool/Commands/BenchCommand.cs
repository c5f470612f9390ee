using System.CommandLine;
using System.Globalization;
using Spn.Tool.Benchmarks;

namespace Spn.Tool.Commands;

/// <summary><c>spn bench</c>: how fast this machine runs the op, against what its memory allows and against PyTorch.</summary>
internal static class BenchCommand
{
    private static readonly MapShape[] Shapes = [new(1, 32, 64, 64), new(8, 32, 64, 64), new(1, 32, 512, 512), new(1, 1, 4096, 4096)];

    public static Command Create() => new("bench", "Time this machine.")
    {
        CreatePropagation(), BenchTrainingCommand.Create(), BenchCudaCommand.Create(), BenchExplorerCommand.Create(),
        BenchReportCommand.Create(), BenchCrfCommand.Create(), BenchTasksCommand.Create(), BenchKernelsCommand.Create(),
    };

    private static Command CreatePropagation()
    {
        var shapes = new Option<string[]>("--shape")
        {
            Description = "Shapes N,C,H,W to time; the four of the README unless given.",
            AllowMultipleArgumentsPerToken = true,
        };
        var (json, threads) = (BenchArguments.Json(), BenchArguments.Threads());
        var noTorch = new Option<bool>("--no-torch") { Description = "Do not time PyTorch beside it." };
        var runs = BenchArguments.Count("--torch-runs", "Runs of each piece of work in PyTorch.", 5);
        var command = new Command("propagation", "Time the propagation op, and the memory it is bound by.")
        {
            shapes, json, threads, noTorch, runs,
        };
        command.SetAction(parsed =>
        {
            var chosen = parsed.GetValue(shapes) is { Length: > 0 } given ? given.Select(Parse).ToArray() : Shapes;
            var (asked, torchRuns) = (parsed.GetValue(threads), parsed.GetValue(runs));
            var report = Measure(chosen, asked, parsed.GetValue(noTorch), torchRuns, BenchArguments.Table(parsed, json));
            BenchArguments.Write(parsed, json, report.ToJson());
            return 0;
        });
        return command;
    }

    private static PropagationReport Measure(MapShape[] shapes, int threads, bool noTorch, int torchRuns, TextWriter output)
    {
        var figures = new List<PropagationFigure>();
        var used = threads == 0 ? Environment.ProcessorCount : threads;
        var report = new PropagationReport(used, Bandwidth.Measure(), figures, new TorchPeer([], "--no-torch was given"));
        output.WriteLine(report.Introduction());
        output.WriteLine(PropagationReport.Header);
        foreach (var shape in shapes)
            foreach (var connection in new[] { Connection.ThreeWay, Connection.OneWay })
                foreach (var shared in shape.Channels > 1 ? new[] { false, true } : [false])
                    foreach (var figure in PropagationBenchmark.Run(shape, connection, shared, threads))
                    {
                        figures.Add(figure);
                        output.WriteLine(PropagationReport.Line(figure, report.Bandwidth));
                    }

        if (!noTorch)
            report = report with { Torch = TorchPeer.Measure(torchRuns) };
        output.WriteLine();
        output.Write(report.TorchText());
        return report;
    }

    private static MapShape Parse(string text)
    {
        var extents = Array.ConvertAll(
            text.Split(','), part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var extent) ? extent : 0);
        if (extents.Length != 4 || extents.Min() < 1)
            throw new ArgumentException(
                $"expected a shape N,C,H,W of four whole numbers above zero, got '{text}'; for example 1,32,64,64.");
        var weights = extents.Aggregate(12.0, (product, extent) => product * extent);
        return weights <= Array.MaxLength
            ? new MapShape(extents[0], extents[1], extents[2], extents[3])
            : throw new ArgumentException(FormattableString.Invariant(
                $"expected a shape of at most {Array.MaxLength / 12} values, got '{text}', whose weights fit no array; make it smaller."));
    }
}

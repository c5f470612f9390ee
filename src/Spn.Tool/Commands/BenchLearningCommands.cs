using System.CommandLine;
using Spn.Tool.Benchmarks;

namespace Spn.Tool.Commands;

/// <summary><c>spn bench convolution</c> and <c>spn bench guidance</c>: how fast a network learns on this machine.</summary>
internal static class BenchLearningCommands
{
    public static Command CreateConvolution()
    {
        var (json, threads) = (Json(), Threads());
        var batch = new Option<int>("--batch") { Description = "Maps at once.", DefaultValueFactory = _ => 8 };
        var command = new Command("convolution", "Time each layer of the guidance network: forward, data gradient, weight gradient.") { batch, threads, json };
        command.SetAction(parsed =>
        {
            var (asked, n) = (Least(parsed, threads, 0), Least(parsed, batch, 1));
            var figures = new List<ConvolutionFigure>();
            var used = asked == 0 ? Environment.ProcessorCount : asked;
            var report = new ConvolutionBenchmark(used, n, ArithmeticPeak.Measure(used), figures);
            var output = Output(parsed, json);
            output.WriteLine(report.Introduction());
            output.WriteLine(ConvolutionBenchmark.Header);
            foreach (var shape in GuidanceLayers.Convolutions(n))
                foreach (var figure in ConvolutionBenchmark.Run(shape, asked))
                {
                    figures.Add(figure);
                    output.WriteLine(report.Line(figure));
                }

            output.WriteLine(report.Sum());
            Write(parsed, json, report.ToJson());
            return 0;
        });
        return command;
    }

    public static Command CreateGuidance()
    {
        var (json, threads) = (Json(), Threads());
        var rounds = new Option<int>("--rounds") { Description = "Turns that each side takes.", DefaultValueFactory = _ => 5 };
        var noTorch = new Option<bool>("--no-torch") { Description = "Do not time PyTorch beside it." };
        var command = new Command("guidance", "Time the guidance network, forward and backward, in turns with PyTorch.") { rounds, threads, noTorch, json };
        command.SetAction(parsed =>
        {
            var (asked, turns) = (Least(parsed, threads, 0), Least(parsed, rounds, 1));
            var used = asked == 0 ? Environment.ProcessorCount : asked;
            var (peer, skipped) = parsed.GetValue(noTorch) ? (null, "--no-torch was given") : TorchGuidance.Start(used);
            using var torch = peer;
            var figures = new List<GuidanceFigure>();
            var report = new GuidanceBenchmark(used, torch?.Version ?? "", skipped, figures);
            var output = Output(parsed, json);
            output.WriteLine(report.Introduction());
            output.WriteLine(GuidanceBenchmark.Header);
            foreach (var figure in GuidanceBenchmark.Run(used, turns, torch))
            {
                figures.Add(figure);
                output.WriteLine(GuidanceBenchmark.Line(figure));
            }

            Write(parsed, json, report.ToJson());
            return 0;
        });
        return command;
    }

    private static Option<string?> Json() => new("--json") { Description = "Write the figures to this file too; without a name, print them instead of the table.", Arity = ArgumentArity.ZeroOrOne };

    private static Option<int> Threads() => new("--threads") { Description = "Threads; 0 is one per core." };

    private static int Least(ParseResult parsed, Option<int> option, int least) =>
        parsed.GetValue(option) is var value && value >= least ? value : throw new ArgumentException($"expected {option.Name} of at least {least}, got {value}.");

    private static TextWriter Output(ParseResult parsed, Option<string?> json) =>
        parsed.GetResult(json) is not null && parsed.GetValue(json) is null ? TextWriter.Null : Console.Out;

    private static void Write(ParseResult parsed, Option<string?> json, string text)
    {
        if (parsed.GetValue(json) is { } path)
            AtomicFile.WriteText(path, text);
        else if (parsed.GetResult(json) is not null)
            Console.WriteLine(text);
    }
}

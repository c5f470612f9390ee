using System.CommandLine;
using Spectre.Console;
using Spn.Tool.Notebooks.Parameters;
using Spn.Tool.Notebooks.Runs;

namespace Spn.Tool.Commands;

/// <summary><c>spn run</c>: executes notebooks and writes executed notebooks and pages.</summary>
internal static class RunCommand
{
    private const string Description = """
        Run notebooks (.ipynb or .dib, C# and F# cells) without a server.

        Each notebook runs on .NET Interactive's own kernel in a process of its own, in its own folder, and gives an executed NAME.ipynb
        and a self-contained NAME.html.
        All but the outputs and execution counts of code cells stays byte for byte; two runs give the same bytes.
        A failing cell ends its notebook, unless --keep-going; what has run is written all the same, and the other notebooks run.
        A file that is no notebook is told, and the others run.
        Cells are numbered from 1 over all cells of the notebook, text included. A cell tagged raises-exception may fail.
        A notebook whose cell throws Spn.Interactive's NotebookSkippedException cannot run here: it is told as skipped, with the reason.

        Exit code: 0 all cells ran or the notebook was skipped, 1 a cell failed or the run was stopped, 2 the command line
        or a file was wrong, or a result could not be written.
        """;

    public static Command Create()
    {
        var inputs = new Argument<string[]>("files-or-folders")
        {
            Description = "Notebooks, or folders to search for .ipynb files, subfolders included.", Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--out")
        {
            Description = "Folder for the results.", HelpName = "DIR", DefaultValueFactory = _ => Path.Combine("artifacts", "notebooks"),
        };
        var inPlace = new Option<bool>("--in-place")
        {
            Description = "Write the executed notebook over its source, with its parameters; the page still goes to --out.",
        };
        var timeout = new Option<double?>("--timeout")
        {
            Description = "The longest one cell may take, in seconds; a cell that takes longer is ended, and its notebook with it. No "
                + "limit when absent.",
            HelpName = "S",
        }.In(0.001, 1e6);
        var parameter = new Option<string[]>("--param", "-p")
        {
            Description = "Set a variable of the cell tagged 'parameters' in a cell after it, tagged 'injected-parameters'; its type "
                + "stays. Repeatable. A path is read by the cells, so it counts from the notebook's folder. Among several notebooks those "
                + "that lack the name run as they are, but one must have it.",
            HelpName = "name=value",
            AllowMultipleArgumentsPerToken = false,
            DefaultValueFactory = _ => [],
        };
        var keepGoing = new Option<bool>("--keep-going")
        {
            Description = "Run the cells after a failing one too; the exit code still says 1. After a timeout or a crash the notebook "
                + "ends, since its state is lost.",
        };
        var jobs = new Option<int>("--jobs", "-j")
        {
            Description = "How many notebooks run at a time.",
            HelpName = "N", DefaultValueFactory = _ => Math.Min(2, Environment.ProcessorCount),
        }.In(1, Numbers.MostThreads);
        var command = new Command("run", Description) { inputs, output, inPlace, timeout, parameter, keepGoing, jobs };
        command.SetAction((parsed, cancellation) =>
        {
            var options = new RunOptions
            {
                Timeout = parsed.GetValue(timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                KeepGoing = parsed.GetValue(keepGoing),
            };
            var parameters = NotebookParameters.Parse(parsed.GetValue(parameter)!);
            var paths = parsed.GetValue(inputs)!;
            if (paths.FirstOrDefault(path => path.StartsWith('-') && !Path.Exists(path)) is { } unknown)
                throw new ArgumentException($"expected an option of 'spn run' or a path, got '{unknown}'; see 'spn run --help'.");
            var broken = 0;
            var items = RunPlan.Make(paths, parsed.GetValue(output)!, parsed.GetValue(inPlace), sentence =>
            {
                Console.Error.WriteLine($"spn: {sentence}");
                broken++;
            });
            return RunAsync(items, parameters, options, parsed.GetValue(jobs), broken > 0 ? 2 : 0, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        IReadOnlyList<RunItem> items, IReadOnlyDictionary<string, string> parameters, RunOptions options, int jobs, int exitCode,
        CancellationToken cancellation)
    {
        var results = Console.IsErrorRedirected || Console.IsOutputRedirected
            ? await Work(new PlainProgress(Console.Error))
            : await LiveProgress.ShowAsync(AnsiConsole.Console, items.Select(i => (i.Name, i.Document.Cells.Count)), Work);
        foreach (var result in results)
            Console.WriteLine(RunText.Summary(result));
        cancellation.ThrowIfCancellationRequested();
        if (results.Any(result => result.NotWritten is not null))
            return 2;
        return results.All(r => r.Run.Failures.Count == 0) ? exitCode : Math.Max(exitCode, 1);

        Task<IReadOnlyList<BatchResult>> Work(IRunObserver observer) =>
            new RunBatch(options, observer).RunAsync(items, parameters, jobs, cancellation);
    }
}

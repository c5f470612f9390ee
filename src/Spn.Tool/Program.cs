using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using Spn.Learning;
using Spn.Tasks;
using Spn.Tool.Commands;
using Spn.Tool.Notebooks.Host;

namespace Spn.Tool;

/// <summary>The entry point of <c>spn</c>: exit code 0 when all went well, 1 when the work failed, 2 when the input was wrong.</summary>
internal static class Program
{
    /// <summary>
    /// Turns off before anything else for the process of a notebook's cells, which starts without the dlls that the commands need.
    /// </summary>
    private static Task<int> Main(string[] arguments) =>
        arguments is [CellHost.Verb, var pipe] ? CellHost.RunAsync(pipe) : RunAsync(arguments);

    /// <summary>All commands.</summary>
    internal static Command Root() => new("spn", "Spatial propagation networks: notebooks, refinement, propagation, benchmarks.")
    {
        new HelpOption(), new VersionOption(),
        InfoCommand.Create(),
        PropagateCommand.Create(),
        RunCommand.Create(),
        RefineCommand.Create(),
        SmoothCommand.Create(),
        ColouriseCommand.Create(),
        MatteCommand.Create(),
        DepthCommand.Create(),
        ScenesCommand.Create(),
        TrainCommand.Create(),
        EvaluateCommand.Create(),
        ReportCommand.Create(),
        ExploreCommand.Create(),
        CompareCommand.Create(),
        InspectCommand.Create(),
        BenchCommand.Create(),
        CheckCommand.Create(),
    };

    private static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            var parsed = Root().Parse(arguments);
            if (Wrong(parsed) is { } wrong)
            {
                Tell(wrong);
                return 2;
            }

            // After Ctrl+C a step or an image is finished and written, however long that takes; the second Ctrl+C ends all at once.
            var asked = 0;
            using var second = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ =>
            {
                if (Interlocked.Increment(ref asked) > 1)
                    Environment.Exit(130);
            });
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = Timeout.InfiniteTimeSpan,
            });
        }
        catch (Exception exception) when (Sentence.Cause(exception) is ArgumentException or IOException or InvalidDataException
            or UnauthorizedAccessException or CudaException or TorchUnavailableException)
        {
            Tell(Sentence.Of(Sentence.Cause(exception)));
            return 2;
        }
        catch (Exception exception) when (Sentence.Cause(exception) is OutOfMemoryException)
        {
            Tell("expected more memory than there is; take smaller images, fewer at a time (--jobs, --memory), or a smaller batch.");
            return 1;
        }
        catch (Exception exception) when (exception is DivergedException or NonFiniteException or ConvergenceException)
        {
            Tell(Sentence.Of(exception));
            return 1;
        }
        catch (ExternalException exception)
        {
            Tell($"libtorch: {LibtorchMessage.Of(exception)}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            Tell("cancelled.");
            return 1;
        }
        catch (Exception exception)
        {
            Tell($"a fault of spn itself, please report it: {exception.GetType().Name}: {Sentence.Of(exception)}");
            return 1;
        }
    }

    /// <summary>One line to the standard error; where nobody can be told, the exit code still says that it went wrong.</summary>
    private static void Tell(string sentence)
    {
        try
        {
            Console.Error.WriteLine($"spn: {sentence}");
        }
        catch (IOException)
        {
        }
    }

    /// <summary>An option or an argument with an empty value, as an unset variable of a shell leaves it.</summary>
    private static string? Empty(ParseResult parsed)
    {
        var empty = parsed.CommandResult.Children.FirstOrDefault(child => child.Tokens.Any(token => token.Value.Length == 0));
        return empty switch
        {
            OptionResult { Option.Name: var name } => $"expected a value for {name}, got an empty one; name one.",
            ArgumentResult { Argument.Name: var name } => $"expected a value for {name}, got an empty one; name one.",
            _ => null,
        };
    }

    /// <summary>What is called otherwise elsewhere: what came, and the option and its word that mean it.</summary>
    private static readonly (string Got, string Option, string Word)[] Otherwise =
        [("--raw", "--normalisation", "raw"), ("propagation", "--method", "hand-weights")];

    /// <summary>What is wrong with a command line; null: nothing.</summary>
    internal static string? Wrong(ParseResult parsed)
    {
        if (parsed.Errors.Count == 0)
            return Empty(parsed);
        var command = parsed.CommandResult.Command;
        var path = command.Name;
        for (var above = parsed.CommandResult.Parent; above is CommandResult { Command.Name: var name }; above = above.Parent)
            path = $"{name} {path}";
        var unknown = parsed.UnmatchedTokens.FirstOrDefault() ?? "";
        var names = command.Subcommands.Select(inner => inner.Name).ToList();
        if (unknown.Length > 0 && !unknown.StartsWith('-') && names.Count > 0)
            return $"expected a command ({string.Join(", ", names)}), got '{unknown}'; the nearest is '{NearestName.Of(unknown, names)}'.";
        var options = command.Options.Select(option => option.Name).ToList();
        var said = parsed.Errors[0].Message.TrimEnd('.');
        var meant = Otherwise.Where(one => options.Contains(one.Option)
            && (unknown == one.Got || said.EndsWith($"for {one.Option}, got '{one.Got}'", StringComparison.Ordinal)))
            .Select(one => $"write {one.Option} {one.Word}").FirstOrDefault();
        var error = unknown.StartsWith('-')
            ? $"expected an option of '{path}', got '{unknown}'; {meant ?? $"the nearest is '{NearestName.Of(unknown, options)}'"}"
            : meant is null ? said : $"{said}; {meant}";
        return $"{error}; see '{path} --help'.";
    }
}

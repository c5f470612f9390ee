using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Spn.Learning;
using Spn.Tool.Commands;
using Spn.Tool.Notebooks.Host;

namespace Spn.Tool;

/// <summary>The entry point of <c>spn</c>: exit code 0 when all went well, 1 when the work failed, 2 when the input was wrong.</summary>
internal static partial class Program
{
    /// <summary>
    /// Turns off before anything else for the process of a notebook's cells, which starts without the dlls that the commands need.
    /// </summary>
    private static Task<int> Main(string[] arguments) =>
        arguments is [CellHost.Verb, var pipe] ? CellHost.RunAsync(pipe) : RunAsync(arguments);

    private static async Task<int> RunAsync(string[] arguments)
    {
        var root = new Command("spn", "Spatial propagation networks: notebooks, refinement, propagation, benchmarks.")
        {
            new HelpOption(), new VersionOption(),
            InfoCommand.Create(),
            PropagateCommand.Create(),
            RunCommand.Create(),
            RefineCommand.Create(),
            ScenesCommand.Create(),
            TrainCommand.Create(),
            EvaluateCommand.Create(),
            CompareCommand.Create(),
            BenchCommand.Create(),
            CheckCommand.Create(),
        };
        try
        {
            var parsed = root.Parse(arguments);
            if (parsed.Errors.Count > 0)
            {
                Tell(Wrong(root, parsed.Errors[0].Message, arguments));
                return 2;
            }

            // After Ctrl+C a step or an image is finished and written, however long that takes.
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = Timeout.InfiniteTimeSpan,
            });
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or InvalidDataException
            or UnauthorizedAccessException or CudaException or TorchUnavailableException)
        {
            Tell(Sentence(exception));
            return 2;
        }
        catch (Exception exception) when (exception is DivergedException or NonFiniteException)
        {
            Tell(Sentence(exception));
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
            Tell($"a fault of spn itself, please report it: {exception.GetType().Name}: {Sentence(exception)}");
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

    /// <summary>What is wrong with a command line.</summary>
    private static string Wrong(Command root, string error, string[] arguments)
    {
        var names = root.Subcommands.Select(command => command.Name).ToList();
        if (arguments is [var first, ..] && !first.StartsWith('-') && !names.Contains(first))
            return $"expected a command ({string.Join(", ", names)}), got '{first}'; the nearest is '{NearestName.Of(first, names)}'.";
        var command = arguments.Take(1).Where(names.Contains).Select(name => name + " ").FirstOrDefault();
        if (Unparsed().Match(error) is { Success: true } match)
            error = $"expected {match.Groups["option"]} to be {Expected(match.Groups["type"].Value)}, got '{match.Groups["argument"]}'";
        return $"{error.TrimEnd('.')}; see 'spn {command}--help'.";
    }

    [GeneratedRegex("^Cannot parse argument '(?<argument>.*)' for (?:option|command) '(?<option>.*)' as expected type '(?<type>.*)'")]
    private static partial Regex Unparsed();

    private static string Expected(string type) =>
        type.Contains("Byte", StringComparison.Ordinal) ? "a whole number from 0 to 255"
        : type.Contains("Int32", StringComparison.Ordinal) ? "a whole number from -2147483648 to 2147483647"
        : type.Contains("Int64", StringComparison.Ordinal) ? "a whole number"
        : type.Contains("Double", StringComparison.Ordinal) || type.Contains("Single", StringComparison.Ordinal) ? "a number"
        : type.Contains("Boolean", StringComparison.Ordinal) ? "true or false"
        : "something else";

    /// <summary>The exception's message on one line, without the runtime's "(Parameter 'x')" and without what steers a terminal.</summary>
    private static string Sentence(Exception exception)
    {
        var message = Parameter().Replace(exception.Message, "").ReplaceLineEndings(" ");
        if (exception is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException
            && InQuotes().Match(message) is { Success: true } match && !message.StartsWith("expected", StringComparison.Ordinal))
        {
            var path = match.Groups[1].Value;
            message = Directory.Exists(path) ? $"expected a file at {path}, got a folder; name a file in it."
                : exception is UnauthorizedAccessException ? $"expected leave to read or write {path}, got none; change its permissions."
                : $"expected a file at {path}, found none; correct the path.";
        }

        return string.Concat(message.Select(letter => char.IsControl(letter) ? '\uFFFD' : letter));
    }

    [GeneratedRegex(@" \(Parameter '[^']*'\)")]
    private static partial Regex Parameter();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex InQuotes();
}

using System.CommandLine;
using System.Runtime.InteropServices;
using Spn.Learning;
using Spn.Tool.Commands;
using Spn.Tool.Notebooks.Cells;

namespace Spn.Tool;

/// <summary>The entry point of <c>spn</c>: exit code 0 when all went well, 1 when the work failed, 2 when the input was wrong.</summary>
internal static class Program
{
    /// <summary>
    /// Turns off before anything else for the process of a notebook's cells, which starts without the dlls that the commands need.
    /// </summary>
    private static Task<int> Main(string[] arguments) =>
        arguments is [CellHost.Verb, var pipe] ? CellHost.RunAsync(pipe) : RunAsync(arguments);

    private static async Task<int> RunAsync(string[] arguments)
    {
        var root = new RootCommand("Spatial propagation networks: notebooks, refinement, propagation, benchmarks.")
        {
            InfoCommand.Create(),
            PropagateCommand.Create(),
            RunCommand.Create(),
            RefineCommand.Create(),
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
                foreach (var error in parsed.Errors)
                    Console.Error.WriteLine($"spn: {error.Message}");
                Console.Error.WriteLine($"spn: see 'spn {string.Join(' ', arguments.TakeWhile(a => !a.StartsWith('-')).Take(1))} --help'.");
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
            Console.Error.WriteLine($"spn: {Sentence(exception)}");
            return 2;
        }
        catch (Exception exception) when (exception is DivergedException or NonFiniteException)
        {
            Console.Error.WriteLine($"spn: {Sentence(exception)}");
            return 1;
        }
        catch (ExternalException exception)
        {
            // libtorch's own: the first line says what, those below where in its code.
            Console.Error.WriteLine($"spn: libtorch: {exception.Message.Split('\n')[0]}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("spn: cancelled.");
            return 1;
        }
    }

    /// <summary>The exception's message on one line, without the runtime's "(Parameter 'x')".</summary>
    private static string Sentence(Exception exception)
    {
        var name = (exception as ArgumentException)?.ParamName;
        return exception.Message.Replace($" (Parameter '{name}')", "").ReplaceLineEndings(" ");
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using Spn.DataSets;
using Spn.DataSets.Acquire;

namespace Spn.DataScripts;

/// <summary>The command line of a data-script.</summary>
public static class DataScript
{
    private static readonly Option<string> s_out = new("--out") { Description = "The folder to make.", Required = true, HelpName = "DIR" };

    private static readonly Option<string[]> s_from = new("--from")
    {
        Description = "An archive that you have, or a folder of them: it is not fetched, and left as it is. Repeatable.", HelpName = "FILE",
    };

    private static readonly Option<string[]> s_sha256 = new("--sha256")
    {
        Description = "The SHA-256 that an archive must have, in place of what is published; FILE=DIGITS where there are several. "
            + "Repeatable.", HelpName = "DIGITS",
    };

    private static readonly Option<string> s_mirror = new("--mirror")
    {
        Description = "A folder at another server that has the archives.", HelpName = "URL", DefaultValueFactory = _ => "",
    };

    private static readonly Option<string> s_archives = new("--archives")
    {
        Description = "Keep fetched archives in this folder; otherwise they are removed when the set is there.", HelpName = "DIR",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<string[]> s_counts = new("--counts")
    {
        Description = "The number of samples of a split, where an archive of another make is meant: train=367. Repeatable.",
        HelpName = "SPLIT=N",
    };

    /// <summary>A whole number of a script's own.</summary>
    /// <param name="name">As in <c>--height</c>.</param>
    /// <param name="description">One sentence.</param>
    /// <param name="usual">What it is when not given.</param>
    /// <param name="range">The least and the most.</param>
    public static Option<int> Number(string name, string description, int usual, Range range)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => usual };
        var (least, most) = (range.Start.Value, range.End.Value);
        option.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<int>() is var value && value >= least && value <= most)
                return;
            result.AddError($"expected {name} from {least} to {most}, got {value}");
        });
        return option;
    }

    /// <summary>Runs a script: makes the set that the command line asks for.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="description">What the set is, for <c>--help</c>.</param>
    /// <param name="source">The set, by the script's own options.</param>
    /// <param name="more">The script's own options.</param>
    /// <returns>0: the set is there; 1: it could not be made; 2: the command line was wrong.</returns>
    public static async Task<int> RunAsync(
        string[] arguments, string description, Func<ParseResult, SetSource> source, params Option[] more)
    {
        ArgumentNullException.ThrowIfNull(source);
        var command = new RootCommand(description) { s_out };
        foreach (var option in more)
            command.Add(option);
        foreach (var option in (Option[])[s_from, s_sha256, s_mirror, s_archives, s_counts])
            command.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var set = source(parsed);
            Task<SegmentationSet> Make(IAcquireReport report) =>
                new Acquisition(set, Request(parsed), report, Downloader.Create()).RunAsync(cancellation);
            _ = Console.IsErrorRedirected ? await Make(new LineReport(Console.Error)) : await BarReport.ShowAsync(Make);
        });
        try
        {
            var parsed = command.Parse(arguments);
            if (parsed.Errors.Count > 0)
                return Tell($"{parsed.Errors[0].Message.TrimEnd('.')}; see --help.", 2);
            if (parsed.CommandResult.Children.FirstOrDefault(child => child.Tokens.Any(token => token.Value.Length == 0))
                is OptionResult { Option.Name: var name })
                return Tell($"expected a value for {name}, got an empty one; name one.", 2);
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = Timeout.InfiniteTimeSpan,
            });
        }
        catch (ArgumentException exception)
        {
            return Tell(exception.Message, 2);
        }
        catch (OperationCanceledException)
        {
            return Tell("stopped; run it again to go on.", 1);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Tell(exception.Message, 1);
        }
        catch (Exception exception)
        {
            return Tell($"a fault of the script itself, please report it: {exception.GetType().Name}: {exception.Message}", 1);
        }
    }

    private static AcquireRequest Request(ParseResult parsed) => new()
    {
        Out = parsed.GetValue(s_out)!, From = parsed.GetValue(s_from) ?? [], Sha256 = parsed.GetValue(s_sha256) ?? [],
        Mirror = parsed.GetValue(s_mirror)!, Archives = parsed.GetValue(s_archives)!, Counts = parsed.GetValue(s_counts) ?? [],
    };

    private static int Tell(string sentence, int code)
    {
        var line = sentence.ReplaceLineEndings(" ");
        Console.Error.WriteLine(string.Concat(line.Select(letter => char.IsControl(letter) ? '\uFFFD' : letter)));
        return code;
    }
}

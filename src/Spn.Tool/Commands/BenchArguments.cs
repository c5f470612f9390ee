using System.CommandLine;

namespace Spn.Tool.Commands;

/// <summary>What the commands under <c>spn bench</c> share: threads, and figures as a table or as JSON.</summary>
internal static class BenchArguments
{
    public static Option<string?> Json() => new("--json")
    {
        Description = "Write the figures to this file too; without a name, print them instead of the table.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Option<int> Threads() => new("--threads") { Description = "Threads; 0 is one per core." };

    /// <summary>A number that is large enough.</summary>
    public static int Least(ParseResult parsed, Option<int> option, int least) =>
        parsed.GetValue(option) is var value && value >= least
            ? value
            : throw new ArgumentException($"expected {option.Name} of at least {least}, got {value}.");

    /// <summary>Where the table goes: nowhere, when JSON is printed instead.</summary>
    public static TextWriter Table(ParseResult parsed, Option<string?> json) =>
        parsed.GetResult(json) is not null && parsed.GetValue(json) is null ? TextWriter.Null : parsed.InvocationConfiguration.Output;

    /// <summary>Writes the JSON where it was asked for.</summary>
    public static void Write(ParseResult parsed, Option<string?> json, string text)
    {
        if (parsed.GetValue(json) is { } path)
            AtomicFile.WriteText(path, text);
        else if (parsed.GetResult(json) is not null)
            parsed.InvocationConfiguration.Output.WriteLine(text);
    }
}

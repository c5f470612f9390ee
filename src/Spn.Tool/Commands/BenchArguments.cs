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

    public static Option<int> Threads() =>
        new Option<int>("--threads") { Description = "Threads; 0 is one per core.", HelpName = "N" }.In(0, Numbers.MostThreads);

    /// <summary>How often, or how many.</summary>
    public static Option<int> Count(string name, string description, int usual) =>
        new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual, HelpName = "N" }.In(1, 10_000);

    /// <summary>Where the table goes: nowhere, when JSON is printed instead. A file to write is checked before the work.</summary>
    public static TextWriter Table(ParseResult parsed, Option<string?> json)
    {
        if (parsed.GetValue(json) is { } path)
            AtomicFile.Check(path);
        else if (parsed.GetResult(json) is not null)
            return TextWriter.Null;
        return parsed.InvocationConfiguration.Output;
    }

    /// <summary>Writes the JSON where it was asked for.</summary>
    public static void Write(ParseResult parsed, Option<string?> json, string text)
    {
        if (parsed.GetValue(json) is { } path)
        {
            AtomicFile.WriteText(path, text);
            parsed.InvocationConfiguration.Output.WriteLine($"wrote {path}");
        }
        else if (parsed.GetResult(json) is not null)
            parsed.InvocationConfiguration.Output.WriteLine(text);
    }
}

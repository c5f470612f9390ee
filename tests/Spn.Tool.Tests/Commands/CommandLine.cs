using System.CommandLine;

namespace Spn.Tool.Tests.Commands;

/// <summary>Runs a command of the tool inside the test's process.</summary>
internal static class CommandLine
{
    /// <summary>
    /// What the command printed, to either stream; its exceptions come through, and what is wrong with the arguments comes as one.
    /// </summary>
    public static string Run(Command command, params string[] arguments)
    {
        using var writer = new StringWriter();
        var parsed = command.Parse(arguments);
        if (Program.Wrong(parsed) is { } wrong)
            throw new ArgumentException(wrong);
        parsed.Invoke(new InvocationConfiguration { Output = writer, Error = writer, EnableDefaultExceptionHandler = false });
        return writer.ToString();
    }
}

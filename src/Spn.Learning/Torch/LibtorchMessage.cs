namespace Spn.Learning;

/// <summary>What libtorch says in an exception, on one line.</summary>
internal static class LibtorchMessage
{
    private const string Interpreter = "The following operation failed in the TorchScript interpreter.";

    /// <summary>
    /// The first line, which says what went wrong; those below say where in its code. A TorchScript module's own error stands in the last.
    /// </summary>
    public static string Of(Exception exception)
    {
        var lines = exception.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines is [Interpreter, .., var last] ? $"the TorchScript module failed: {last}" : lines.FirstOrDefault() ?? "no message";
    }
}

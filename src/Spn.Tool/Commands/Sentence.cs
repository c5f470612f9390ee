using System.Text.RegularExpressions;

namespace Spn.Tool.Commands;

/// <summary>What went wrong, as one line for a terminal.</summary>
internal static partial class Sentence
{
    /// <summary>The exception's message on one line, without the runtime's "(Parameter 'x')" and without what steers a terminal.</summary>
    public static string Of(Exception exception)
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

    /// <summary>What was thrown inside a loop over threads, or the exception itself.</summary>
    public static Exception Cause(Exception exception) =>
        exception is AggregateException { InnerExceptions: [var first, ..] } ? Cause(first) : exception;

    [GeneratedRegex(@" \(Parameter '[^']*'\)")]
    private static partial Regex Parameter();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex InQuotes();
}

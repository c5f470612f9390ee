using System.CommandLine;

namespace Spn.Tool.Commands;

/// <summary>What the command line holds.</summary>
internal static class Given
{
    /// <summary>Whether an option was written, and does not only have its usual value.</summary>
    public static bool IsGiven(this ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };
}

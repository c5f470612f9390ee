using System.CommandLine;

namespace Spn.Tool.Commands;

/// <summary>What <c>spn inspect</c> and <c>spn explore</c> have in common.</summary>
internal static class LookArguments
{
    private const int MostChannels = 8;

    public static readonly Option<int> MaxSide = new Option<int>("--max-side")
    {
        Description = "A larger photograph is made smaller, to this many pixels along its longer side.",
        HelpName = "N", DefaultValueFactory = _ => 512,
    }.In(32, 1024);

    public static readonly Option<int> Batch = new Option<int>("--batch")
    {
        Description = "With --weights: the batch item.", HelpName = "N",
    }.In(0, 1 << 20);

    public static Option<int[]> Channels(string which) => new Option<int[]>("--channels")
    {
        Description = $"{which} At most {MostChannels}.", HelpName = "N", AllowMultipleArgumentsPerToken = true,
    }.In(0, 65535);

    /// <summary>The channels 0 to K − 1 where channel c carries class c and a page can show them all; else null.</summary>
    /// <param name="channels">The channels of the weights.</param>
    /// <param name="classes">K, the classes of the coarse map; null where there is none.</param>
    public static IReadOnlyList<int>? OfClasses(int channels, int? classes) =>
        channels == classes && channels is > 1 and <= MostChannels ? [.. Enumerable.Range(0, channels)] : null;

    /// <summary>The channels that were asked for, each once; null where none was.</summary>
    /// <exception cref="ArgumentException">There are too many.</exception>
    public static int[]? Chosen(this ParseResult parsed, Option<int[]> channels)
    {
        var chosen = parsed.GetValue(channels)?.Distinct().ToArray();
        return chosen is not { Length: > MostChannels } ? chosen is [] ? null : chosen : throw new ArgumentException(
            $"expected at most {MostChannels} channels for {channels.Name}, got {chosen.Length}; name those to look at.");
    }
}

namespace Spn.Tool.Commands;

/// <summary>Shows the share of one long piece of work that is done, whenever it is a per cent more.</summary>
/// <param name="screen">A terminal.</param>
internal sealed class Share(TextWriter screen) : IProgress<double>
{
    private int _shown = -1;

    /// <summary>The progress to hand on: none where the error stream is no terminal.</summary>
    public static Share? OnTerminal(TextWriter screen) => Console.IsErrorRedirected ? null : new Share(screen);

    public void Report(double value)
    {
        if ((int)(100 * value) is var percent && percent <= _shown)
            return;
        _shown = percent;
        screen.Write(FormattableString.Invariant($"\r{percent} %{(percent == 100 ? "\n" : "")}"));
    }
}

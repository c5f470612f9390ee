using Spn.Inspection;

namespace Spn.Tool.Commands;

/// <summary>Which channels a page shows.</summary>
internal static class InspectChannels
{
    private const int Usual = 3;

    /// <summary>Those that were asked for, or the three that the propagation changes most.</summary>
    /// <exception cref="ArgumentException">There is no such channel.</exception>
    public static IReadOnlyList<int> Of(PropagationInspection inspection, int[]? chosen)
    {
        var changes = inspection.Changes;
        if (chosen is null)
            return [.. Enumerable.Range(0, changes.Count).OrderByDescending(c => changes[c]).Take(Usual).Order()];
        var wrong = Array.FindIndex(chosen, c => c >= changes.Count);
        return wrong < 0 ? chosen : throw new ArgumentException(
            $"expected channels below {changes.Count} for --channels, got {chosen[wrong]}; choose among those that are propagated.");
    }
}

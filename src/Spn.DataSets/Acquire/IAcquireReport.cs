namespace Spn.DataSets.Acquire;

/// <summary>Shows what an acquisition does. Both are called from any thread.</summary>
public interface IAcquireReport
{
    /// <summary>A line that stays.</summary>
    void Say(string line);

    /// <summary>How far a step is.</summary>
    /// <param name="what">The step, as in <c>fetching x.tar</c>.</param>
    /// <param name="done">Bytes or items.</param>
    /// <param name="total">Of how many; 0 where nobody knows.</param>
    void Progress(string what, long done, long total);
}

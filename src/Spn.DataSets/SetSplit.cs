namespace Spn.DataSets;

/// <summary>One part of a data set, as in <c>train</c>, <c>val</c> or <c>test</c>.</summary>
/// <param name="Name">What it is called, the same in every scheme: HELEN's exemplars are <c>train</c>, its tuning set <c>val</c>.</param>
/// <param name="Samples">In the order of the set's list, or of their names where it has none.</param>
public sealed record SetSplit(string Name, IReadOnlyList<SetSample> Samples)
{
    /// <summary>The number of samples.</summary>
    public int Count => Samples.Count;

    /// <summary>The name and the number of samples.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name} {Count}");
}

namespace Spn.DataSets;

/// <summary>Classes that are scored as one: in HELEN's table the two brows are one column.</summary>
/// <param name="Name">The column of the table, as in <c>brows</c>.</param>
/// <param name="Labels">The labels that count as one.</param>
/// <param name="InOverall">
/// Whether its counts are summed in the overall score. A pixel of a left brow that is called right brow is right in the group, and so in
/// the overall score.
/// </param>
public sealed record ClassGroup(string Name, IReadOnlyList<byte> Labels, bool InOverall = false);

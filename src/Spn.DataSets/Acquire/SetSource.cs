namespace Spn.DataSets.Acquire;

/// <summary>A data set to be made: of which archives, how, and what must come of it.</summary>
public sealed record SetSource
{
    /// <summary>One word, as in <c>voc2012</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How the made folder is laid out.</summary>
    public required SetScheme Scheme { get; init; }

    /// <summary>What may be done with the set, and whom to cite: shown before anything is fetched.</summary>
    public required string Licence { get; init; }

    /// <summary>What the set is made of; none for a set that is drawn.</summary>
    public IReadOnlyList<ArchiveSource> Archives { get; init; } = [];

    /// <summary>The number of samples that each split must have; what is not named is not checked.</summary>
    public IReadOnlyDictionary<string, int> Counts { get; init; } = new Dictionary<string, int>();

    /// <summary>The choices of the conversion in words: a folder made with others is not taken for this one.</summary>
    public string Settings { get; init; } = "";

    /// <summary>
    /// Makes the set in a folder, of the unpacked archives. It may be run again over what an earlier run left there, and then does the
    /// rest.
    /// </summary>
    public required Action<Conversion> Convert { get; init; }
}

namespace Spn.Visuals;

/// <summary>What an explorer's page is made of beside its photograph and options: the parts that depend on the kind of weights.</summary>
/// <param name="Start">The pixel that is asked about first.</param>
/// <param name="Sets">The weights, as the script reads them.</param>
/// <param name="Exact">How exact the page is, in a sentence.</param>
/// <param name="Still">For a page without script.</param>
/// <param name="Description">The words for it.</param>
internal sealed record ExplorerParts(Pixel Start, object Sets, string Exact, Figure Still, string Description)
{
    /// <summary>What the page says of its refined map.</summary>
    public string Refining { get; init; } = "";

    /// <summary>Whether no scan can grow: what is faint may then be left out.</summary>
    public bool Stable { get; init; }

    /// <summary>Lines of a chunk; 0 for whole scans.</summary>
    public int Chunk { get; init; }

    /// <summary>Steps, centre and hints of an iterated operator; null of scans.</summary>
    public object? Iterated { get; init; }
}

namespace Spn.Visuals;

/// <summary>What a scan player shows, and of what.</summary>
public sealed record ScanPlayerOptions
{
    /// <summary>The heading; one that names the connection and the size when left out.</summary>
    public string Title { get; init; } = "";

    /// <summary>The batch item that is scanned.</summary>
    public int Batch { get; init; }

    /// <summary>The channel that is scanned.</summary>
    public int Channel { get; init; }

    /// <summary>
    /// How the weights are normalised first; clipped by the stability constraint (Theorem 3), as in the op, unless said otherwise.
    /// </summary>
    public Normalisation Normalisation { get; init; } = Normalisation.Clip;

    /// <summary>Lines of a chunk, with which a scan starts anew; 0 for whole scans.</summary>
    public int Chunk { get; init; }

    /// <summary>The pixel that is explained first, and with it the line; the middle one when left out.</summary>
    public Pixel? Start { get; init; }

    /// <summary>The colours of x and h.</summary>
    public ColourChoice Colours { get; init; } = ColourChoice.Auto;
}

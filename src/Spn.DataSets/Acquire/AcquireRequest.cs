namespace Spn.DataSets.Acquire;

/// <summary>What a user asks for.</summary>
public sealed record AcquireRequest
{
    /// <summary>The folder to make.</summary>
    public required string Out { get; init; }

    /// <summary>Archives that the user has, or folders that hold them.</summary>
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>SHA-256 checksums that must hold: 64 digits, or <c>FILE=DIGITS</c> for a set of several archives.</summary>
    public IReadOnlyList<string> Sha256 { get; init; } = [];

    /// <summary>The address of a folder at another server that has the archives; empty: the set's own addresses.</summary>
    public string Mirror { get; init; } = "";

    /// <summary>A folder where fetched archives stay; empty: they are removed when the set is there.</summary>
    public string Archives { get; init; } = "";

    /// <summary>Other counts than the set's, for an archive of another make: <c>SPLIT=N</c>.</summary>
    public IReadOnlyList<string> Counts { get; init; } = [];
}

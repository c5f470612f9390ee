namespace Spn.DataSets.Acquire;

/// <summary>An archive that a data set is made of, and what is known about it.</summary>
public sealed record ArchiveSource
{
    /// <summary>Its name: how <c>--from</c> and <c>--sha256</c> know it, and what it is called while it is fetched.</summary>
    public required string File { get; init; }

    /// <summary>Where it is fetched from, http or https.</summary>
    public required string Address { get; init; }

    /// <summary>Its exact size; 0 where nobody has written it down.</summary>
    public long Bytes { get; init; }

    /// <summary>The most bytes that are fetched.</summary>
    public long MostBytes { get; init; } = 16L << 30;

    /// <summary>An MD5 checksum that is published, in small hexadecimal digits; empty where none is.</summary>
    public string Md5 { get; init; } = "";

    /// <summary>A SHA-256 checksum that is published, in small hexadecimal digits; empty where none is.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>How large its contents may be.</summary>
    public UnpackLimits Limits { get; init; } = UnpackLimits.Default;

    /// <summary>
    /// From the path of an entry, with <c>/</c>, to the path it is unpacked to; null leaves it out. An entry that is left out must be safe
    /// all the same.
    /// </summary>
    public Func<string, string?> Keep { get; init; } = path => path;
}

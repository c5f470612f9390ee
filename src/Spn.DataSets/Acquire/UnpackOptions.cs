namespace Spn.DataSets.Acquire;

/// <summary>What of an archive is unpacked, and how much may come.</summary>
public sealed record UnpackOptions
{
    /// <summary>How large the contents may be, those that are left out too.</summary>
    public UnpackLimits Limits { get; init; } = UnpackLimits.Default;

    /// <summary>From the path of an entry to the path it is unpacked to; null leaves it out. All when not given.</summary>
    public Func<string, string?> Keep { get; init; } = path => path;
}

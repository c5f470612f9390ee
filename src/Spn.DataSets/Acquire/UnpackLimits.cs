namespace Spn.DataSets.Acquire;

/// <summary>How large the contents of an archive may be, so that a small file cannot fill the disk.</summary>
public sealed record UnpackLimits
{
    /// <summary>8 GiB in 200,000 entries, each byte of the archive giving at most 200.</summary>
    public static UnpackLimits Default { get; } = new();

    /// <summary>The most bytes of all entries together.</summary>
    public long Bytes { get; init; } = 8L << 30;

    /// <summary>The most entries.</summary>
    public int Entries { get; init; } = 200_000;

    /// <summary>The most bytes that a byte of the archive gives, beyond the first <see cref="Slack"/>.</summary>
    public int Ratio { get; init; } = 200;

    /// <summary>So many bytes are unpacked before the ratio counts: small files of zeros shrink a thousandfold.</summary>
    internal const long Slack = 16 << 20;

    /// <exception cref="ArchiveException">More bytes came, or were said to come, than may.</exception>
    internal void Check(string archive, long unpacked, long packed)
    {
        if (unpacked > Bytes)
            throw new ArchiveException(
                $"{archive}: expected at most {Bytes} bytes in all its entries, got more; it is not the archive of this set.");
        if (unpacked > Slack && unpacked / Ratio > packed)
            throw new ArchiveException(
                $"{archive}: expected an archive that grows at most {Ratio} times, got more than {unpacked} bytes out of the first "
                + $"{packed}; it is not the archive of this set.");
    }
}

using System.Security.Cryptography;

namespace Spn.DataSets.Acquire;

/// <summary>The checksums of a file, in small hexadecimal digits.</summary>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">64 digits.</param>
/// <param name="Md5">32 digits: old data sets publish no other.</param>
internal sealed record Checksums(long Bytes, string Sha256, string Md5)
{
    /// <summary>Reads a file once.</summary>
    public static Checksums Of(string path, IProgress<long>? progress, CancellationToken cancellation)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        var buffer = new byte[1 << 18];
        for (int count; (count = file.Read(buffer)) > 0; progress?.Report(file.Position))
        {
            cancellation.ThrowIfCancellationRequested();
            sha256.AppendData(buffer, 0, count);
            md5.AppendData(buffer, 0, count);
        }

        return new Checksums(
            file.Position, Convert.ToHexStringLower(sha256.GetHashAndReset()), Convert.ToHexStringLower(md5.GetHashAndReset()));
    }

    /// <summary>Holds them against what is known of an archive.</summary>
    /// <param name="source">What is published.</param>
    /// <param name="given">The SHA-256 that the user gave, which holds in place of what is published; null where none.</param>
    /// <exception cref="ArchiveException">One differs.</exception>
    public void Check(ArchiveSource source, string? given)
    {
        if (given is not null)
        {
            // The user's word holds in place of what is published: the archive may be of another make.
            if (!given.Equals(Sha256, StringComparison.OrdinalIgnoreCase))
                throw Wrong("SHA-256", given.ToLowerInvariant(), Sha256);
            return;
        }

        if (source.Bytes > 0 && Bytes != source.Bytes)
            throw Wrong("size", $"{source.Bytes} bytes", $"{Bytes}");
        if (source.Sha256.Length > 0 && source.Sha256 != Sha256)
            throw Wrong("SHA-256", source.Sha256, Sha256);
        if (source.Md5.Length > 0 && source.Md5 != Md5)
            throw Wrong("MD5", source.Md5, Md5);

        ArchiveException Wrong(string what, string expected, string got) => new(
            $"{source.File}: expected the {what} {expected}, got {got}; it is damaged or another version: remove it and fetch it again.");
    }
}

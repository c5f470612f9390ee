using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Spn.Photos;

namespace Spn.Tool.Commands;

/// <summary>Digests of what an evaluation reads, so that parts of different ones are not added up.</summary>
internal static class Fingerprint
{
    private static readonly HashSet<string> Extensions =
        new([.. Photograph.Extensions, .. MapFile.ArrayExtensions], StringComparer.OrdinalIgnoreCase);

    /// <summary>SHA-256 of a file.</summary>
    public static string OfFile(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>SHA-256 of a text.</summary>
    public static string OfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>SHA-256 over the names and lengths of the photographs, maps and arrays below folders; their bytes are not read.</summary>
    /// <param name="folders">Each is called by its number.</param>
    public static string OfListing(params IReadOnlyList<string> folders)
    {
        var lines = folders.SelectMany((folder, number) => new DirectoryInfo(folder)
            .EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Where(file => Extensions.Contains(file.Extension))
            .Select(file => string.Create(CultureInfo.InvariantCulture,
                $"{number} {Path.GetRelativePath(folder, file.FullName).Replace('\\', '/')} {file.Length}")));
        return OfText(string.Join('\n', lines.Order(StringComparer.Ordinal)));
    }
}

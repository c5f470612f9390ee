using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spn.DataSets;

/// <summary>An archive that a set was made of.</summary>
/// <param name="File">Its name.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its checksum, computed when it was read, in small hexadecimal digits.</param>
public sealed record ManifestArchive(string File, long Bytes, string Sha256);

/// <summary>
/// What stands in the file <c>spn-set.json</c> of a set that one of <c>data-scripts</c> wrote: it is written last, so a folder that has
/// one is whole.
/// </summary>
public sealed record SetManifest
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "spn-set.json";

    private const int MostBytes = 1 << 20;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What the set is called.</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="SetScheme.Names"/>.</summary>
    public required string Scheme { get; init; }

    /// <summary>What may be done with it.</summary>
    public required string Licence { get; init; }

    /// <summary>How it was converted, in words; empty where there was nothing to choose.</summary>
    public required string Settings { get; init; }

    /// <summary>What it was made of.</summary>
    public required IReadOnlyList<ManifestArchive> Archives { get; init; }

    /// <summary>The number of samples of each split.</summary>
    public required IReadOnlyDictionary<string, int> Splits { get; init; }

    /// <summary>The manifest of a folder; null where there is none.</summary>
    internal static SetManifest? Find(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) ? Read(path) : null;
    }

    /// <exception cref="InvalidDataException">It is none.</exception>
    internal static SetManifest Read(string path)
    {
        if (new FileInfo(path).Length > MostBytes)
            throw new InvalidDataException($"{path}: expected the manifest of a data set, got a file of more than {MostBytes} bytes.");
        try
        {
            return JsonSerializer.Deserialize<SetManifest>(File.ReadAllBytes(path), s_json) ?? throw new JsonException("got null");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"{path}: expected the manifest that data-scripts write, got something else ({exception.Message.Split(". ")[0]}); fetch the "
                + "set again, or remove the file to find the scheme by its folders.", exception);
        }
    }

    /// <summary>The bytes of the file.</summary>
    internal byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, s_json), (byte)'\n'];

    /// <exception cref="InvalidDataException">The scheme is not known.</exception>
    internal SetScheme KnownScheme(string folder) =>
        SetScheme.All.FirstOrDefault(scheme => scheme.Name == Scheme) ?? throw new InvalidDataException(
            $"{Path.Combine(folder, FileName)}: expected a scheme {SetScheme.Names}, got '{Scheme}'; fetch the set again.");
}

namespace Spn.Photos;

/// <summary>The maps of a folder, found by the names of their photographs. Hidden files and sub-folders are left out.</summary>
/// <param name="folder">The folder, which exists.</param>
internal sealed class MapFolder(string folder)
{
    /// <summary>Endings of images that are not read, but are told from files of other kinds: each is refused by its content.</summary>
    private static readonly string[] s_refused = [".tif", ".tiff", ".heic", ".heif", ".avif"];

    private readonly ILookup<string?, string> _files = Files(folder)
        .Where(file => Ends(file, MapFile.Extensions)).ToLookup(Path.GetFileNameWithoutExtension);

    /// <summary>The files of a folder that end like images, in the order of their names.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static IReadOnlyList<string> Photographs(string folder)
    {
        string[] photographs =
            [.. Files(folder).Where(file => Photograph.HasExtension(file) || Ends(file, s_refused)).Order(StringComparer.Ordinal)];
        if (photographs.Length > 0)
            return photographs;
        var but = Directory.EnumerateDirectories(folder).FirstOrDefault() is { } inner ? $" but folders; name one of them, as {inner}" : "";
        throw new FileNotFoundException(
            $"expected photographs ({string.Join(", ", Photograph.Extensions)}) in {folder}, found none{but}.");
    }

    /// <summary>The map of a photograph: the file of its name that ends in one of <see cref="MapFile.Extensions"/>, in any case.</summary>
    /// <param name="photograph">The photograph, which may stand in the folder itself.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">There are several.</exception>
    public string Of(string photograph)
    {
        var (name, file) = (Path.GetFileNameWithoutExtension(photograph), Path.GetFileName(photograph));
        string[] found =
            [.. _files[name].Where(map => Path.GetFullPath(map) != Path.GetFullPath(photograph)).Order(StringComparer.Ordinal)];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new FileNotFoundException(
                $"expected {name}.png, {name}.npy or {name}.safetensors in {folder} for the photograph {file}, found none; add it or "
                + "remove the photograph."),
            _ => throw new InvalidDataException(
                $"expected one map in {folder} for the photograph {file}, got {string.Join(" and ", found.Select(Path.GetFileName))}; "
                + "remove all but one."),
        };
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", new EnumerationOptions { IgnoreInaccessible = false });

    private static bool Ends(string path, IEnumerable<string> extensions) =>
        extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}

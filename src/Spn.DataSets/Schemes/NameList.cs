namespace Spn.DataSets.Schemes;

/// <summary>Lists of sample names, one a line.</summary>
internal static class NameList
{
    private const int MostBytes = 64 << 20;

    /// <summary>The names; of a line with commas the last part, as HELEN's lists have it. Empty lines are left out.</summary>
    /// <exception cref="InvalidDataException">A name is a path, occurs twice, or there is none.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"expected a list of names at {path}, found none; unpack the whole archive.");
        if (new FileInfo(path).Length > MostBytes)
            throw new InvalidDataException($"{path}: expected a list of names of at most {MostBytes >> 20} MB, got a larger file.");
        List<string> names = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            var name = line.Split(',')[^1].Trim();
            if (name.Length == 0)
                continue;
            if (name.AsSpan().IndexOfAny("/\\:") >= 0 || name.StartsWith('.') || name.Any(char.IsControl))
                throw Wrong($"a name without folders, got '{name}'");
            if (!seen.Add(name))
                throw Wrong($"each name once, got '{name}' again");
            names.Add(name);
        }

        return names.Count > 0 ? names : throw new InvalidDataException($"{path}: expected names, one a line, got none.");

        InvalidDataException Wrong(string what) => new($"{path}: expected {what} in line {number}; correct the list.");
    }
}

namespace Spn.Learning;

/// <summary>Which of the known settings one with a typing error may have meant.</summary>
internal static class NearestName
{
    /// <summary>The nearest by its last name, and of several the one that stands nearest.</summary>
    /// <param name="path">Names and dots, as in <c>training.seed</c>.</param>
    /// <param name="known">The settings there are.</param>
    public static string? Of(string path, IEnumerable<string> known) =>
        known.MinBy(one => (Distance(Last(one), Last(path)), Distance(one, Short(path))));

    private static string Last(string path) => Short(path[(path.LastIndexOf('.') + 1)..]);

    /// <summary>The end of what is longer than any name.</summary>
    private static string Short(string path) => path.Length <= 100 ? path : path[^100..];

    /// <summary>Levenshtein's: letters to insert, remove or change.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            (var diagonal, row[0]) = (row[0], i);
            for (var j = 1; j <= other.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(diagonal + (one[i - 1] == other[j - 1] ? 0 : 1), 1 + Math.Min(row[j], row[j - 1])));
        }

        return row[^1];
    }
}

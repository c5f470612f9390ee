namespace Spn.Visuals;

/// <summary>Combining accents, placed over (or under) a letter.</summary>
internal static class Accents
{
    /// <summary>
    /// The strokes of a combining mark over a letter whose middle is <paramref name="x"/> and whose top is <paramref name="top"/>.
    /// </summary>
    public static IReadOnlyList<Point[]> Strokes(char mark, double x, double top)
    {
        var y = top + 9;
        return mark switch
        {
            '\u0300' => [[new(x - 9, y + 12), new(x + 3, y)]],
            '\u0301' => [[new(x + 9, y + 12), new(x - 3, y)]],
            '\u0302' => [[new(x - 11, y), new(x, y + 11), new(x + 11, y)]],
            '\u030c' => [[new(x - 11, y + 11), new(x, y), new(x + 11, y + 11)]],
            '\u0303' => [[new(x - 13, y), new(x - 6, y + 8), new(x + 5, y + 2), new(x + 13, y + 10)]],
            '\u0304' => [[new(x - 11, y + 5), new(x + 11, y + 5)]],
            '\u0307' => [[new(x, y + 6)]],
            '\u0308' => [[new(x - 9, y + 6)], [new(x + 9, y + 6)]],
            '\u030a' => [[new(x - 7, y + 6), new(x, y - 1), new(x + 7, y + 6), new(x, y + 13), new(x - 7, y + 6)]],
            '\u0327' => [[new(x, 2), new(x + 1, -6), new(x + 6, -11), new(x, -17), new(x - 7, -15)]],
            _ => [],
        };
    }
}

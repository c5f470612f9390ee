using System.Globalization;

namespace Spn.Tool.Commands;

/// <summary>Sizes of memory as people write them: 2GB, 1.5 GiB, 800MB.</summary>
internal static class MemorySize
{
    private static readonly (string Unit, double Bytes)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("K", 1e3), ("M", 1e6), ("G", 1e9),
    ];

    /// <summary>The bytes that a text says.</summary>
    /// <param name="text">A number and a unit.</param>
    /// <param name="option">The option it was given for.</param>
    /// <exception cref="ArgumentException">It says no size.</exception>
    public static long Parse(string text, string option)
    {
        foreach (var (unit, bytes) in Units)
            if (text.TrimEnd().EndsWith(unit, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(text.TrimEnd()[..^unit.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && number > 0 && number * bytes < long.MaxValue)
                return (long)(number * bytes);
        throw new ArgumentException($"expected {option} as a size, such as 2GB or 800MB, got '{text}'.");
    }
}

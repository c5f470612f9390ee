using System.Globalization;
using System.Runtime.CompilerServices;

namespace Spn;

/// <summary>Argument checks at the public edge. Each message says what was expected, what came and what to do.</summary>
internal static class Expect
{
    /// <summary>An argument that is there.</summary>
    public static T NotNull<T>(T? value, [CallerArgumentExpression(nameof(value))] string name = "") where T : class
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return value;
    }

    /// <summary>A shape whose four extents are at least one and whose element count fits one array.</summary>
    public static MapShape Shape(MapShape shape, [CallerArgumentExpression(nameof(shape))] string name = "")
    {
        if (shape.Batch < 1 || shape.Channels < 1 || shape.Height < 1 || shape.Width < 1)
            throw new ArgumentException(
                $"expected a shape N×C×H×W with every extent at least 1, got {shape}; give at least one pixel and one channel.", name);
        if (shape.Count > Array.MaxLength)
            throw new ArgumentException(
                $"expected at most {Array.MaxLength} elements, got {shape} = {shape.Count}; split the batch or tile the image.", name);
        return shape;
    }

    /// <summary>An array or memory with exactly <paramref name="expected"/> elements.</summary>
    public static void Length(long length, long expected, string what, string name)
    {
        if (length != expected)
            throw new ArgumentException($"expected {expected} values for {what}, got {length}; check the order of the axes.", name);
    }

    /// <summary>Two maps of one shape.</summary>
    public static void SameShape(MapShape expected, MapShape actual, string name)
    {
        if (expected != actual)
            throw new ArgumentException($"expected a map of shape {expected}, got {actual}; resize or slice one of them.", name);
    }

    /// <summary>An index within <c>[0, count)</c>.</summary>
    public static int Index(int index, int count, [CallerArgumentExpression(nameof(index))] string name = "")
    {
        if ((uint)index >= (uint)count)
            throw new ArgumentOutOfRangeException(name, $"expected an index from 0 to {count - 1}, got {index}.");
        return index;
    }

    /// <summary>A finite number above zero.</summary>
    public static void Positive(double value, string what, string name)
    {
        if (!(value > 0) || double.IsInfinity(value))
            throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"expected {what} above 0, got {value}."));
    }

    /// <summary>What came from a file or a command line as a message can show it: cut, and without what steers a terminal.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="most">The characters after which it is cut.</param>
    public static string Shown(string text, int most = 60) =>
        new([.. (text.Length > most ? text[..most] + "…" : text).Select(c => char.IsControl(c) || char.IsSurrogate(c)
            || char.GetUnicodeCategory(c) == UnicodeCategory.Format ? '?' : c)]);

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>; NaN is not.</summary>
    public static void Within(double value, double least, double most, string what, string name)
    {
        if (!(value >= least && value <= most))
            throw new ArgumentOutOfRangeException(
                name, FormattableString.Invariant($"expected {what} from {least} to {most}, got {value}."));
    }
}

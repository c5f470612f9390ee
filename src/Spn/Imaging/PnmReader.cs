using System.Text;

namespace Spn.Imaging;

/// <summary>Reads the numbers and samples of a PGM or PPM file.</summary>
internal sealed class PnmReader(byte[] file, int at)
{
    private const long TooLarge = int.MaxValue + 1L;

    private const int MostDigits = 24;

    private int _at = at;

    /// <summary>The next number, after white space and comments; white space or a comment must come before it.</summary>
    public int Number(string what)
    {
        if (_at < file.Length && file[_at] != '#' && !IsSpace(file[_at]))
            throw Malformed(what);
        while (_at < file.Length && (file[_at] == '#' || IsSpace(file[_at])))
            if (file[_at++] == '#')
                while (_at < file.Length && file[_at] is not ((byte)'\n' or (byte)'\r'))
                    _at++;
        if (_at == file.Length)
            throw Truncated();
        var start = _at;
        var value = 0L;
        for (; _at < file.Length && char.IsAsciiDigit((char)file[_at]); _at++)
            value = Math.Min(10 * value + (file[_at] - '0'), TooLarge);
        return value == TooLarge ? throw Overflow(what, Encoding.ASCII.GetString(file, start, _at - start))
            : _at > start ? (int)value : throw Malformed(what);
    }

    /// <summary>Samples as decimal numbers.</summary>
    public ushort[] Text(long count, int maxValue)
    {
        // White space and a digit is the least that a sample takes: refuse before taking memory.
        if (file.Length - _at < 2 * count)
            throw Truncated();
        var samples = new ushort[count];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = Sample(Number("a sample"), maxValue);
        return samples;
    }

    /// <summary>Samples as one byte each, or two where the largest does not fit one; one white space stands before them.</summary>
    public ushort[] Binary(long count, int maxValue)
    {
        if (_at == file.Length)
            throw Truncated();
        if (!IsSpace(file[_at++]))
            throw Malformed("white space before the samples");
        var size = maxValue > 255 ? 2 : 1;
        if (file.Length - _at < count * size)
            throw Truncated();
        var samples = new ushort[count];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = Sample(size == 1 ? file[_at + i] : file[_at + 2 * i] << 8 | file[_at + 2 * i + 1], maxValue);
        return samples;
    }

    private static ushort Sample(int value, int maxValue) => value <= maxValue ? (ushort)value
        : throw new InvalidDataException($"expected samples up to {maxValue}, got {value}; the file is damaged.");

    private static bool IsSpace(byte value) => value is (byte)' ' or (>= 9 and <= 13);

    private static InvalidDataException Overflow(string what, string digits) => new(
        $"expected {what} up to {int.MaxValue} in the PGM or PPM file, got {(digits.Length > MostDigits ? digits[..MostDigits] + "…" : digits)};"
        + " the file is damaged.");

    private static InvalidDataException Malformed(string what) =>
        new($"expected {what} in the PGM or PPM file, got something else; the file is damaged.");

    private static InvalidDataException Truncated() => new("expected a whole PGM or PPM file, got one that ends early; copy it again.");
}

using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Spn.Tool.Tests.MutatedInputs;

/// <summary>
/// Damages a file as disks, networks and enemies do: bits, bytes, numbers, words, parts that are missing, doubled or of another file.
/// </summary>
internal static class Mutation
{
    private static readonly byte[] Edges = [0, 1, 2, 8, 16, 0x1F, 0x20, 0x7F, 0x80, 0xD8, 0xFE, 0xFF];

    private static readonly long[] Numbers =
    [
        0, 1, 255, 256, 32767, 32768, 65535, 65536, 16777216, int.MaxValue - 1, int.MaxValue, 2147483648, uint.MaxValue, 1L << 40,
        long.MaxValue - 7, long.MaxValue, -1, int.MinValue, long.MinValue,
    ];

    private static readonly string[] Digits = ["0", "00", "-1", "65536", "2147483647", "4294967296", "9223372036854775807", "1e999", "NaN"];

    /// <summary>One of the samples, damaged in one to eight places.</summary>
    /// <param name="random">Decides everything.</param>
    /// <param name="samples">Whole files of the kind.</param>
    /// <param name="words">What stands in such files and may stand in the wrong place.</param>
    public static byte[] Of(Random random, IReadOnlyList<byte[]> samples, IReadOnlyList<string> words)
    {
        var file = samples[random.Next(samples.Count)].ToArray();
        for (var times = 1 << random.Next(4); times > 0; times--)
            file = Once(random, file, samples, words);
        return file;
    }

    private static byte[] Once(Random random, byte[] file, IReadOnlyList<byte[]> samples, IReadOnlyList<string> words)
    {
        if (file.Length == 0)
            return [(byte)random.Next(256)];
        // Half of the damage hits the head, where sizes and types stand.
        var at = random.Next(2) == 0 ? random.Next(Math.Min(file.Length, 96)) : random.Next(file.Length);
        var length = Math.Min(file.Length - at, 1 + random.Next(random.Next(2) == 0 ? 8 : 512));
        switch (random.Next(12))
        {
            case 0:
                file[at] ^= (byte)(1 << random.Next(8));
                return file;
            case 1:
                file[at] = Edges[random.Next(Edges.Length)];
                return file;
            case 2:
                file[at] = (byte)random.Next(256);
                return file;
            case 3:
                file.AsSpan(at, length).Fill(Edges[random.Next(Edges.Length)]);
                return file;
            case 4:
                return Number(random, file, at);
            case 5:
                return file[..at];
            case 6:
                return [.. file[..at], .. file[(at + length)..]];
            case 7:
                var part = file[at..(at + length)];
                var again = Enumerable.Repeat(part, 1 + random.Next(random.Next(8) == 0 ? 64 : 3)).SelectMany(p => p);
                return [.. file[..at], .. again, .. file[at..]];
            case 8:
                var other = samples[random.Next(samples.Count)];
                return [.. file[..at], .. other[random.Next(other.Length + 1)..]];
            case 9:
                return Digit(random, file, at);
            case 10 when words.Count > 0:
                var word = Encoding.UTF8.GetBytes(words[random.Next(words.Count)]);
                return random.Next(2) == 0 || at + word.Length > file.Length
                    ? [.. file[..at], .. word, .. file[at..]]
                    : [.. file[..at], .. word, .. file[(at + word.Length)..]];
            default:
                var noise = new byte[length];
                random.NextBytes(noise);
                return [.. file[..at], .. noise, .. file[at..]];
        }
    }

    /// <summary>A binary number of 2, 4 or 8 bytes in either order.</summary>
    private static byte[] Number(Random random, byte[] file, int at)
    {
        Span<byte> bytes = stackalloc byte[8];
        var size = 2 << random.Next(3);
        var number = Numbers[random.Next(Numbers.Length)];
        if (random.Next(2) == 0)
            BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        else
            BinaryPrimitives.WriteInt64BigEndian(bytes, number << (64 - 8 * size));
        bytes[..Math.Min(size, file.Length - at)].CopyTo(file.AsSpan(at));
        return file;
    }

    /// <summary>The next number that is written in digits, replaced by another; any number where there is none.</summary>
    private static byte[] Digit(Random random, byte[] file, int at)
    {
        var start = file.AsSpan(at).IndexOfAnyInRange((byte)'0', (byte)'9');
        var from = start < 0 ? at : at + start;
        var end = from;
        while (end < file.Length && char.IsAsciiDigit((char)file[end]))
            end++;
        var digits = random.Next(3) == 0 ? random.NextInt64().ToString(CultureInfo.InvariantCulture) : Digits[random.Next(Digits.Length)];
        return [.. file[..from], .. Encoding.ASCII.GetBytes(digits), .. file[end..]];
    }
}

using System.Numerics.Tensors;

namespace Spn.Imaging.PngFormat;

/// <summary>The five row filters: a byte is stored as its difference, modulo 256, from a guess made of its left, upper and upper left neighbours.</summary>
internal static class PngFilter
{
    public const int Count = 5;

    /// <summary>Turns a filtered row into plain bytes in place.</summary>
    /// <param name="filter">0 none, 1 left, 2 up, 3 average, 4 Paeth.</param>
    /// <param name="row">The filtered bytes.</param>
    /// <param name="above">The plain row above, zeros for the first row of a pass.</param>
    /// <param name="stride">Bytes of a pixel, at least one.</param>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int stride)
    {
        switch (filter)
        {
            case 0:
                break;
            case 1:
                for (var i = stride; i < row.Length; i++)
                    row[i] += row[i - stride];
                break;
            case 2:
                TensorPrimitives.Add(row, above, row);
                break;
            case 3:
                for (var i = 0; i < row.Length; i++)
                    row[i] += (byte)((Left(row, i, stride) + above[i]) >> 1);
                break;
            case 4:
                for (var i = 0; i < row.Length; i++)
                    row[i] += Paeth(Left(row, i, stride), above[i], Left(above, i, stride));
                break;
            default:
                throw new InvalidDataException($"expected a PNG row filter from 0 to 4, got {filter}; the file is damaged.");
        }
    }

    /// <summary>Filters a plain row.</summary>
    public static void Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int stride, Span<byte> filtered)
    {
        switch (filter)
        {
            case 0:
                row.CopyTo(filtered);
                break;
            case 1:
                for (var i = 0; i < row.Length; i++)
                    filtered[i] = (byte)(row[i] - Left(row, i, stride));
                break;
            case 2:
                TensorPrimitives.Subtract(row, above, filtered);
                break;
            case 3:
                for (var i = 0; i < row.Length; i++)
                    filtered[i] = (byte)(row[i] - ((Left(row, i, stride) + above[i]) >> 1));
                break;
            default:
                for (var i = 0; i < row.Length; i++)
                    filtered[i] = (byte)(row[i] - Paeth(Left(row, i, stride), above[i], Left(above, i, stride)));
                break;
        }
    }

    /// <summary>The sum of a filtered row's bytes as signed magnitudes: the smaller, the better it tends to compress.</summary>
    public static long Cost(ReadOnlySpan<byte> filtered)
    {
        var sum = 0L;
        foreach (var value in filtered)
            sum += Math.Abs((int)(sbyte)value);
        return sum;
    }

    private static byte Left(ReadOnlySpan<byte> row, int i, int stride) => i < stride ? (byte)0 : row[i - stride];

    private static byte Paeth(int left, int up, int upLeft)
    {
        var guess = left + up - upLeft;
        int toLeft = Math.Abs(guess - left), toUp = Math.Abs(guess - up), toUpLeft = Math.Abs(guess - upLeft);
        return (byte)(toLeft <= toUp && toLeft <= toUpLeft ? left : toUp <= toUpLeft ? up : upLeft);
    }
}

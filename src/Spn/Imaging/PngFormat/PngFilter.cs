using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Spn.Imaging.PngFormat;

/// <summary>
/// The five row filters: a byte is stored as its difference, modulo 256, from a guess made of its left, upper and upper left neighbours.
/// </summary>
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
                for (var i = 0; i < Math.Min(stride, row.Length); i++)
                    row[i] += (byte)(above[i] >> 1);
                for (var i = stride; i < row.Length; i++)
                    row[i] += (byte)((row[i - stride] + above[i]) >> 1);
                break;
            case 4 when stride is 3 or 4 && Vector128.IsHardwareAccelerated:
                UndoPaeth(row, above, stride);
                break;
            case 4:
                for (var i = 0; i < row.Length; i++)
                    row[i] += Paeth(Left(row, i, stride), above[i], Left(above, i, stride));
                break;
            default:
                throw new InvalidDataException($"expected a PNG row filter from 0 to 4, got {filter}; the file is damaged.");
        }
    }

    /// <summary>The Paeth filter on pixels of three or four bytes, whose bytes are the lanes of a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UndoPaeth(Span<byte> row, ReadOnlySpan<byte> above, int stride)
    {
        Vector128<short> left = Vector128<short>.Zero, upLeft = left;
        var bytes = Vector128.Create((short)255);
        for (var i = 0; i < row.Length; i += stride)
        {
            var up = Pixel(above, i, stride);
            // The guess is left + up − upLeft: these are its distances from each of the three.
            var (toLeft, toUp) = (up - upLeft, left - upLeft);
            var toUpLeft = Vector128.Abs(toLeft + toUp);
            (toLeft, toUp) = (Vector128.Abs(toLeft), Vector128.Abs(toUp));
            var upOrUpLeft = Vector128.ConditionalSelect(Vector128.LessThanOrEqual(toUp, toUpLeft), up, upLeft);
            var isLeft = Vector128.LessThanOrEqual(toLeft, Vector128.Min(toUp, toUpLeft));
            left = (Pixel(row, i, stride) + Vector128.ConditionalSelect(isLeft, left, upOrUpLeft)) & bytes;
            upLeft = up;
            var plain = Vector128.Narrow(left.AsUInt16(), left.AsUInt16()).AsUInt32().ToScalar();
            if (i + 4 <= row.Length && stride == 4)
                BinaryPrimitives.WriteUInt32LittleEndian(row[i..], plain);
            else
                (row[i], row[i + 1], row[i + 2]) = ((byte)plain, (byte)(plain >> 8), (byte)(plain >> 16));
        }
    }

    /// <summary>The bytes of a pixel; the fourth lane is undefined where there are three.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Pixel(ReadOnlySpan<byte> row, int at, int stride)
    {
        var pixel = at + 4 <= row.Length ? BinaryPrimitives.ReadUInt32LittleEndian(row[at..])
            : row[at] | (uint)row[at + 1] << 8 | (uint)row[at + 2] << 16;
        return Vector128.WidenLower(Vector128.CreateScalar(pixel).AsByte()).AsInt16();
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

using System.Buffers.Binary;

namespace Spn.Arrays;

/// <summary>
/// NumPy's .npy files of any rank up to 32, header versions 1.0 to 3.0. Floats of 16, 32 and 64 bits, bfloat16, integers and booleans are
/// read, in either byte order; files in Fortran order are transposed to C order. Written are little-endian float32 and float64 in C order,
/// version 1.0.
/// </summary>
public static class Npy
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is not a .npy file, is damaged, or holds another type.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static NpyArray Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Decode(Imaging.ImageFile.ReadBytes(path, "a .npy file"));
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="InvalidDataException">They are not a .npy file, are damaged, or hold another type.</exception>
    public static NpyArray Decode(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var header = NpyHeader.Parse(file);
        var data = file.AsSpan(header.Length);
        var bytes = header.Count * header.ItemSize;
        if (data.Length < bytes)
            throw NpyHeader.Truncated();
        if (data.Length > bytes)
            throw new InvalidDataException(
                $"expected {bytes} bytes of data for shape {NpyHeader.ShapeText(header.Shape)}, got {data.Length}; write the file again.");
        var values = new float[header.Count];
        SafeTensorsTypes.Read(NpyTypes.Code(header.Type), header.BigEndian ? Swapped(data, header.ItemSize) : data, values);
        return new NpyArray(header.FortranOrder ? Transpose(values, header.Shape) : values, header.Shape, header.Type);
    }

    /// <summary>Reads a map: rank 4 is N×C×H×W, rank 3 C×H×W, rank 2 H×W.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or has another rank or type.</exception>
    public static FeatureMap ReadFeatureMap(string path) => Named(path, array => array.ToFeatureMap());

    /// <summary>Reads propagation weights, N×4×K×C×H×W with K = 1 or 3.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or has another shape or type.</exception>
    public static PropagationWeights ReadWeights(string path) => Named(path, array => array.ToWeights());

    /// <summary>The bytes of a file in C order.</summary>
    /// <param name="array">The values and their shape.</param>
    /// <param name="type">The number type to write; float32 values are widened to float64 exactly.</param>
    public static byte[] Encode(NpyArray array, NpyType type = NpyType.Float32)
    {
        ArgumentNullException.ThrowIfNull(array);
        return type switch
        {
            NpyType.Float32 => Encode(array.Shape, type, array.Values, BinaryPrimitives.WriteSingleLittleEndian),
            NpyType.Float64 => Encode(
                array.Shape, type, array.Values, (destination, value) => BinaryPrimitives.WriteDoubleLittleEndian(destination, value)),
            _ => throw new ArgumentOutOfRangeException(nameof(type), $"expected Float32 or Float64, got {type}."),
        };
    }

    /// <summary>Writes a file in C order.</summary>
    public static void Write(string path, NpyArray array, NpyType type = NpyType.Float32) =>
        AtomicFile.WriteBytes(path, Encode(array, type));

    /// <summary>Writes a float32 file in C order.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="values">As many values as the product of the extents, the last axis fastest.</param>
    /// <param name="shape">The extents; none for a single number.</param>
    public static void Write(string path, float[] values, params int[] shape) => Write(path, new NpyArray(values, shape));

    /// <summary>Writes a float64 file in C order.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="values">As many values as the product of the extents, the last axis fastest.</param>
    /// <param name="shape">The extents; none for a single number.</param>
    /// <exception cref="ArgumentException">The number of values is not the product of the extents.</exception>
    public static void Write(string path, double[] values, params int[] shape)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.DefaultIfEmpty(1).Min(), 0, nameof(shape));
        Expect.Length(values.Length, NpyArray.Count(shape), $"an array of shape {NpyHeader.ShapeText(shape)}", nameof(values));
        AtomicFile.WriteBytes(path, Encode(shape, NpyType.Float64, values, BinaryPrimitives.WriteDoubleLittleEndian));
    }

    /// <summary>Writes a map, N×C×H×W, float32.</summary>
    public static void Write(string path, FeatureMap map) => Write(path, NpyArray.FromFeatureMap(map));

    /// <summary>Writes weights, N×4×K×C×H×W, float32.</summary>
    public static void Write(string path, PropagationWeights weights) => Write(path, NpyArray.FromWeights(weights));

    private static T Named<T>(string path, Func<NpyArray, T> convert)
    {
        var array = Read(path);
        try
        {
            return convert(array);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    private delegate void Put<in T>(Span<byte> destination, T value);

    private static byte[] Encode<T>(IReadOnlyList<int> shape, NpyType type, T[] values, Put<T> put)
    {
        var header = NpyHeader.Encode(shape, type);
        var size = type == NpyType.Float32 ? 4 : 8;
        var length = header.Length + (long)values.Length * size;
        if (length > Array.MaxLength)
            throw new ArgumentException($"expected an array of at most {Array.MaxLength} bytes, got {length}; split it.", nameof(values));
        var file = new byte[length];
        header.CopyTo(file, 0);
        for (var i = 0; i < values.Length; i++)
            put(file.AsSpan(header.Length + i * size), values[i]);
        return file;
    }

    /// <summary>Numbers with their bytes in the other order.</summary>
    private static byte[] Swapped(ReadOnlySpan<byte> data, int size)
    {
        var swapped = data.ToArray();
        for (var i = 0; i < swapped.Length; i += size)
            swapped.AsSpan(i, size).Reverse();
        return swapped;
    }

    /// <summary>From Fortran order (first axis fastest) to C order (last axis fastest).</summary>
    private static float[] Transpose(float[] values, int[] shape)
    {
        var transposed = new float[values.Length];
        var index = new int[shape.Length];
        foreach (var value in values)
        {
            var at = 0;
            for (var axis = 0; axis < shape.Length; axis++)
                at = at * shape[axis] + index[axis];
            transposed[at] = value;
            for (var axis = 0; axis < shape.Length && ++index[axis] == shape[axis]; axis++)
                index[axis] = 0;
        }

        return transposed;
    }
}

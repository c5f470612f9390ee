using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Spn.Arrays;

/// <summary>
/// Files of named arrays in the safetensors format, which PyTorch, TorchSharp and others read and write: eight bytes of header length, a
/// JSON header, the numbers. All float and integer types are read, as float32; float32 is written.
/// </summary>
public static class SafeTensors
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is not a safetensors file, is damaged, or holds a type that is not read.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SafeTensorsFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new IOException($"{path}: expected a safetensors file, got a folder; name one file in it.");
        using var stream = File.OpenRead(path);
        try
        {
            return Read(stream);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="InvalidDataException">They are not a safetensors file, are damaged, or hold a type that is not read.</exception>
    public static SafeTensorsFile Decode(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Read(new MemoryStream(file, writable: false));
    }

    /// <summary>The bytes of a float32 file; the same bytes for the same tensors and metadata.</summary>
    /// <param name="tensors">In the order of their data; every name once.</param>
    /// <param name="metadata">The file's string map; none when null. Written in the order of its keys.</param>
    /// <exception cref="ArgumentException">A name occurs twice, or the header is too long.</exception>
    public static byte[] Encode(IReadOnlyList<SafeTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var stream = new MemoryStream();
        Write(stream, tensors, Header(tensors, metadata));
        return stream.ToArray();
    }

    /// <summary>Writes a float32 file, whole or not at all.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="tensors">In the order of their data; every name once.</param>
    /// <param name="metadata">The file's string map; none when null.</param>
    /// <exception cref="ArgumentException">A name occurs twice, or the header is too long.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<SafeTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var header = Header(tensors, metadata);
        AtomicFile.Write(path, stream => Write(stream, tensors, header));
    }

    private static SafeTensorsFile Read(Stream stream)
    {
        Span<byte> prefix = stackalloc byte[8];
        var total = stream.Length;
        if (total < 8)
            throw new InvalidDataException($"expected a safetensors file, got {total} bytes, too few for its header.");
        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > SafeTensorsHeader.MostBytes)
            throw new InvalidDataException($"expected a safetensors header of at most {SafeTensorsHeader.MostBytes} bytes, got {length}; the file is damaged or of another format.");
        if ((long)length > total - 8)
            throw new InvalidDataException(
                $"expected a header of {length} bytes, got a file of {total}; it ends early or is of another format.");
        var json = new byte[length];
        stream.ReadExactly(json);
        var header = SafeTensorsHeader.Parse(json, total - 8 - (long)length);
        return new SafeTensorsFile([.. header.Entries.Select(entry => Read(stream, entry))], header.Metadata);
    }

    private static SafeTensor Read(Stream stream, SafeTensorsEntry entry)
    {
        var values = new float[entry.Count];
        if (entry.Type == "F32" && BitConverter.IsLittleEndian)
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        else
        {
            var size = SafeTensorsTypes.Size(entry.Type)!.Value;
            var buffer = new byte[Math.Min(values.Length, 1 << 14) * size];
            for (var start = 0; start < values.Length; start += 1 << 14)
            {
                var part = values.AsSpan(start, Math.Min(1 << 14, values.Length - start));
                stream.ReadExactly(buffer, 0, part.Length * size);
                SafeTensorsTypes.Read(entry.Type, buffer, part);
            }
        }

        return new SafeTensor(entry.Name, entry.Shape, values, entry.Type);
    }

    private static byte[] Header(IReadOnlyList<SafeTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var names = new HashSet<string>();
        foreach (var tensor in tensors)
            if (!names.Add(tensor.Name))
                throw new ArgumentException($"expected every name once, got '{tensor.Name}' twice.", nameof(tensors));
        var header = SafeTensorsHeader.Encode(tensors, metadata ?? new Dictionary<string, string>());
        return header.Length <= SafeTensorsHeader.MostBytes
            ? header
            : throw new ArgumentException($"expected a header of at most {SafeTensorsHeader.MostBytes} bytes, got {header.Length}; store less metadata.", nameof(metadata));
    }

    private static void Write(Stream stream, IReadOnlyList<SafeTensor> tensors, byte[] header)
    {
        Span<byte> prefix = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        stream.Write(prefix);
        stream.Write(header);
        Span<byte> number = stackalloc byte[4];
        foreach (var tensor in tensors)
            if (BitConverter.IsLittleEndian)
                stream.Write(MemoryMarshal.AsBytes<float>(tensor.Values));
            else
                foreach (var value in tensor.Values)
                {
                    BinaryPrimitives.WriteSingleLittleEndian(number, value);
                    stream.Write(number);
                }
    }
}

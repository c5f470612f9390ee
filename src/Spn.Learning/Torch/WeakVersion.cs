using System.Buffers.Binary;
using System.Text;

namespace Spn.Learning;

/// <summary>
/// A copy of <c>libLibTorchSharp.so</c> that loads with an older libstdc++. The file asks for version GLIBCXX_3.4.32 for the sake of one symbol,
/// <c>ios_base_library_init</c>, that it never binds. In the copy that one request is marked as weak (<c>VER_FLG_WEAK</c> in its
/// <c>Elf64_Vernaux</c> of <c>.gnu.version_r</c>), so that the system's loader goes on where it would have stopped. The original is not changed.
/// </summary>
internal static class WeakVersion
{
    /// <summary>The version that GCC 13 brought, and the only one that is marked.</summary>
    public const string Name = "GLIBCXX_3.4.32";

    private const int SectionVersionNeeds = 0x6ffffffe;
    private const ushort FlagWeak = 2;

    /// <summary>Where the marked copy of a file stands: in this user's cache, under the file's size and date, written whole or not at all.</summary>
    /// <exception cref="TorchUnavailableException">The cache cannot be written, or the file is not what was expected.</exception>
    public static string CopyOf(string file)
    {
        try
        {
            var marked = Marked(File.ReadAllBytes(file));
            var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named
                ? named
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            var version = typeof(TorchSharp.torch).Assembly.GetName().Version!.ToString(3);
            var copy = Path.Combine(cache, "spn-notebooks", FormattableString.Invariant($"torchsharp-{version}-{marked.Length}"), Path.GetFileName(file));
            if (!File.Exists(copy) || !File.ReadAllBytes(copy).AsSpan().SequenceEqual(marked))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                AtomicFile.WriteBytes(copy, marked);
            }

            return copy;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new TorchUnavailableException($"expected {Name} in this system's libstdc++, or a copy of {file} that does without: {exception.Message}; update libstdc++ to that of GCC 13, or set XDG_CACHE_HOME to a folder that can be written.", exception);
        }
    }

    /// <summary>The same bytes with the request for <see cref="Name"/> marked as weak.</summary>
    /// <exception cref="InvalidDataException">They are no 64-bit little-endian ELF file that asks for it.</exception>
    public static byte[] Marked(ReadOnlySpan<byte> elf)
    {
        try
        {
            var copy = elf.ToArray();
            if (!elf.StartsWith("\u007fELF\u0002\u0001"u8))
                throw new InvalidDataException("expected a 64-bit little-endian ELF file, got something else");
            var sections = checked((int)BinaryPrimitives.ReadInt64LittleEndian(elf[0x28..]));
            int size = BinaryPrimitives.ReadUInt16LittleEndian(elf[0x3a..]), count = BinaryPrimitives.ReadUInt16LittleEndian(elf[0x3c..]);
            for (var i = 0; i < count; i++)
            {
                var section = elf[(sections + i * size)..];
                if (BinaryPrimitives.ReadInt32LittleEndian(section[4..]) != SectionVersionNeeds)
                    continue;
                var strings = elf[(sections + BinaryPrimitives.ReadInt32LittleEndian(section[0x28..]) * size)..];
                if (FlagOf(elf, Offset(section), Offset(strings)) is var flag and > 0)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(flag), FlagWeak);
                    return copy;
                }
            }
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("expected a whole ELF file, got one that ends early", exception);
        }

        throw new InvalidDataException($"expected a file that asks for {Name}, got one that does not");
    }

    private static int Offset(ReadOnlySpan<byte> section) => checked((int)BinaryPrimitives.ReadInt64LittleEndian(section[0x18..]));

    /// <summary>Where the flags of the request stand; 0 where there is none. Verneed: version, count, file, first, next. Vernaux: hash, flags, other, name, next.</summary>
    private static int FlagOf(ReadOnlySpan<byte> elf, int needs, int strings)
    {
        var name = Encoding.ASCII.GetBytes(Name + "\0");
        for (int need = needs, next = 1; next != 0; need += next)
        {
            next = BinaryPrimitives.ReadInt32LittleEndian(elf[(need + 12)..]);
            var auxiliary = need + BinaryPrimitives.ReadInt32LittleEndian(elf[(need + 8)..]);
            for (int left = BinaryPrimitives.ReadUInt16LittleEndian(elf[(need + 2)..]), step = 1; left > 0 && step != 0; left--, auxiliary += step)
            {
                step = BinaryPrimitives.ReadInt32LittleEndian(elf[(auxiliary + 12)..]);
                if (elf[(strings + BinaryPrimitives.ReadInt32LittleEndian(elf[(auxiliary + 8)..]))..].StartsWith(name))
                    return auxiliary + 4;
            }
        }

        return 0;
    }
}

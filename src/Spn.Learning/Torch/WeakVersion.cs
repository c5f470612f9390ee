using System.Buffers.Binary;
using System.Text;

namespace Spn.Learning;

/// <summary>
/// A copy of <c>libLibTorchSharp.so</c> that loads with an older libstdc++. The file asks for version GLIBCXX_3.4.32 for the sake of one
/// symbol, <c>ios_base_library_init</c>, that it never binds. In the copy that one request is marked as weak (<c>VER_FLG_WEAK</c> in its
/// <c>Elf64_Vernaux</c> of <c>.gnu.version_r</c>), so that the system's loader goes on where it would have stopped. The original is not
/// changed.
/// </summary>
internal static class WeakVersion
{
    /// <summary>The version that GCC 13 brought, and the only one that is marked.</summary>
    public const string Name = "GLIBCXX_3.4.32";

    private const int SectionVersionNeeds = 0x6ffffffe, EntrySize = 16;
    private const ushort FlagWeak = 2;

    /// <summary>
    /// Where the marked copy of a file stands: in this user's cache, under TorchSharp's version and the file's size, written whole or not
    /// at all.
    /// </summary>
    /// <param name="file">The file as the package has it.</param>
    /// <param name="cache">The folder for all that a user's programs keep; as the environment says when null.</param>
    /// <exception cref="TorchUnavailableException">The cache cannot be written, or the file is not what was expected.</exception>
    public static string CopyOf(string file, string? cache = null)
    {
        try
        {
            var marked = Marked(File.ReadAllBytes(file));
            var version = typeof(TorchSharp.torch).Assembly.GetName().Version!.ToString(3);
            var folder = FormattableString.Invariant($"torchsharp-{version}-{marked.Length}");
            var copy = Path.Combine(cache ?? CacheFolder(), "spn-notebooks", folder, Path.GetFileName(file));
            if (!File.Exists(copy) || !File.ReadAllBytes(copy).AsSpan().SequenceEqual(marked))
                AtomicFile.WriteBytes(copy, marked);
            return copy;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new TorchUnavailableException(
                $"expected {Name} in this system's libstdc++, or a copy of {file} that does without: {exception.Message.TrimEnd('.')}; "
                + "update libstdc++ to that of GCC 13, or set XDG_CACHE_HOME to a folder that can be written.", exception);
        }
    }

    /// <summary>The same bytes with the request for <see cref="Name"/> marked as weak.</summary>
    /// <exception cref="InvalidDataException">They are no 64-bit little-endian ELF file that asks for it.</exception>
    public static byte[] Marked(ReadOnlySpan<byte> elf)
    {
        if (!elf.StartsWith("\u007fELF\u0002\u0001"u8))
            throw new InvalidDataException("expected a 64-bit little-endian ELF file, got something else");
        try
        {
            var copy = elf.ToArray();
            var flags = copy.AsSpan(FlagsOf(elf), sizeof(ushort));
            BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | FlagWeak));
            return copy;
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("expected a whole ELF file, got one that ends early", exception);
        }
    }

    /// <summary>The specification of the base directories leaves relative ones out of account.</summary>
    private static string CacheFolder() => Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } named && Path.IsPathRooted(named)
        ? named
        : Path.Combine(TorchFolders.Home, ".cache");

    /// <summary>Where the flags of the request stand: in the section of version needs, which links to that of their names.</summary>
    private static int FlagsOf(ReadOnlySpan<byte> elf)
    {
        var sections = Int64(elf[0x28..]);
        int size = UInt16(elf[0x3a..]), count = UInt16(elf[0x3c..]);
        for (var i = 0; i < count; i++)
        {
            var section = elf[checked(sections + i * size)..];
            if (Int32(section[4..]) != SectionVersionNeeds)
                continue;
            var names = elf[checked(sections + Int32(section[0x28..]) * size)..];
            return FlagsOf(elf, Int64(section[0x18..]), Int64(names[0x18..]));
        }

        throw new InvalidDataException($"expected a file that asks for {Name}, got one that asks for no versions");
    }

    /// <summary>Verneed: version, count, file, first, next. Vernaux: hash, flags, other, name, next. A next is relative or 0.</summary>
    private static int FlagsOf(ReadOnlySpan<byte> elf, int needs, int strings)
    {
        var name = Encoding.ASCII.GetBytes(Name + "\0");
        // No file has more entries than fit into it: one whose entries go round in circles ends too.
        var left = elf.Length / EntrySize;
        for (int need = needs, next = 1; next != 0; need += next)
        {
            next = Int32(elf[(need + 12)..]);
            var entry = need + Int32(elf[(need + 8)..]);
            for (int step = 1, entries = UInt16(elf[(need + 2)..]); step != 0 && entries > 0; entries--, entry += step)
            {
                step = Int32(elf[(entry + 12)..]);
                if (elf[(strings + Int32(elf[(entry + 8)..]))..].StartsWith(name))
                    return entry + 4;
                if (--left < 0)
                    throw new InvalidDataException("expected a list of versions that ends, got one that does not");
            }

            if (--left < 0)
                throw new InvalidDataException("expected a list of versions that ends, got one that does not");
        }

        throw new InvalidDataException($"expected a file that asks for {Name}, got one that does not");
    }

    private static int UInt16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static int Int32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes);

    private static int Int64(ReadOnlySpan<byte> bytes) => checked((int)BinaryPrimitives.ReadInt64LittleEndian(bytes));
}

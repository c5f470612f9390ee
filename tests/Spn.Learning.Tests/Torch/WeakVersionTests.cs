using System.Buffers.Binary;
using System.Text;
using Spn.Learning;

namespace Spn.Tests.Learning;

/// <summary>The one mark in a copy of an ELF file, on files that are whole, cut, or made to mislead.</summary>
public class WeakVersionTests
{
    /// <summary>In <see cref="Elf"/>: where the section headers, the list of versions and their names stand.</summary>
    private const int Sections = 0x40, Needs = 0x100, Names = 0x180;

    [Xunit.Fact]
    public void One_flag_of_one_request_is_set_and_no_other_byte_changes()
    {
        var elf = Elf();
        var marked = WeakVersion.Marked(elf);
        var changed = Enumerable.Range(0, elf.Length).Where(i => elf[i] != marked[i]).ToArray();
        Assert.Equal([Needs + 16 + 16 + 4], changed);
        Assert.Equal(2, marked[changed[0]]);
        Assert.Equal(marked, WeakVersion.Marked(marked));
    }

    [Xunit.Fact]
    public void The_request_is_found_in_the_entry_of_a_later_file_too() =>
        Assert.Equal(2, WeakVersion.Marked(Elf(inSecondFile: true))[Needs + 68]);

    [LinuxFact]
    public void TorchSharps_own_file_is_marked_in_one_byte()
    {
        var file = File.ReadAllBytes(TorchFolders.LibTorchSharp());
        var marked = WeakVersion.Marked(file);
        Assert.Single(Enumerable.Range(0, file.Length), i => file[i] != marked[i]);
    }

    [Xunit.Theory]
    [InlineData("")]
    [InlineData("MZ this is a Windows file")]
    [InlineData("\u007fELF\u0001\u0001 of 32 bits")]
    [InlineData("\u007fELF\u0002\u0002 the other way round")]
    public void What_is_no_such_ELF_file_is_refused(string start) =>
        Assert.Contains("64-bit", Refused(Encoding.Latin1.GetBytes(start.PadRight(start.Length * 8))), StringComparison.Ordinal);

    [Xunit.Fact]
    public void A_file_that_does_not_ask_for_the_version_is_refused() =>
        Assert.Contains("does not", Refused(Elf(name: "GLIBCXX_3.4.31")), StringComparison.Ordinal);

    [Xunit.Fact]
    public void A_longer_name_is_another_version() => Refused(Elf(name: WeakVersion.Name + "1"));

    [Xunit.Fact]
    public void A_file_without_sections_is_refused() =>
        Assert.Contains("no versions", Refused(With(Elf(), 0x3c, 0, 0)), StringComparison.Ordinal);

    [Xunit.Fact]
    public void Every_cut_is_refused()
    {
        var elf = Elf();
        for (var length = 0; length < Names + 1 + WeakVersion.Name.Length + 1; length++)
            Refused(elf[..length]);
    }

    [Xunit.Theory]
    [InlineData(Needs + 48 + 12, -48)]
    [InlineData(Needs + 32 + 12, -16)]
    public void A_list_that_goes_round_in_circles_is_refused(int at, int next)
    {
        var elf = Elf(name: "GLIBCXX_3.4.31");
        BinaryPrimitives.WriteInt32LittleEndian(elf.AsSpan(at), next);
        BinaryPrimitives.WriteUInt16LittleEndian(elf.AsSpan(Needs + 2), ushort.MaxValue);
        Assert.Contains("ends", Refused(elf), StringComparison.Ordinal);
    }

    [Xunit.Fact]
    public void Random_bytes_in_any_place_give_a_refusal_or_one_changed_byte()
    {
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var elf = Elf();
            for (var i = 0; i < 4; i++)
                elf[6 + random.Next(elf.Length - 6)] = (byte)(random.Next(4) == 0 ? 0xff : random.Next(256));
            byte[] marked;
            try
            {
                marked = WeakVersion.Marked(elf);
            }
            catch (InvalidDataException)
            {
                continue;
            }

            Assert.InRange(Enumerable.Range(0, elf.Length).Count(i => elf[i] != marked[i]), 0, 1);
        }
    }

    private static string Refused(byte[] elf) => Assert.Throws<InvalidDataException>(() => WeakVersion.Marked(elf)).Message;

    private static byte[] With(byte[] elf, int at, params byte[] bytes)
    {
        bytes.CopyTo(elf, at);
        return elf;
    }

    /// <summary>
    /// A file with two sections, versions and their names, that asks two libraries for three versions: the named one second or third.
    /// </summary>
    private static byte[] Elf(string name = WeakVersion.Name, bool inSecondFile = false)
    {
        var elf = new byte[0x200];
        Encoding.Latin1.GetBytes("\u007fELF\u0002\u0001").CopyTo(elf, 0);
        Put(0x28, Sections, 8);
        Put(0x3a, 0x40, 2);
        Put(0x3c, 2, 2);
        Put(Sections + 4, 0x6ffffffe, 4);
        Put(Sections + 0x18, Needs, 8);
        Put(Sections + 0x28, 1, 4);
        Put(Sections + 0x40 + 0x18, Names, 8);

        // Verneed of the first file with two Vernaux, then that of the second file with one.
        Put(Needs + 2, 2, 2);
        Put(Needs + 8, 16, 4);
        Put(Needs + 12, 48, 4);
        Put(Needs + 16 + 8, 60, 4);
        Put(Needs + 16 + 12, 16, 4);
        Put(Needs + 32 + 8, inSecondFile ? 60 : 1, 4);
        Put(Needs + 48 + 2, 1, 2);
        Put(Needs + 48 + 8, 16, 4);
        Put(Needs + 64 + 8, inSecondFile ? 1 : 60, 4);
        Encoding.Latin1.GetBytes(name).CopyTo(elf, Names + 1);
        Encoding.Latin1.GetBytes("OTHER").CopyTo(elf, Names + 60);
        return elf;

        void Put(int at, long value, int bytes)
        {
            for (var i = 0; i < bytes; i++)
                elf[at + i] = (byte)(value >> 8 * i);
        }
    }
}

using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Spn.Arrays;

namespace Spn.Tests.Arrays;

public class NpyDamageTests
{
    private static byte[] File(string header, int dataBytes = 4, byte major = 1)
    {
        var text = Encoding.Latin1.GetBytes(header);
        byte[] length = major == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes(text.Length);
        return [0x93, .. "NUMPY"u8, major, 0, .. length, .. text, .. new byte[dataBytes]];
    }

    [Theory]
    [InlineData("'<c8'")]
    [InlineData("'|i4'")]
    [InlineData("'<U3'")]
    [InlineData("'<M8[s]'")]
    [InlineData("'|O'")]
    [InlineData("[('x', '<f4'), ('y', '<f4')]")]
    public void Other_types_are_refused_by_name(string type)
    {
        var error = Assert.Throws<InvalidDataException>(
            () => Npy.Decode(File($"{{'descr': {type}, 'fortran_order': False, 'shape': (1,), }}\n")));
        Assert.Contains(type.StartsWith('[') ? "structured" : type, error.Message);
        Assert.Contains("astype", error.Message);
    }

    [Fact]
    public void A_key_is_shown_without_what_steers_a_terminal()
    {
        var error = Assert.Throws<InvalidDataException>(() => Npy.Decode(File("{'\u001b[2J\0': 1}")));
        Assert.Contains("key '?[2J?'", error.Message);
    }

    [Theory]
    [InlineData("{\"shape\": (1, ), 'fortran_order':False,'descr':'<f4'}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1L, 1,), }   \n")]
    [InlineData("{ 'descr' :'<f4' , 'shape': (), 'fortran_order': True }")]
    public void Keys_in_any_order_and_the_spaces_of_Python_are_read(string header) => Assert.Equal([0f], Npy.Decode(File(header)).Values);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False}")]
    [InlineData("{'descr': '<f4', 'shape': (1,)}")]
    [InlineData("{'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': 1}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1.0,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} x")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)")]
    [InlineData("{'descr': '<f4, 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': '<f4")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 99999999999999999999)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647, 2147483647)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647, 0)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483000,)}")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (0,)}")]
    public void A_header_that_says_something_else_is_refused_before_memory_is_taken(string header)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => Npy.Decode(File(header)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_header_of_megabytes_and_unknown_versions_are_refused()
    {
        var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }";
        Assert.Contains(
            "at most", Assert.Throws<InvalidDataException>(() => Npy.Decode(File(header + new string(' ', 1_000_000), 4, 2))).Message);
        Assert.Contains("version", Assert.Throws<InvalidDataException>(() => Npy.Decode(File(header, 4, 4))).Message);
        Assert.Contains("version", Assert.Throws<InvalidDataException>(() => Npy.Decode(File(header, 4, 0))).Message);
        Assert.Equal([0f], Npy.Decode(File(header, 4, 3)).Values);
    }

    [Fact]
    public void A_file_cut_at_any_byte_is_refused_and_one_with_bytes_to_spare_too()
    {
        foreach (var row in NpyTests.Cubes)
        {
            var file = Convert.FromBase64String((string)row[2]);
            for (var length = 0; length < file.Length; length++)
                Assert.Throws<InvalidDataException>(() => Npy.Decode(file[..length]));
            Assert.Throws<InvalidDataException>(() => Npy.Decode([.. file, 0]));
        }
    }

    [Fact]
    public void Flipped_bits_give_an_array_or_one_clear_error() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var file = Convert.FromBase64String((string)NpyTests.Cubes.ElementAt(random.Next(5))[2]);
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                file[random.Next(random.Next(2) == 0 ? 80 : file.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                return Npy.Decode(file).Values.Length <= 48;
            }
            catch (InvalidDataException)
            {
                return true;
            }
        }).Check(Property.Cases(2000));
}

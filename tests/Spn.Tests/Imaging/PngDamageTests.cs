using FsCheck;
using FsCheck.Fluent;
using Spn.Imaging;

namespace Spn.Tests.Imaging;

public class PngDamageTests
{
    private static readonly byte[][] Files = PngGoldens.Plain.Select(row => Convert.FromBase64String((string)row[4]))
        .Concat(PngGoldens.Transparent.Select(row => Convert.FromBase64String((string)row[2]))).ToArray();

    private static readonly Config Cases = Property.Cases(1000);

    [Fact]
    public void A_file_cut_at_any_byte_is_refused()
    {
        foreach (var file in Files)
            for (var length = 0; length < file.Length; length++)
                Assert.Throws<InvalidDataException>(() => Png.Decode(file[..length]));
    }

    [Fact]
    public void Any_single_flipped_bit_is_noticed()
    {
        var file = Files[8];
        for (var bit = 0; bit < 8 * file.Length; bit++)
        {
            var damaged = (byte[])file.Clone();
            damaged[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.Throws<InvalidDataException>(() => Png.Decode(damaged));
        }
    }

    [Fact]
    public void Flipped_bits_behind_right_checksums_give_an_image_or_one_clear_error() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var chunks = PngChunks.Split(Files[random.Next(Files.Length)]);
            for (var flips = random.Next(1, 6); flips > 0; flips--)
            {
                var data = chunks[random.Next(chunks.Count)].Data;
                if (data.Length > 0)
                    data[random.Next(data.Length)] ^= (byte)(1 << random.Next(8));
            }

            return Survives(PngChunks.Join(chunks));
        }).Check(Cases);

    [Fact]
    public void Chunks_in_any_order_give_an_image_or_one_clear_error() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var chunks = PngChunks.Split(Files[random.Next(Files.Length)]);
            if (random.Next(2) == 0)
                chunks.RemoveAt(random.Next(chunks.Count));
            else
                chunks.Insert(random.Next(chunks.Count), PngChunks.Split(Files[random.Next(Files.Length)])[random.Next(3)]);
            return Survives(PngChunks.Join(chunks));
        }).Check(Cases);

    [Fact]
    public void Any_bytes_after_the_signature_are_refused() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            Assert.Throws<InvalidDataException>(() => Png.Decode([.. Spn.Imaging.PngFormat.PngFile.Signature, .. bytes]));
            Assert.Throws<InvalidDataException>(() => Png.Decode(bytes));
        }).Check(Cases);

    [Theory]
    [InlineData(100_000, 100_000)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(-1, 1)]
    [InlineData(0, 5)]
    [InlineData(8192, 8192)]
    [InlineData(Image.MaxPixels, 1)]
    public void A_tiny_file_that_claims_a_huge_image_fails_before_memory_is_taken(int width, int height)
    {
        var file = PngChunks.Join([("IHDR", PngChunks.Header(width, height, 16, 6)), ("IDAT", PngChunks.Zlib(0, 0)), ("IEND", [])]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => Png.Decode(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Data_that_inflate_to_more_than_the_image_needs_are_refused_without_inflating_them()
    {
        var file = PngChunks.Join([("IHDR", PngChunks.Header(2, 2)), ("IDAT", PngChunks.Zlib(new byte[50_000_000])), ("IEND", [])]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("got more", Assert.Throws<InvalidDataException>(() => Png.Decode(file)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    public static TheoryData<string, (string, byte[])[]> Malformed
    {
        get
        {
            var header = ("IHDR", PngChunks.Header(1, 1));
            var data = ("IDAT", PngChunks.Zlib(0, 9));
            (string, byte[]) end = ("IEND", []), palette = ("PLTE", new byte[3]), indexed = ("IHDR", PngChunks.Header(1, 1, colour: 3));
            return new()
            {
                { "got none", [header, end] },
                { "got less", [header, ("IDAT", PngChunks.Zlib(0)), end] },
                { "row filter", [header, ("IDAT", PngChunks.Zlib(5, 9)), end] },
                { "zlib", [header, ("IDAT", [1, 2, 3, 4]), end] },
                { "out of place", [data, header, end] },
                { "out of place", [header, header, data, end] },
                { "out of place", [header, data, ("tIME", []), data, end] },
                { "out of place", [header, palette, data, end] },
                { "out of place", [indexed, palette, palette, data, end] },
                { "palette", [indexed, data, end] },
                { "palette of 1 to 256", [indexed, ("PLTE", new byte[4]), data, end] },
                { "palette of 1 to 256", [indexed, ("PLTE", new byte[3 * 257]), data, end] },
                { "transparency", [indexed, ("tRNS", [1]), palette, data, end] },
                { "transparency", [indexed, palette, ("tRNS", [1, 2]), data, end] },
                { "transparency", [header, ("tRNS", [1]), data, end] },
                { "transparency", [("IHDR", PngChunks.Header(1, 1, colour: 4)), ("tRNS", [1, 1]), data, end] },
                { "critical chunk", [header, ("ABCD", []), data, end] },
                { "four letters", [header, ("A1CD", []), data, end] },
                { "ends early", [header, data] },
                { "colour type", [("IHDR", PngChunks.Header(1, 1, 4, 2)), data, end] },
                { "colour type", [("IHDR", PngChunks.Header(1, 1, 16, 3)), data, end] },
                { "colour type", [("IHDR", PngChunks.Header(1, 1, 8, 1)), data, end] },
                { "interlacing", [("IHDR", PngChunks.Header(1, 1, 8, 0, 2)), data, end] },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_malformed_file_is_refused_with_its_reason(string reason, (string, byte[])[] chunks) =>
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Png.Decode(PngChunks.Join(chunks))).Message);

    private static bool Survives(byte[] file)
    {
        try
        {
            return Png.Decode(file).Samples.Length > 0;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }
}

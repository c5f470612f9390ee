using Spn.DataSets.Conversions;

namespace Spn.DataSets.Tests.Conversions;

public sealed class MatFileTests
{
    private static readonly LabelMap s_labels = SetFolder.Labels((row, column) => row + 10 * (column % 2));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_segmentation_is_read_by_rows(bool compressed)
    {
        var read = MatFile.Labels(TestMatFile.Of(s_labels, compressed), "GTcls", "Segmentation");
        Assert.Equal((s_labels.Height, s_labels.Width), (read.Height, read.Width));
        Assert.Equal(s_labels.Labels, read.Labels);
    }

    [Fact]
    public void Another_variable_field_or_kind_is_told()
    {
        Assert.Contains("expected a structure 'GTcls' with a field 'Segmentation'", Refused(TestMatFile.Of(s_labels, field: "Other")));
        Assert.Contains("expected a matrix of unsigned bytes", Refused(TestMatFile.Of(s_labels, classCode: 6)));
        Assert.Contains("expected a MATLAB 5.0 MAT-file", Refused("PNG"u8.ToArray()));
        var bigEndian = TestMatFile.Of(s_labels);
        (bigEndian[126], bigEndian[127]) = (bigEndian[127], bigEndian[126]);
        Assert.Contains("little-endian", Refused(bigEndian));
    }

    [Fact]
    public void A_matrix_that_grows_too_large_is_refused() => Assert.Contains(
        "at most 64 MB", Refused(TestMatFile.File(TestMatFile.Compressed(new byte[80 << 20]))));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_is_cut_off_or_damaged_is_refused_in_a_sentence(bool compressed)
    {
        var file = TestMatFile.Of(s_labels, compressed);
        for (var length = 0; length < file.Length - 70; length++)
            Assert.StartsWith("expected", Refused(file[..length]));
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var mutated = (byte[])file.Clone();
            for (var change = 0; change < 1 + i % 4; change++)
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            try
            {
                MatFile.Labels(mutated, "GTcls", "Segmentation");
            }
            catch (InvalidDataException exception)
            {
                Assert.StartsWith("expected", exception.Message);
            }
        }
    }

    private static string Refused(byte[] file) =>
        Assert.Throws<InvalidDataException>(() => MatFile.Labels(file, "GTcls", "Segmentation")).Message;
}

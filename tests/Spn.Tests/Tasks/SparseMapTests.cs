using Spn.Tasks;

namespace Spn.Tests.Tasks;

public class SparseMapTests
{
    private static readonly MapShape Shape = new(1, 1, 2, 3);

    private static FeatureMap Map(params float[] values) => new(Shape, values);

    [Fact]
    public void It_counts_what_is_known_and_reads_nothing_else() =>
        Assert.Equal(2, new SparseMap(Map(5, float.NaN, 7, float.PositiveInfinity, 0, 0), Map(1, 0, 1, 0, 0, 0)).Count);

    [Theory]
    [InlineData(new float[] { 0, 0, 0, 0, 0, 0 }, "expected at least one known pixel, got none; mark some.")]
    [InlineData(new float[] { 0, 0.5f, 0, 0, 0, 0 }, "got 0.5 at row 0, column 1.")]
    [InlineData(new float[] { 0, float.NaN, 0, 0, 0, 0 }, "got NaN at row 0, column 1.")]
    [InlineData(new float[] { 0, 0, 0, 0, 1, 0 }, "expected finite values where they are known, got NaN at row 1, column 1;")]
    public void What_is_no_mask_or_no_number_is_told_with_its_place(float[] known, string sentence) => Assert.Contains(
        sentence,
        Assert.Throws<ArgumentException>(() => new SparseMap(Map(0, 0, 0, 0, float.NaN, 0), new FeatureMap(Shape, known))).Message);

    [Fact]
    public void Other_shapes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new SparseMap(new FeatureMap(new MapShape(2, 1, 2, 3)), new FeatureMap(Shape)));
        Assert.Throws<ArgumentException>(() => new SparseMap(new FeatureMap(Shape), new FeatureMap(new MapShape(1, 2, 2, 3))));
    }
}

namespace Spn.Tests;

public class MapShapeTests
{
    [Fact]
    public void Counts_are_products_of_extents()
    {
        var shape = new MapShape(2, 3, 5, 7);
        Assert.Equal((35, 6, 210L), (shape.PlaneSize, shape.Planes, shape.Count));
        Assert.Equal("2×3×5×7", InCulture.Run("ar-SA", shape.ToString));
    }

    [Theory]
    [InlineData(65536, 65536, 65536, 65536)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue)]
    [InlineData(1, 1, 65536, 65536)]
    [InlineData(3, 1, 30000, 30000)]
    public void A_shape_beyond_one_array_is_refused_and_never_wraps_around(int batch, int channels, int height, int width)
    {
        var shape = new MapShape(batch, channels, height, width);
        Assert.True(shape.Count > Array.MaxLength);
        Assert.Contains("expected at most", Assert.Throws<ArgumentException>(() => new FeatureMap(shape)).Message);
        Assert.Throws<ArgumentException>(() => new FeatureMap(shape, []));
        Assert.Throws<ArgumentException>(() => new ReferenceMap(shape));
        Assert.Throws<ArgumentException>(() => new PropagationWeights(Connection.OneWay, shape));
        Assert.Throws<ArgumentException>(() => new DirectionMap(shape, []));
    }

    [Fact]
    public void Weights_too_many_for_one_array_are_refused_where_their_map_is_not()
    {
        var shape = new MapShape(1, 32, 2500, 2500);
        Assert.Equal(200_000_000, shape.Count);
        var error = Assert.Throws<ArgumentException>(() => new PropagationWeights(Connection.ThreeWay, shape));
        Assert.Contains("1×4×3×32×2500×2500 = 2400000000", error.Message);
        Assert.Contains("share weights", error.Message);
    }

    [Fact]
    public void A_plane_of_more_pixels_than_an_integer_counts_overflows_loudly()
    {
        Assert.Throws<OverflowException>(() => new MapShape(1, 1, 65536, 65536).PlaneSize);
        Assert.Throws<OverflowException>(() => new MapShape(65536, 65536, 1, 1).Planes);
    }
}

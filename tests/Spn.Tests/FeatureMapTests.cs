using System.Numerics.Tensors;

namespace Spn.Tests;

public class FeatureMapTests
{
    [Fact]
    public void Values_are_row_major_with_width_fastest() => Property.Holds(PropagationCase.Any(), c =>
    {
        var s = c.Shape;
        var map = FeatureMap.Generate(s, (n, channel, row, column) => ((n * s.Channels + channel) * s.Height + row) * s.Width + column);
        Assert.Equal(Enumerable.Range(0, (int)s.Count).Select(i => (float)i), map.Values);
        var (last, rows) = (new Pixel(s.Height - 1, s.Width - 1), map.ToRows(s.Batch - 1, s.Channels - 1));
        Assert.Equal(s.Count - 1, map[s.Batch - 1, s.Channels - 1, last.Row, last.Column]);
        Assert.Equal(s.Count - 1, map.Plane(s.Batch - 1, s.Channels - 1)[^1]);
        Assert.Equal(rows.Cast<float>(), map.Plane(s.Batch - 1, s.Channels - 1).ToArray());
        Assert.Equal(rows, FeatureMap.FromRows(rows).ToRows());
    });

    [Fact]
    public void Writing_through_a_plane_or_an_index_changes_the_map_and_a_copy_does_not()
    {
        var map = new FeatureMap(new MapShape(1, 2, 2, 2));
        var copy = map.Copy();
        map.Plane(0, 1)[3] = 5;
        map[0, 0, 1, 0] = 7;
        Assert.Equal([0, 0, 7, 0, 0, 0, 0, 5], map.Values);
        Assert.All(copy.Values, value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_tensor_of_the_map_is_the_same_memory()
    {
        var map = FeatureMap.Random(new MapShape(2, 3, 4, 5), 1);
        var tensor = map.AsTensor();
        Assert.Equal([2, 3, 4, 5], tensor.Lengths.ToArray().Select(length => (int)length));
        Assert.Equal(map[1, 2, 3, 4], tensor[1, 2, 3, 4]);
        tensor[1, 0, 2, 3] = 9;
        Assert.Equal(9, map[1, 0, 2, 3]);
        map[0, 1, 3, 2] = -9;
        Assert.Equal(-9, tensor[0, 1, 3, 2]);
    }

    [Fact]
    public void Tensors_of_rank_two_to_four_are_copied_in_their_own_order()
    {
        var values = Enumerable.Range(0, 24).Select(i => (float)i).ToArray();
        Assert.Equal(new MapShape(1, 1, 4, 6), FeatureMap.FromTensor(Tensor.Create(values, [4, 6])).Shape);
        Assert.Equal(new MapShape(1, 2, 3, 4), FeatureMap.FromTensor(Tensor.Create(values, [2, 3, 4])).Shape);
        var four = FeatureMap.FromTensor(Tensor.Create(values, [2, 3, 2, 2]));
        Assert.Equal((new MapShape(2, 3, 2, 2), 23f), (four.Shape, four[1, 2, 1, 1]));
        values[0] = 100;
        Assert.Equal(0, four.Values[0]);
        // A transposed tensor steps through memory in another order than it is read.
        var transposed = FeatureMap.FromTensor(Tensor.PermuteDimensions(Tensor.Create(values, [4, 6]), [1, 0]));
        Assert.Equal((new MapShape(1, 1, 6, 4), 6f, 1f), (transposed.Shape, transposed[0, 0, 0, 1], transposed[0, 0, 1, 0]));
        Assert.Contains("rank 1", Assert.Throws<ArgumentException>(() => FeatureMap.FromTensor(Tensor.Create(values, [24]))).Message);
        Assert.Contains(
            "rank 5", Assert.Throws<ArgumentException>(() => FeatureMap.FromTensor(Tensor.Create(values, [1, 1, 2, 3, 4]))).Message);
    }

    [Fact]
    public void A_seed_gives_the_same_values_in_minus_one_to_one_every_time()
    {
        var shape = new MapShape(1, 2, 30, 40);
        var map = FeatureMap.Random(shape, 7);
        Assert.Equal(map.Values, FeatureMap.Random(shape, 7).Values);
        Assert.NotEqual(map.Values, FeatureMap.Random(shape, 8).Values);
        Assert.All(map.Values, value => Assert.InRange(value, -1f, 0.99999994f));
        Assert.InRange(map.Values.Average(), -0.05f, 0.05f);
    }

    [Fact]
    public void What_is_not_a_map_is_refused_with_what_came()
    {
        foreach (var shape in new MapShape[] { new(0, 1, 1, 1), new(1, 0, 1, 1), new(1, 1, 0, 1), new(1, 1, 1, -1) })
            Assert.Contains(shape.ToString(), Assert.Throws<ArgumentException>(() => new FeatureMap(shape)).Message);
        Assert.Contains("expected 6 values", Assert.Throws<ArgumentException>(() => new FeatureMap(new(1, 1, 2, 3), new float[5])).Message);
        Assert.Throws<ArgumentException>(() => FeatureMap.FromRows(new float[0, 3]));
        var map = new FeatureMap(new MapShape(2, 3, 4, 5));
        foreach (var (n, c, row, column) in new[] { (2, 0, 0, 0), (0, 3, 0, 0), (0, 0, 4, 0), (0, 0, 0, 5), (-1, 0, 0, 0), (0, 0, 0, -1) })
            Assert.Throws<ArgumentOutOfRangeException>(() => map[n, c, row, column]);
        Assert.Throws<ArgumentOutOfRangeException>(() => map.ToRows(0, 3));
    }

    [Theory]
    [InlineData("de-DE"), InlineData("sv-SE"), InlineData("ar-SA")]
    public void Printing_is_the_same_in_every_culture(string culture)
    {
        var map = new FeatureMap(new MapShape(1, 1, 1, 2), [-1.25f, 1234.5f]);
        var weights = PropagationWeights.Constant(Connection.ThreeWay, new MapShape(1, 1, 2, 2), 0.75f);
        Assert.Equal("FeatureMap 1×1×1×2, -1.25 to 1234", InCulture.Run(culture, map.ToString));
        Assert.Equal("PropagationWeights ThreeWay 1×4×3×1×2×2", InCulture.Run(culture, weights.ToString));
        Assert.Equal(
            "StabilityReport left to right, ThreeWay, 2×2: 100.0 % of pixels have Σ|p| > 1; constrained w: ‖w‖∞ ≤ 1, ‖w‖₂ ≤ 1, ‖∏w‖∞ at the end 1",
            InCulture.Run(culture, () => Stability.Report(weights, Direction.LeftToRight).ToString()));
        Assert.Equal(
            "Row of G at (1, 1), top to bottom, 2×2, sum 1",
            InCulture.Run(culture, () => Affinity.Row(weights, Direction.TopToBottom, new Pixel(1, 1)).ToString()));
    }
}

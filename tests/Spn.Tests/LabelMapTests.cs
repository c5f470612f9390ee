namespace Spn.Tests;

public sealed class LabelMapTests
{
    [Fact]
    public void Labels_by_size_put_the_most_frequent_first_and_leave_ignored_pixels_out()
    {
        var map = new LabelMap(2, 4, [5, 2, 2, 255, 255, 255, 5, 2]);
        Assert.Equal<byte>([2, 5], map.LabelsBySize());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_deepest_pixel_is_as_far_from_other_classes_as_a_search_of_all_pixels_finds(int seed)
    {
        var random = new Random(seed);
        var blobs = Enumerable.Range(0, 6).Select(_ => (Row: random.Next(23), Column: random.Next(31), Radius: random.Next(2, 8), Label: (byte)random.Next(3))).ToArray();
        var map = LabelMap.Generate(23, 31, (row, column) =>
            blobs.LastOrDefault(b => Math.Abs(row - b.Row) + Math.Abs(column - b.Column) <= b.Radius).Label);
        foreach (var label in map.LabelsBySize())
        {
            var depths = (from row in Enumerable.Range(0, 23) from column in Enumerable.Range(0, 31) where map[row, column] == label select Depth(map, row, column)).Max();
            var deepest = map.Deepest(label);
            Assert.Equal(label, map[deepest.Row, deepest.Column]);
            Assert.Equal(depths, Depth(map, deepest.Row, deepest.Column));
        }
    }

    [Fact]
    public void A_label_that_does_not_occur_has_no_deepest_pixel()
    {
        var error = Assert.Throws<ArgumentException>(() => new LabelMap(1, 2, [0, 3]).Deepest(7));
        Assert.Contains("got 7; these do: 0, 3", error.Message);
    }

    /// <summary>The least chessboard distance to a pixel of another class or to the outside.</summary>
    private static int Depth(LabelMap map, int row, int column)
    {
        for (var reach = 1; ; reach++)
            for (var r = row - reach; r <= row + reach; r++)
                for (var c = column - reach; c <= column + reach; c++)
                    if (r < 0 || c < 0 || r >= map.Height || c >= map.Width || map[r, c] != map[row, column])
                        return reach;
    }
}

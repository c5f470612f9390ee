namespace Spn.Visuals.Tests.Kinds;

public class WeightsFigureTests
{
    private static readonly PropagationWeights Weights = PropagationWeights.Random(Connection.ThreeWay, new MapShape(1, 1, 9, 9), 5);

    [Fact]
    public void A_part_shows_the_indices_of_the_whole_map_and_no_border_where_there_is_none()
    {
        var part = new MapPart(new Pixel(3, 4), 3, 3);
        var svg = Figures.Weights(Weights, new WeightsFigureOptions { Part = part, Directions = [Direction.LeftToRight] }).ToText();
        Assert.DoesNotContain(" .", svg);
        Assert.Contains("3×3 pixels of a map of 9×9", svg);
        Assert.Contains(" .", Figures.Weights(Weights, new WeightsFigureOptions { Part = part with { First = new(3, 0) } }).ToText());
    }

    [Fact]
    public void The_first_line_of_a_chunk_has_no_neighbour()
    {
        var weights = PropagationWeights.Constant(Connection.OneWay, new MapShape(1, 1, 2, 6), 0.5f);
        string Row(Direction direction, int chunk) =>
            Figures.Weights(weights, new WeightsFigureOptions { Directions = [direction], Chunk = chunk }).ToText().Split('\n')[3].Trim();
        Assert.Matches(@"^\.( +0\.5){5}$", Row(Direction.LeftToRight, 0));
        Assert.Matches(@"^\. +0\.5 +\. +0\.5 +\. +0\.5$", Row(Direction.LeftToRight, 2));
        Assert.Matches(@"^0\.5 +\. +0\.5 +0\.5 +0\.5 +\.$", Row(Direction.RightToLeft, 4));
    }

    [Theory]
    [InlineData(7, 0, 3, 3)]
    [InlineData(-1, 0, 3, 3)]
    [InlineData(0, 0, 0, 3)]
    [InlineData(0, int.MaxValue, 1, 1)]
    public void A_part_outside_the_map_is_refused(int row, int column, int height, int width)
    {
        var options = new WeightsFigureOptions { Part = new MapPart(new Pixel(row, column), height, width) };
        Assert.Contains("expected a part within 9×9", Assert.Throws<ArgumentException>(() => Figures.Weights(Weights, options)).Message);
    }

    [Fact]
    public void A_part_around_a_pixel_stays_inside_the_map() =>
        Assert.Equal(
            [new MapPart(new(0, 0), 3, 3), new MapPart(new(6, 6), 3, 3), new MapPart(new(3, 2), 3, 3), new MapPart(new(0, 0), 9, 9)],
            new[] { (new Pixel(0, 0), 3), (new Pixel(8, 8), 3), (new Pixel(4, 3), 3), (new Pixel(4, 3), 12) }
                .Select(asked => MapPart.Around(asked.Item1, asked.Item2, 9, 9)));
}

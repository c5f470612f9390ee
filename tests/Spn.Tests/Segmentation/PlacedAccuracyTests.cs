using FsCheck.Fluent;
using Spn.Segmentation;

namespace Spn.Tests.Segmentation;

public class PlacedAccuracyTests
{
    [Fact]
    public void A_class_is_carried_as_far_as_a_plain_search_of_all_pixels_finds() =>
        Property.Holds(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        int height = random.Next(1, 12), width = random.Next(1, 12);
        LabelMap Noise(int labels) => LabelMap.Generate(
            height, width, (_, _) => random.Next(9) == 0 ? LabelMap.Ignore : (byte)random.Next(labels));
        LabelMap truth = Noise(4), coarse = Noise(3);
        var reach = CoarseReach.Of(truth, coarse);
        for (var row = 0; row < height; row++)
            for (var column = 0; column < width; column++)
            {
                var least = int.MaxValue;
                for (var r = 0; r < height; r++)
                    for (var c = 0; c < width; c++)
                        if (truth[row, column] != LabelMap.Ignore && coarse[r, c] == truth[row, column])
                            least = Math.Min(least, Math.Max(Math.Abs(r - row), Math.Abs(c - column)));
                Assert.Equal(least, reach[row * width + column]);
            }
    });

    [Fact]
    public void Pixels_are_counted_by_their_distance_to_a_boundary_and_by_the_error_of_the_coarse_map()
    {
        // A row of 30 of class 0, then 30 of class 1, the last not labelled; coarse is 12 too short, predicted 2 too long.
        var truth = LabelMap.Generate(1, 60, (_, column) => column < 30 ? (byte)0 : column < 59 ? (byte)1 : LabelMap.Ignore);
        var coarse = LabelMap.Generate(1, 60, (_, column) => column < 18 ? (byte)0 : (byte)1);
        var predicted = LabelMap.Generate(1, 60, (_, column) => column < 32 ? (byte)0 : (byte)1);
        var places = PlacedAccuracy.Of(truth, coarse, predicted);
        Assert.Equal([(2, 1), (4, 3), (10, 10), (16, 16), (27, 27)], places.ByBoundary.Select(one => (one.Pixels, one.CorrectPixels)));
        Assert.Equal([(47, 45), (8, 8), (4, 4)], places.ByCoarseError.Select(one => (one.Pixels, one.CorrectPixels)));
        Assert.Equal(
            ["where coarse is right", "wrong, by up to 8 px", "wrong, by more than 8 px"], places.ByCoarseError.Select(one => one.Name));
        Assert.Equal(["up to 1 px from a boundary", "2 to 3 px"], places.ByBoundary.Take(2).Select(one => one.Name));
        Assert.Equal(45.0 / 47, places.ByCoarseError[0].Accuracy, 12);

        var twice = places.Add(places);
        Assert.Equal([(94, 90), (16, 16), (8, 8)], twice.ByCoarseError.Select(one => (one.Pixels, one.CorrectPixels)));
        Assert.Equal((4, 2), (twice.ByBoundary[0].Pixels, twice.ByBoundary[0].CorrectPixels));
        Assert.Equal([47, 12, 0], PlacedAccuracy.Of(truth, coarse, coarse, 16).ByCoarseError.Select(one => one.Pixels));
    }

    [Fact]
    public void A_class_that_the_coarse_map_has_nowhere_is_wrong_by_more_than_any_block()
    {
        var truth = LabelMap.Generate(2, 2, (row, _) => (byte)row);
        var places = PlacedAccuracy.Of(truth, LabelMap.Generate(2, 2, (_, _) => 0), truth, 256);
        Assert.Equal([2, 0, 2], places.ByCoarseError.Select(one => one.Pixels));
        Assert.True(double.IsNaN(places.ByCoarseError[1].Accuracy));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        LabelMap small = LabelMap.Generate(2, 2, (_, _) => 0), large = LabelMap.Generate(2, 3, (_, _) => 0);
        Assert.Contains("got 2×3", Assert.Throws<ArgumentException>(() => PlacedAccuracy.Of(small, large, small)).Message);
        Assert.Contains("got 2×3", Assert.Throws<ArgumentException>(() => PlacedAccuracy.Of(small, small, large)).Message);
        Assert.Contains("got 0", Assert.Throws<ArgumentOutOfRangeException>(() => PlacedAccuracy.Of(small, small, small, 0)).Message);
        var (one, other) = (PlacedAccuracy.Of(small, small, small), PlacedAccuracy.Of(small, small, small, 4));
        Assert.Contains("the same block", Assert.Throws<ArgumentException>(() => one.Add(other)).Message);
    }
}

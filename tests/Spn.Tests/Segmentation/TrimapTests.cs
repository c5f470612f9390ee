using FsCheck.Fluent;
using Spn.Segmentation;

namespace Spn.Tests.Segmentation;

public class TrimapTests
{
    private static LabelMap Noise(int seed)
    {
        var random = new Random(seed);
        int height = random.Next(1, 14), width = random.Next(1, 14), coarse = random.Next(1, 7);
        var labels = LabelMap.Generate(height, width, (row, column) => (byte)((row / coarse * 31 + column / coarse * 17 + seed) % 5 % 3));
        for (var i = random.Next(6); i > 0; i--)
            labels.Labels[random.Next(labels.Labels.Length)] = LabelMap.Ignore;
        return labels;
    }

    [Fact]
    public void The_band_is_what_a_plain_search_of_all_pixels_finds() =>
        Property.Holds(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
    {
        var (truth, k) = (Noise(seed), 1 + seed % 4);
        var band = Trimap.Band(truth, k);
        for (var row = 0; row < truth.Height; row++)
            for (var column = 0; column < truth.Width; column++)
            {
                var near = false;
                for (var r = 0; r < truth.Height; r++)
                    for (var c = 0; c < truth.Width; c++)
                        near |= truth[r, c] != LabelMap.Ignore && truth[r, c] != truth[row, column] && (r - row) * (r - row) + (c - column) * (c - column) <= k * k;
                Assert.Equal(near ? truth[row, column] : LabelMap.Ignore, band[row, column]);
            }
    });

    [Fact]
    public void A_straight_edge_has_three_columns_on_either_side()
    {
        var band = Trimap.Band(LabelMap.Generate(5, 20, (_, column) => column < 10 ? (byte)0 : (byte)1));
        Assert.Equal([7, 8, 9, 10, 11, 12], Enumerable.Range(0, 20).Where(column => band[2, column] != LabelMap.Ignore));
    }

    [Fact]
    public void One_class_or_none_has_no_band()
    {
        Assert.All(Trimap.Band(LabelMap.Generate(9, 9, (_, _) => 4)).Labels, label => Assert.Equal(LabelMap.Ignore, label));
        Assert.All(
            Trimap.Band(LabelMap.Generate(9, 9, (_, column) => column < 4 ? (byte)4 : LabelMap.Ignore)).Labels,
            label => Assert.Equal(LabelMap.Ignore, label));
    }

    [Fact]
    public void The_curve_is_the_mean_IoU_of_each_band()
    {
        var truth = LabelMap.Generate(4, 20, (_, column) => column < 10 ? (byte)0 : (byte)1);
        var predicted = LabelMap.Generate(4, 20, (_, column) => column < 12 ? (byte)0 : (byte)1);
        var curve = Trimap.MeanIoU(truth, predicted, 2, [1, 3, 10]);

        // Of three columns on either side two of class 1 are said to be 0: 3/5 and 1/3.
        Assert.Equal(3, curve.Count);
        Assert.Equal(0.25, curve[0], 12);
        Assert.Equal((3 / 5.0 + 1 / 3.0) / 2, curve[1], 12);
        Assert.Equal((10 / 12.0 + 8 / 10.0) / 2, curve[2], 12);
        Assert.True(double.IsNaN(Trimap.MeanIoU(LabelMap.Generate(4, 20, (_, _) => 1), predicted, 2, [3])[0]));
    }

    [Fact]
    public void Only_pixels_of_the_band_are_counted()
    {
        var truth = LabelMap.Generate(4, 20, (_, column) => column < 10 ? (byte)0 : (byte)1);
        var predicted = LabelMap.Generate(4, 20, (_, column) => column is < 12 and > 0 ? (byte)0 : (byte)1);
        var matrix = Trimap.Confusion(truth, predicted, 2, 3);
        Assert.Equal((12, 8, 4), (matrix[0, 0], matrix[1, 0], matrix[1, 1]));
        Assert.Equal(4, ConfusionMatrix.FromLabels(truth, predicted, 2)[0, 1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Trimap.Band(truth, 0));
    }
}

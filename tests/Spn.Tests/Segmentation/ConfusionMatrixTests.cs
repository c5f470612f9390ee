using Spn.Segmentation;

namespace Spn.Tests.Segmentation;

public class ConfusionMatrixTests
{
    private static LabelMap Row(params byte[] labels) => new(1, labels.Length, labels);

    [Fact]
    public void Counts_truth_in_rows_and_prediction_in_columns()
    {
        var matrix = ConfusionMatrix.FromLabels(Row(0, 0, 1, 2, 2, 2), Row(0, 1, 1, 2, 0, 2), 3);
        Assert.Equal(new long[,] { { 1, 1, 0 }, { 0, 1, 0 }, { 1, 0, 2 } }, matrix.ToArray());
        Assert.Equal((2L, 2L, 6L, 4L), (matrix.TruthCount(0), matrix.PredictedCount(0), matrix.Total, matrix.Correct));
    }

    [Fact]
    public void Pixels_whose_truth_is_ignored_count_nowhere()
    {
        var matrix = ConfusionMatrix.FromLabels(Row(255, 255, 0), Row(0, 255, 0), 2);
        Assert.Equal((1L, 1L), (matrix.Total, matrix[0, 0]));
    }

    [Fact]
    public void A_pixel_predicted_as_ignored_is_a_miss_and_no_false_alarm()
    {
        var matrix = ConfusionMatrix.FromLabels(Row(1, 1, 0), Row(255, 1, 0), 2);
        Assert.Equal((3L, 2L, 1L, 1L), (matrix.Total, matrix.TruthCount(1), matrix.PredictedCount(1), matrix.Missed(1)));
        Assert.Equal(0.5, matrix.Score().Classes[1].IoU);
        Assert.Equal(1.0, matrix.Score().Classes[1].Precision);
    }

    [Fact]
    public void Matrices_of_images_add_up_to_the_matrix_of_the_data_set()
    {
        var a = ConfusionMatrix.FromLabels(Row(0, 1, 1), Row(1, 1, 255), 2);
        var b = ConfusionMatrix.FromLabels(Row(0, 0), Row(0, 1), 2);
        var whole = ConfusionMatrix.FromLabels(Row(0, 1, 1, 0, 0), Row(1, 1, 255, 0, 1), 2);
        Assert.Equal(whole.ToArray(), ConfusionMatrix.Sum([a, b]).ToArray());
        Assert.Equal(whole.Missed(1), a.Add(b).Missed(1));
        Assert.Equal(whole.ToString(), b.Add(a).ToString());
    }

    [Fact]
    public void A_sum_of_no_matrices_is_refused() =>
        Assert.Contains("at least one image", Assert.Throws<ArgumentException>(() => ConfusionMatrix.Sum([])).Message);

    [Fact]
    public void Prints_as_a_table()
    {
        var matrix = ConfusionMatrix.FromLabels(Row(0, 1, 1, 1), Row(0, 1, 1, 255), 2);
        Assert.Equal("truth |      0      1 missed\n    0 |      1      0      0\n    1 |      0      2      1", matrix.ToString());
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(0, 3)]
    [InlineData(0, 254)]
    public void Refuses_a_label_without_a_class(byte truth, byte predicted)
    {
        var error = Assert.Throws<ArgumentException>(() => ConfusionMatrix.FromLabels(Row(0, truth), Row(1, predicted), 3));
        Assert.Contains("row 0, column 1", error.Message);
    }

    [Fact]
    public void Refuses_maps_of_different_sizes_and_matrices_of_different_classes()
    {
        Assert.Throws<ArgumentException>(() => ConfusionMatrix.FromLabels(Row(0, 1), Row(0), 2));
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix(new long[2, 2]).Add(new ConfusionMatrix(new long[3, 3])));
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix(new long[2, 3]));
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix(new long[,] { { -1 } }));
    }
}

using Spn.Learning;

namespace Spn.Tests.Learning;

public class LossTests
{
    [Fact]
    public void The_loss_of_two_pixels_is_that_computed_by_hand()
    {
        // Softmax of (ln 3, 0) is (3/4, 1/4).
        var scores = new FeatureMap(new MapShape(1, 2, 1, 3), [MathF.Log(3), MathF.Log(3), 100, 0, 0, -100]);
        var gradient = new FeatureMap(scores.Shape);
        var labels = new LabelMap(1, 3, [0, 1, LabelMap.Ignore]);
        var result = new SoftmaxLoss(2).Compute(scores, [labels], gradient);
        Near.Assert_near((-Math.Log(0.75) - Math.Log(0.25)) / 2, result.Loss, 1e-6);
        Assert.Equal((2, 1, 0.5), (result.Pixels, result.Correct, result.Accuracy));
        Near.Assert_near([-0.125f, 0.375f, 0, 0.125f, -0.375f, 0], gradient.Values, 1e-6);

        // Weights of 1 and 3: the second pixel counts three times.
        result = new SoftmaxLoss(2, LossOptions.Default.WithClassWeights([1, 3])).Compute(scores, [labels], gradient);
        Near.Assert_near((-Math.Log(0.75) - 3 * Math.Log(0.25)) / 4, result.Loss, 1e-6);
    }

    [Fact]
    public void Large_scores_neither_overflow_nor_lose_the_loss()
    {
        var scores = new FeatureMap(new MapShape(1, 2, 1, 1), [1000, -1000]);
        var gradient = new FeatureMap(scores.Shape);
        Near.Assert_near(2000, new SoftmaxLoss(2).Compute(scores, [new LabelMap(1, 1, [1])], gradient).Loss, 1e-6);
        Near.Assert_near([1, -1], gradient.Values, 1e-6);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 2)]
    [InlineData(4, 0)]
    [InlineData(4, 2)]
    public void The_gradient_agrees_with_differences(int block, double boundary)
    {
        var random = new Random(3);
        var options = LossOptions.Default.WithBoundaryWeight(boundary).WithClassWeights([1, 0.5, 2]);
        var labels = Labels(random, 10, 13);
        FeatureMap scores = FeatureMap.Random(new MapShape(2, 3, 12 / block + (block > 1 ? 1 : -2), 16 / block - (block > 1 ? 0 : 3)), 5), gradient = FeatureMap.Constant(scores.Shape, float.NaN);
        Compute(scores, gradient);
        var ignored = new FeatureMap(scores.Shape);
        for (var i = 0; i < scores.Values.Length; i += 3)
        {
            var kept = scores.Values[i];
            scores.Values[i] = kept + 0.01f;
            var ahead = Compute(scores, ignored);
            scores.Values[i] = kept - 0.01f;
            var expected = (ahead - Compute(scores, ignored)) / 0.02;
            scores.Values[i] = kept;
            Assert.True(Math.Abs(expected - gradient.Values[i]) < 2e-5, FormattableString.Invariant($"expected {expected:g6}, got {gradient.Values[i]:g6}"));
        }

        double Compute(FeatureMap at, FeatureMap to) =>
            (block == 1 ? new SoftmaxLoss(3, options).Compute(at, labels, to) : new BlockLoss(3, block, options).Compute(at, labels, to)).Loss;
    }

    [Fact]
    public void A_loss_of_blocks_is_that_of_their_pixels()
    {
        var random = new Random(4);
        var labels = Labels(random, 10, 13);
        var cells = FeatureMap.Random(new MapShape(2, 3, 3, 4), 6);
        var pixels = FeatureMap.Generate(new MapShape(2, 3, 10, 13), (n, c, row, column) => cells[n, c, row / 4, column / 4]);
        FeatureMap ofCells = new(cells.Shape), ofPixels = new(pixels.Shape);
        var expected = new SoftmaxLoss(3).Compute(pixels, labels, ofPixels);
        var actual = new BlockLoss(3, 4).Compute(cells, labels, ofCells);
        Near.Assert_near(expected.Loss, actual.Loss, 1e-6);
        Assert.Equal((expected.Pixels, expected.Correct), (actual.Pixels, actual.Correct));
        var sums = FeatureMap.Generate(cells.Shape, (n, c, row, column) => Enumerable.Range(0, 16)
            .Where(i => row * 4 + i / 4 < 10 && column * 4 + i % 4 < 13).Sum(i => ofPixels[n, c, row * 4 + i / 4, column * 4 + i % 4]));
        Near.Assert_near(sums.Values, ofCells.Values, 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Boundary_pixels_are_those_within_the_radius(int radius)
    {
        var random = new Random(radius);
        var labels = LabelMap.Generate(11, 9, (row, column) => row < 6 ? (byte)0 : column < 4 ? (byte)1 : column == 7 ? LabelMap.Ignore : (byte)0);
        var scores = FeatureMap.Random(new MapShape(1, 2, 11, 9), 8);
        var gradient = new FeatureMap(scores.Shape);
        double Loss(LossOptions options) => new SoftmaxLoss(2, options).Compute(scores, [labels], gradient).Loss;
        var near = LabelMap.Generate(11, 9, (row, column) => IsNear(row, column) ? labels[row, column] : LabelMap.Ignore);
        var boundary = new SoftmaxLoss(2).Compute(scores, [near], gradient).Loss;
        var both = Loss(LossOptions.Default.WithBoundaryWeight(0.7).WithBoundaryRadius(radius));
        Near.Assert_near(Loss(LossOptions.Default) + 0.7 * boundary, both, 1e-5);

        // Within radius − 1 steps of a pixel that touches another class.
        bool IsNear(int row, int column) => Around(row, column, radius - 1).Any(p => labels[p.Row, p.Column] != LabelMap.Ignore && Around(p.Row, p.Column, 1)
            .Any(q => labels[q.Row, q.Column] != LabelMap.Ignore && labels[q.Row, q.Column] != labels[p.Row, p.Column]));

        IEnumerable<Pixel> Around(int row, int column, int reach) =>
            from r in Enumerable.Range(row - reach, 2 * reach + 1)
            from c in Enumerable.Range(column - reach, 2 * reach + 1)
            where r is >= 0 and < 11 && c is >= 0 and < 9
            select new Pixel(r, c);
    }

    [Fact]
    public void Batches_of_changing_size_have_the_loss_of_a_new_one()
    {
        var random = new Random(5);
        var options = LossOptions.Default.WithBoundaryWeight(0.7).WithBoundaryRadius(3);
        var kept = new SoftmaxLoss(3, options);
        // The same number of pixels in all, in planes of other sizes and shapes.
        foreach (var (batch, height, width) in new[] { (2, 10, 10), (1, 20, 10), (1, 10, 20), (4, 5, 10), (2, 10, 10), (1, 3, 4) })
        {
            LabelMap[] labels = [.. Enumerable.Range(0, batch).Select(_ => LabelMap.Generate(height, width, (row, column) => (byte)(row > column ? random.Next(3) : 0)))];
            var scores = FeatureMap.Random(new MapShape(batch, 3, height, width), 6);
            FeatureMap expected = new(scores.Shape), actual = new(scores.Shape);
            Assert.Equal(new SoftmaxLoss(3, options).Compute(scores, labels, expected), kept.Compute(scores, labels, actual));
            Assert.Equal(expected.Values, actual.Values);
        }
    }

    [Fact]
    public void Nothing_but_ignored_pixels_has_no_loss_and_no_gradient()
    {
        var gradient = FeatureMap.Constant(new MapShape(1, 2, 2, 2), float.NaN);
        var result = new SoftmaxLoss(2).Compute(FeatureMap.Random(gradient.Shape, 1), [LabelMap.Generate(2, 2, (_, _) => LabelMap.Ignore)], gradient);
        Assert.Equal(new LossResult(0, 0, 0), result);
        Assert.All(gradient.Values, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Labels_that_are_no_class_are_refused()
    {
        var scores = new FeatureMap(new MapShape(1, 2, 2, 2));
        var error = Assert.Throws<ArgumentException>(() => new SoftmaxLoss(2).Compute(scores, [LabelMap.Generate(2, 2, (_, _) => 2)], new FeatureMap(scores.Shape)));
        Assert.Contains("from 0 to 1", error.Message);
        Assert.Throws<ArgumentException>(() => new SoftmaxLoss(2, LossOptions.Default.WithClassWeights([1, 2, 3])));
    }

    private static LabelMap[] Labels(Random random, int height, int width) =>
        [.. Enumerable.Range(0, 2).Select(_ => LabelMap.Generate(height, width, (row, column) => random.Next(6) == 0 ? LabelMap.Ignore : (byte)random.Next(3)))];
}

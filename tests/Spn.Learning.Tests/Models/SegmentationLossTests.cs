using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tests.Learning;

public class SegmentationLossTests
{
    static SegmentationLossTests() => TorchLibrary.Load();

    [Fact]
    public void The_loss_of_two_pixels_is_that_computed_by_hand()
    {
        using var scope = NewDisposeScope();
        // Softmax of (ln 3, 0) is (3/4, 1/4).
        var scores = tensor([MathF.Log(3), MathF.Log(3), 100, 0, 0, -100], [1, 2, 1, 3], requires_grad: true);
        var labels = new LabelMap(1, 3, [0, 1, LabelMap.Ignore]).ToTensor();
        var loss = new SegmentationLoss(2, new LossOptions()).OfPixels(scores, labels);
        loss.backward();
        Near.Assert_near((-Math.Log(0.75) - Math.Log(0.25)) / 2, loss.item<float>(), 1e-6);
        Near.Assert_near([-0.125f, 0.375f, 0, 0.125f, -0.375f, 0], scores.grad!.data<float>().ToArray(), 1e-6);

        // Weights of 1 and 3: the second pixel counts three times.
        loss = new SegmentationLoss(2, new LossOptions { ClassWeights = [1, 3] }).OfPixels(scores, labels);
        Near.Assert_near((-Math.Log(0.75) - 3 * Math.Log(0.25)) / 4, loss.item<float>(), 1e-6);
    }

    [Fact]
    public void Large_scores_neither_overflow_nor_lose_the_loss()
    {
        using var scope = NewDisposeScope();
        var scores = tensor([1000f, -1000f], [1, 2, 1, 1], requires_grad: true);
        var loss = new SegmentationLoss(2, new LossOptions()).OfPixels(scores, new LabelMap(1, 1, [1]).ToTensor());
        loss.backward();
        Assert.Equal(2000, loss.item<float>());
        Assert.Equal([1, -1], scores.grad!.data<float>().ToArray());
    }

    [Theory]
    [InlineData(1, 0, 1, false)]
    [InlineData(1, 0.7, 1, true)]
    [InlineData(1, 0.7, 4, false)]
    [InlineData(4, 0, 1, true)]
    [InlineData(4, 0.7, 2, true)]
    public void It_is_what_a_plain_loop_gives(int cell, double boundary, int radius, bool weighted)
    {
        using var scope = NewDisposeScope();
        var random = new Random(3);
        var options = new LossOptions { BoundaryWeight = boundary, BoundaryRadius = radius, ClassWeights = weighted ? [1, 0.5, 2] : [] };

        // Regions and single pixels of other classes, and ignored ones within and between them.
        LabelMap[] labels = [.. Enumerable.Range(0, 2).Select(n => LabelMap.Generate(10, 13, (row, column) =>
            row == 6 || random.Next(12) == 0 ? LabelMap.Ignore : random.Next(25) == 0 ? (byte)2 : (byte)(column > 8 - n ? 1 : 0)))];
        var scores = FeatureMap.Random(new MapShape(2, 3, (11 + cell) / cell, (16 + cell) / cell), seed: 5);
        if (cell == 1)
            scores = FeatureMap.Generate(new MapShape(2, 3, 10, 13), (n, c, row, column) => scores[n, c, row, column]);
        var loss = new SegmentationLoss(3, options);
        var target = ((IReadOnlyList<LabelMap>)labels).ToTensor();
        var actual = cell == 1 ? loss.OfPixels(scores.ToTensor(), target) : loss.OfCells(scores.ToTensor(), target, cell);
        Near.Assert_near(ByLoop(scores, labels, cell, options), actual.item<float>(), 1e-6);
    }

    [Fact]
    public void A_loss_of_cells_passes_each_pixels_gradient_to_its_cell()
    {
        using var scope = NewDisposeScope();
        var random = new Random(4);
        LabelMap[] labels = [Batches.Labels(random, 10, 13, 3), Batches.Labels(random, 10, 13, 3)];
        var cells = FeatureMap.Random(new MapShape(2, 3, 3, 4), 6).ToTensor().requires_grad_();
        var pixels = nn.functional.interpolate(cells, scale_factor: [4, 4])[.., .., ..10, ..13];
        var loss = new SegmentationLoss(3, new LossOptions { BoundaryWeight = 0.5 });
        var target = ((IReadOnlyList<LabelMap>)labels).ToTensor();
        loss.OfPixels(pixels, target).backward();
        var expected = cells.grad!.clone();
        cells.grad.zero_();
        loss.OfCells(cells, target, 4).backward();
        Near.Assert_near(expected.data<float>().ToArray(), cells.grad.data<float>().ToArray(), 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Nothing_but_ignored_pixels_has_no_loss_and_no_gradient(int cell)
    {
        using var scope = NewDisposeScope();
        var scores = rand([1, 2, 2, 2], requires_grad: true);
        var labels = LabelMap.Generate(2 * cell, 2 * cell, (_, _) => LabelMap.Ignore).ToTensor();
        var loss = new SegmentationLoss(2, new LossOptions { BoundaryWeight = 1, ClassWeights = [1, 2] }).OfCells(scores, labels, cell);
        loss.backward();
        Assert.Equal(0, loss.item<float>());
        Assert.All(scores.grad!.data<float>().ToArray(), value => Assert.Equal(0, value));
    }

    private static double ByLoop(FeatureMap scores, LabelMap[] labels, int cell, LossOptions options)
    {
        double all = 0, allWeights = 0, near = 0, nearWeights = 0;
        for (var n = 0; n < labels.Length; n++)
            for (var row = 0; row < labels[n].Height; row++)
                for (var column = 0; column < labels[n].Width; column++)
                    if (labels[n][row, column] is var label && label != LabelMap.Ignore)
                    {
                        var s = Enumerable.Range(0, 3).Select(c => (double)scores[n, c, row / cell, column / cell]).ToArray();
                        var weight = options.ClassWeights.Count == 0 ? 1 : options.ClassWeights[label];
                        var loss = weight * (Math.Log(s.Sum(Math.Exp)) - s[label]);
                        (all, allWeights) = (all + loss, allWeights + weight);
                        if (Around(labels[n], row, column, options.BoundaryRadius - 1).Any(p => Touches(labels[n], p.Row, p.Column)))
                            (near, nearWeights) = (near + loss, nearWeights + weight);
                    }

        return all / allWeights + (options.BoundaryWeight == 0 ? 0 : options.BoundaryWeight * near / nearWeights);
    }

    private static bool Touches(LabelMap labels, int row, int column) =>
        labels[row, column] != LabelMap.Ignore
        && Around(labels, row, column, 1).Select(p => labels[p.Row, p.Column])
            .Any(label => label != LabelMap.Ignore && label != labels[row, column]);

    private static IEnumerable<Pixel> Around(LabelMap labels, int row, int column, int reach) =>
        from r in Enumerable.Range(row - reach, 2 * reach + 1)
        from c in Enumerable.Range(column - reach, 2 * reach + 1)
        where r >= 0 && r < labels.Height && c >= 0 && c < labels.Width
        select new Pixel(r, c);
}

using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tests.Learning;

public class HandAffinityTests
{
    static HandAffinityTests() => TorchLibrary.Load();

    [Theory]
    [InlineData(Connection.OneWay, 7, 9)]
    [InlineData(Connection.ThreeWay, 7, 9)]
    [InlineData(Connection.ThreeWay, 1, 4)]
    public void Weights_by_hand_are_those_of_the_formula(Connection connection, int height, int width)
    {
        using var scope = NewDisposeScope();
        var random = new Random(1);
        var image = FeatureMap.Generate(new MapShape(2, 3, height, width), (_, _, _, _) => 0.3f * random.NextSingle());
        var weights = new HandAffinity(connection, 0.9).Of(image.ToTensor()).ToPropagationWeights(connection);
        for (var row = 0; row < height; row++)
            for (var column = 0; column < width; column++)
                foreach (var direction in Directions.All)
                {
                    var expected = ByHand(image, 1, direction, row, column, (int)connection);
                    Assert.True(expected.Sum() <= 0.9 + 1e-9);
                    for (var k = 0; k < expected.Length; k++)
                        Near.Assert_near(expected[k], weights[1, direction, k, 0, row, column], 1e-6);
                }
    }

    [Theory]
    [InlineData(Connection.OneWay)]
    [InlineData(Connection.ThreeWay)]
    public void A_refiner_for_streets_starts_with_them(Connection connection)
    {
        var batch = Batches.Of(2, 13, 18, 3, seed: 1);
        var options = Batches.Street(3).WithConnection(connection) with { WeightGain = 0 };
        using var model = new SpnRefiner(options);
        var weights = model.Weights(batch.Image);
        Assert.Equal(new MapShape(2, 6, 8, 12), weights.Shape);
        var padded = FeatureMap.Generate(
            new MapShape(2, 3, 16, 24), (n, c, row, column) => batch.Image[n, c, Math.Min(row, 12), Math.Min(column, 17)]);
        var half = Spn.Imaging.Resize.Bilinear(padded, 8, 12);
        foreach (var direction in Directions.All)
            for (var channel = 0; channel < 6; channel++)
                for (var k = 0; k < (int)connection; k++)
                    Near.Assert_near(ByHand(half, 1, direction, 4, 7, (int)connection)[k], weights[1, direction, k, channel, 4, 7], 1e-5);
    }

    private static double[] ByHand(FeatureMap image, int n, Direction direction, int row, int column, int neighbours)
    {
        var similar = new double[neighbours];
        for (var k = 0; k < neighbours; k++)
        {
            var offset = neighbours == 1 ? 0 : k - 1;
            var (r, c) = direction switch
            {
                Direction.LeftToRight => (row + offset, column - 1),
                Direction.RightToLeft => (row + offset, column + 1),
                Direction.TopToBottom => (row - 1, column + offset),
                _ => (row + 1, column + offset),
            };
            if (r >= 0 && r < image.Height && c >= 0 && c < image.Width)
                similar[k] = Math.Exp(-Enumerable.Range(0, 3).Sum(i => Math.Pow(image[n, i, row, column] - image[n, i, r, c], 2)) / 0.01);
        }

        var sum = similar.Sum();
        return [.. similar.Select(e => sum == 0 ? 0 : 0.9 * e * similar.Max() / sum)];
    }
}

using Spn.Imaging;

namespace Spn.Tests.Learning;

/// <summary>Small made-up batches.</summary>
internal static class Batches
{
    /// <summary>
    /// A random image, smooth coarse probabilities in which no two pixels are alike, and random labels with some pixels ignored.
    /// </summary>
    public static TrainingBatch Of(int batch, int height, int width, int classes, int seed)
    {
        var random = new Random(seed);
        var cells = FeatureMap.Random(new MapShape(batch, classes, (height + 7) / 8, (width + 7) / 8), seed);
        var scores = Resize.Bilinear(cells, height, width);
        var noise = FeatureMap.Random(scores.Shape, seed + 1);
        return new TrainingBatch
        {
            Image = FeatureMap.Generate(new MapShape(batch, 3, height, width), (_, _, _, _) => random.NextSingle()),
            Coarse = Softmax(FeatureMap.Generate(
                scores.Shape, (n, c, row, column) => scores[n, c, row, column] + 0.1f * noise[n, c, row, column])),
            Labels = [.. Enumerable.Range(0, batch).Select(_ => Labels(random, height, width, classes))],
        };
    }

    /// <summary>The refiner of the preset <c>camvid</c>, for so many classes.</summary>
    public static RefinerOptions Street(int classes) => TrainingConfig.Preset("camvid").Refiner! with
    {
        Classes = classes, Channels = 2 * classes,
    };

    /// <summary>Random labels, a tenth of them ignored.</summary>
    public static LabelMap Labels(Random random, int height, int width, int classes) =>
        LabelMap.Generate(height, width, (_, _) => random.Next(10) == 0 ? LabelMap.Ignore : (byte)random.Next(classes));

    /// <summary>exp(s_c) / Σ exp(s) at each pixel.</summary>
    public static FeatureMap Softmax(FeatureMap scores) => FeatureMap.Generate(scores.Shape, (n, c, row, column) =>
        (float)(1 / Enumerable.Range(0, scores.Channels)
            .Sum(k => Math.Exp((double)scores[n, k, row, column] - scores[n, c, row, column]))));

    /// <summary>The likeliest class of each pixel of the first item.</summary>
    public static int[] Winners(FeatureMap map) => [.. Enumerable.Range(0, map.Shape.PlaneSize).Select(i =>
        Enumerable.Range(0, map.Channels).MaxBy(c => map.Values[c * map.Shape.PlaneSize + i]))];
}

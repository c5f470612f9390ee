using Spn.Segmentation;

namespace Spn.Tests.Learning;

/// <summary>Parts of evaluations with counts of one's own, without any image.</summary>
internal static class Parts
{
    /// <summary>What is evaluated.</summary>
    public static EvaluationRun Run(string data, int images, IReadOnlyList<string> classes, params EvaluationColumn[] columns) => new()
    {
        Data = data, DataDigest = "00ff", Images = images, Classes = classes, Coarse = "the majority label of each 8×8 block", Trimap = 3,
        Columns = columns,
    };

    public static EvaluationColumn Column(string name, EvaluationKind kind, int? seed = null) => new()
    {
        Name = name, Kind = kind, Seed = seed, File = seed is null ? "" : $"{name}-{seed}/last.safetensors",
        Digest = seed is null ? "" : $"{seed:x4}",
    };

    /// <summary>All images; the band near boundaries is all of them.</summary>
    public static EvaluationPart Whole(EvaluationRun run, params long[][,] counts) => new()
    {
        Run = run,
        Shard = EvaluationShard.Whole,
        Images = [.. Enumerable.Range(0, run.Images).Select(i => $"{i}.png")],
        Counts = [.. counts.Select(one => new EvaluationCounts { Pixels = new(one), Trimap = new(one) })],
    };

    /// <summary>Counts of images as segmentations of random labels have them, some of them missed.</summary>
    public static EvaluationPart Random(EvaluationRun run, EvaluationShard shard)
    {
        var classes = run.Classes.Count;
        int[] numbers = [.. shard.Images(run.Images)];
        var counts = run.Columns.Select((_, column) =>
        {
            ConfusionMatrix? pixels = null, near = null;
            List<long> times = [];
            foreach (var number in numbers)
            {
                LabelMap Labels(int seed, bool missed)
                {
                    var random = new Random(seed);
                    return LabelMap.Generate(5, 7, (_, _) =>
                        random.Next(6) == 0 && missed ? LabelMap.Ignore : (byte)random.Next(classes));
                }

                // The truth is the image's, whatever is scored on it.
                var (truth, predicted) = (Labels(number, missed: true), Labels(1000 * (column + 1) + number, missed: true));
                var (all, band) = (ConfusionMatrix.FromLabels(truth, predicted, classes), Trimap.Confusion(truth, predicted, classes, 1));
                (pixels, near) = (pixels?.Add(all) ?? all, near?.Add(band) ?? band);
                if (run.Timed)
                    times.Add(1000 * number + column);
            }

            return new EvaluationCounts { Pixels = pixels!, Trimap = near!, Microseconds = times };
        });
        return new EvaluationPart
        {
            Run = run, Shard = shard, Images = [.. numbers.Select(number => $"{number}.png")], Counts = [.. counts],
            Source = $"part-{shard.Number}.json",
        };
    }
}

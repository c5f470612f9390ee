using System.Diagnostics;
using Spn.Learning;
using Spn.Segmentation;

namespace Spn.Tool.Commands;

/// <summary>What was made of an image: its segmentations and their counts, one a column.</summary>
/// <param name="Image">The image.</param>
/// <param name="Predicted">Of each column H×W.</param>
/// <param name="Counts">Of each column its pixels in full size.</param>
internal sealed record ScoredResult(ScoredImage Image, IReadOnlyList<LabelMap> Predicted, IReadOnlyList<ConfusionMatrix> Counts);

/// <summary>Scores columns image after image: each is read once, asked of all columns, and dropped.</summary>
internal static class EvaluationWork
{
    /// <summary>The counts of a part of the images.</summary>
    /// <param name="scored">The images and their coarse maps.</param>
    /// <param name="columns">What is scored.</param>
    /// <param name="run">What is evaluated, in words.</param>
    /// <param name="shard">Which of the images.</param>
    /// <param name="watch">Is told of each image; null where nobody asks.</param>
    /// <param name="cancellation">Stops between two images.</param>
    /// <exception cref="InvalidDataException">A file is malformed; the message names it.</exception>
    public static EvaluationPart Gather(
        ScoredModels scored, IReadOnlyList<ScoredColumn> columns, EvaluationRun run, EvaluationShard shard, Action<ScoredResult>? watch,
        CancellationToken cancellation)
    {
        EvaluationSum[] sums = [.. columns.Select(_ => new EvaluationSum(run.Classes.Count, run.Trimap))];
        List<string> names = [];
        int[] numbers = [.. shard.Images(run.Images)];
        foreach (var number in numbers)
        {
            cancellation.ThrowIfCancellationRequested();
            var image = LazyImages.Passing(scored.Set.Test, number);
            Named(image, () =>
            {
                var all = scored.Of(image);
                var result = Score(all, columns, sums, run, warm: names.Count > 0, cancellation);
                watch?.Invoke(result);
            });
            names.Add(image.Name);
            Progress(names.Count, numbers.Length);
        }

        return new EvaluationPart { Run = run, Shard = shard, Images = names, Counts = [.. sums.Select(sum => sum.Counts)] };
    }

    private static ScoredResult Score(
        ScoredImage image, IReadOnlyList<ScoredColumn> columns, EvaluationSum[] sums, EvaluationRun run, bool warm,
        CancellationToken cancellation)
    {
        var truth = image.Image.Labels;
        var near = Trimap.Band(truth, run.Trimap);
        List<LabelMap> predicted = [];
        List<ConfusionMatrix> counts = [];
        foreach (var (column, sum) in columns.Zip(sums))
        {
            // The first call of a method compiles it and takes its memory, which is not its time.
            if (run.Timed && !warm)
                column.Predict(image, cancellation);
            var start = Stopwatch.GetTimestamp();
            var probabilities = column.Predict(image, cancellation);
            var time = Stopwatch.GetElapsedTime(start);
            predicted.Add(OneHot.ArgMax(probabilities));
            counts.Add(sum.Add(truth, near, predicted[^1], run.Timed ? (long)time.TotalMicroseconds : null));
        }

        return new ScoredResult(image, predicted, counts);
    }

    /// <summary>What goes wrong with an image is told with its name.</summary>
    private static void Named(LabelledImage image, Action work)
    {
        try
        {
            work();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidDataException
            && !exception.Message.Contains(Path.GetFileNameWithoutExtension(image.Name), StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{image.Name}: {Sentence.Of(exception)}", exception);
        }
    }

    /// <summary>One line that counts up, where somebody sees it.</summary>
    private static void Progress(int done, int count)
    {
        if (!Console.IsErrorRedirected)
            Console.Error.Write(FormattableString.Invariant($"\r{done} of {count} images{(done == count ? "\n" : "")}"));
    }
}

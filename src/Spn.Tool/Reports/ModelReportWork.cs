using Spn.Imaging;
using Spn.Learning;
using Spn.Segmentation;
using Spn.Tool.Commands;

namespace Spn.Tool.Reports;

/// <summary>Asks models about image after image. Of each, counts and small pictures alone are kept.</summary>
internal static class ModelReportWork
{
    /// <summary>The report of all images, with the scores of <c>spn evaluate</c>.</summary>
    /// <param name="scored">One model or two, and the images.</param>
    /// <param name="trimap">Pixels on each side of a boundary that count as near it.</param>
    /// <param name="progress">Is told how many images are done, of how many.</param>
    /// <param name="cancellation">Stops between two images.</param>
    /// <exception cref="InvalidDataException">A file is malformed; the message names it.</exception>
    public static ModelReport Gather(ScoredModels scored, int trimap, Action<int, int> progress, CancellationToken cancellation)
    {
        var (images, names) = (scored.Set.Test, scored.Names.ToList());
        if (images.Count == 0)
            throw new ArgumentException("expected at least one image, got none; name data with images to report on.");
        if (scored.HasRefiner)
            names.Insert(0, "coarse");
        EvaluationSum[] sums = [.. names.Select(_ => new EvaluationSum(scored.Set.Classes, trimap))];
        List<ModelReportImage> gathered = [];
        for (var i = 0; i < images.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var image = LazyImages.Passing(images, i);
            gathered.Add(Named(image.Name, () => Image(scored, image, sums, trimap, Thumbnail.Side(images.Count))));
            progress(i + 1, images.Count);
        }

        return new ModelReport
        {
            Data = scored.Set.Name,
            Files = [.. scored.Models.Select(model => ShortPath(model.Path))],
            Palette = scored.Set.Palette,
            HasCoarse = scored.HasRefiner,
            Scores = [.. sums.Zip(names, (sum, name) => sum.Score(name, scored.Set.Palette.Names))],
            Confusions = [.. sums.Select(sum => sum.Pixels)],
            Images = gathered,
        };
    }

    private static ModelReportImage Image(ScoredModels scored, LabelledImage image, EvaluationSum[] sums, int trimap, int side)
    {
        var (photo, coarse) = (image.ToFeatureMap(), scored.Plan.CoarseOf([image])?.Upsampled(0));
        List<LabelMap> predicted = coarse is null ? [] : [OneHot.ArgMax(coarse)];
        predicted.AddRange(scored.Models.Select(model =>
            OneHot.ArgMax(model.Model.Predict(photo, model.Config.IsRefiner ? coarse : null))));
        var near = Trimap.Band(image.Labels, trimap);
        ConfusionMatrix[] counts = [.. sums.Zip(predicted, (sum, map) => sum.Add(image.Labels, near, map))];
        return new ModelReportImage(
            image.Name, image.Height, image.Width, Thumbnail.Of(photo, image.Labels, predicted, side),
            [.. counts.Select(matrix => matrix.Score().MeanIoU)], [.. counts.Select(Sparse)]);
    }

    /// <summary>The counts that are not zero.</summary>
    private static long[] Sparse(ConfusionMatrix matrix) =>
    [
        .. from truth in Enumerable.Range(0, matrix.Classes)
           from predicted in Enumerable.Range(0, matrix.Classes)
           where matrix[truth, predicted] > 0
           from number in new[] { truth, predicted, matrix[truth, predicted] }
           select number,
    ];

    /// <summary>What goes wrong with an image is told with its name.</summary>
    private static T Named<T>(string name, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidDataException
            && !exception.Message.Contains(Path.GetFileNameWithoutExtension(name), StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{name}: {Sentence.Of(exception)}", exception);
        }
    }

    /// <summary>The file with its folder: enough to tell checkpoints apart, and nothing of the machine.</summary>
    private static string ShortPath(string path) =>
        $"{Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path)))}/{Path.GetFileName(path)}";
}

using Spn.Imaging;
using Spn.Learning;
using Spn.Segmentation;
using Spn.Tool.Commands;

namespace Spn.Tool.Reports;

/// <summary>Asks models about image after image.</summary>
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
        var records = new ModelReportRecords(names, scored.Set.Palette, trimap, Thumbnail.Side(images.Count));
        for (var i = 0; i < images.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var image = LazyImages.Passing(images, i);
            Named(image, () => Add(records, scored, image));
            progress(i + 1, images.Count);
        }

        return records.Report(scored.Set.Name, [.. scored.Models.Select(model => ShortPath(model.Path))], scored.HasRefiner);
    }

    private static void Add(ModelReportRecords records, ScoredModels scored, LabelledImage image)
    {
        var (photo, coarse) = (image.ToFeatureMap(), scored.Plan.CoarseOf([image])?.Upsampled(0));
        List<LabelMap> predicted = coarse is null ? [] : [OneHot.ArgMax(coarse)];
        predicted.AddRange(scored.Models.Select(model =>
            OneHot.ArgMax(model.Model.Predict(photo, model.Config.IsRefiner ? coarse : null))));
        records.Add(image.Name, photo, image.Labels, predicted);
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

    /// <summary>The file with its folder: enough to tell checkpoints apart, and nothing of the machine.</summary>
    private static string ShortPath(string path) =>
        $"{Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path)))}/{Path.GetFileName(path)}";
}

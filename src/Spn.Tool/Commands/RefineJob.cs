using System.Globalization;
using System.Text;
using Spn.Imaging;
using Spn.Segmentation;

namespace Spn.Tool.Commands;

/// <summary>Refines file after file and adds up the scores over all of them.</summary>
/// <param name="maps">How maps are read and written.</param>
/// <param name="block">The size of the blocks of the truth that make the coarse map; 0 when it is a file.</param>
/// <param name="options">How maps are refined.</param>
/// <param name="notices">Is told how coarse maps were read where nobody said it.</param>
internal sealed class RefineJob(RefineMaps maps, int block, RefinementOptions options, TextWriter notices)
{
    private const int Classes = 255;
    private readonly HashSet<bool> _noticed = [];
    private ConfusionMatrix? _before, _after;

    /// <summary>The scores before and after as a table, null when there is no truth.</summary>
    public string? Run(IReadOnlyList<RefineFiles> files, CancellationToken cancellation)
    {
        var labels = true;
        for (var i = 0; i < files.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            labels = Refine(files[i]);
            if (files.Count > 1 && !Console.IsErrorRedirected)
                Console.Error.Write(FormattableString.Invariant($"\r{i + 1} of {files.Count}{(i + 1 == files.Count ? "\n" : "")}"));
        }

        return _before is null || _after is null ? null : Table(_before.Score(maps.Names(labels)), _after.Score(maps.Names(labels)), files.Count);
    }

    /// <summary>Refines one file; whether it held labels.</summary>
    private bool Refine(RefineFiles files)
    {
        var photograph = ImageFile.Read(files.Image).ToFeatureMap();
        var truth = files.Truth is null ? null : ImageFile.Read(files.Truth);
        if (truth is not null && (truth.Height, truth.Width) != (photograph.Height, photograph.Width))
            throw new InvalidDataException($"{files.Truth}: expected the size of the photograph, {photograph.Height}×{photograph.Width}, got {truth.Height}×{truth.Width}.");
        var source = files.Coarse is null ? truth! : ImageFile.Read(files.Coarse);
        var labels = maps.IsLabels(source);
        if (labels)
            RefineLabels(files, photograph, source, truth);
        else
            RefineMask(files, photograph, source, truth);
        return labels;
    }

    private void RefineLabels(RefineFiles files, FeatureMap photograph, Image source, Image? truth)
    {
        var coarse = maps.ReadLabels(source);
        Notice(labels: true);
        if (block > 0)
            coarse = Resize.Majority(coarse, block);
        var refined = Refinement.Labels(photograph, coarse, options);
        if (files.Output is not null)
            ImageFile.Write(files.Output, maps.ToImage(refined, source));
        if (truth is not null)
            Count(maps.ReadLabels(truth), Refinement.UpsampledLabels(photograph, coarse, options), refined);
    }

    private void RefineMask(RefineFiles files, FeatureMap photograph, Image source, Image? truth)
    {
        var coarse = RefineMaps.ReadMask(source, files.Coarse!);
        Notice(labels: false);
        var refined = Refinement.Mask(photograph, coarse, options);
        if (files.Output is not null)
            ImageFile.Write(files.Output, Image.FromFeatureMap(refined, source.BitDepth == 16 ? 65535 : 255));
        if (truth is not null)
            Count(maps.ReadTruthOfMask(truth, files.Truth!), RefineMaps.Threshold(Refinement.UpsampledMask(photograph, coarse, options)), RefineMaps.Threshold(refined));
    }

    /// <summary>Says once for each kind how the coarse maps were read, where they themselves decided it.</summary>
    private void Notice(bool labels)
    {
        if (maps.Labels is null && _noticed.Add(labels))
            notices.WriteLine(labels
                ? "coarse: labels (palette)."
                : "coarse: soft mask (grey); --kind labels reads class indices.");
    }

    private void Count(LabelMap truth, LabelMap before, LabelMap after)
    {
        var (one, two) = (ConfusionMatrix.FromLabels(truth, before, Classes), ConfusionMatrix.FromLabels(truth, after, Classes));
        (_before, _after) = (_before?.Add(one) ?? one, _after?.Add(two) ?? two);
    }

    private static string Table(SegmentationScore before, SegmentationScore after, int files)
    {
        var rows = before.Classes.Zip(after.Classes).Where(pair => pair.First.Present || pair.Second.Present)
            .Select(pair => (pair.First.Name, Before: pair.First.IoU, After: pair.Second.IoU)).ToList();
        rows.Add(("mean", before.MeanIoU, after.MeanIoU));
        var width = rows.Max(row => row.Name.Length);
        var text = new StringBuilder(FormattableString.Invariant($"{"IoU, %".PadRight(width)}   before    after   change\n"));
        foreach (var row in rows)
            text.Append(CultureInfo.InvariantCulture, $"{row.Name.PadRight(width)} {Percent(row.Before),8} {Percent(row.After),8} {Change(row.Before, row.After),8}\n");
        return text.Append(CultureInfo.InvariantCulture, $"over {before.Pixels} pixels of {files} {(files == 1 ? "image" : "images")}; before: the coarse map upsampled bilinearly\n").ToString();
    }

    private static string Percent(double share) => double.IsNaN(share) ? "–" : (100 * share).ToString("f2", CultureInfo.InvariantCulture);

    private static string Change(double before, double after) =>
        double.IsNaN(after - before) ? "–" : (100 * (after - before)).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
}

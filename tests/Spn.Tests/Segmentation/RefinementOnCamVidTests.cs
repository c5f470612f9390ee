using Spn.Imaging;
using Spn.Segmentation;
using Xunit.Abstractions;

namespace Spn.Tests.Segmentation;

/// <summary>What refinement is worth on photographs: CamVid frames, where they are present.</summary>
public class RefinementOnCamVidTests(ITestOutputHelper output)
{
    private const byte Unlabelled = 11;

    /// <summary>Mean IoU of the nine frames in per cent, as measured.</summary>
    private const double UpsampledIoU = 80.32, RefinedIoU = 82.10;

    [CamVidFact]
    public void Nine_frames_score_what_was_measured_before_and_after_refinement()
    {
        var folder = CamVidFactAttribute.Folder!;
        var (before, after) = (new List<ConfusionMatrix>(), new List<ConfusionMatrix>());
        var frames = Directory.GetFiles(Path.Combine(folder, "val"), "*.png").Order(StringComparer.Ordinal).Where((_, i) => i % 12 == 0);
        foreach (var photo in frames)
        {
            var truth = Png.Read(Path.Combine(folder, "valannot", Path.GetFileName(photo))).ToLabelMap().WithIgnored(Unlabelled);
            var (image, coarse) = (Png.Read(photo).ToFeatureMap(), Resize.Majority(truth, 8));
            before.Add(ConfusionMatrix.FromLabels(truth, Refinement.UpsampledLabels(image, coarse), Unlabelled));
            after.Add(ConfusionMatrix.FromLabels(truth, Refinement.Labels(image, coarse), Unlabelled));
        }

        var (upsampled, refined) = (100 * ConfusionMatrix.Sum(before).Score().MeanIoU, 100 * ConfusionMatrix.Sum(after).Score().MeanIoU);
        output.WriteLine(FormattableString.Invariant($"{before.Count} frames: {upsampled:f2} upsampled, {refined:f2} refined"));
        Assert.Equal(9, before.Count);
        Assert.Equal(UpsampledIoU, upsampled, 0.05);
        Assert.Equal(RefinedIoU, refined, 0.05);
    }
}

/// <summary>A fact about the CamVid frames beside the repository, skipped where they are not present.</summary>
internal sealed class CamVidFactAttribute : FactAttribute
{
    public CamVidFactAttribute()
    {
        if (Folder is null)
            Skip = "../shared/data not present";
    }

    public static string? Folder
    {
        get
        {
            var root = new DirectoryInfo(AppContext.BaseDirectory);
            while (root is not null && !File.Exists(Path.Combine(root.FullName, "Spn.Notebooks.sln")))
                root = root.Parent;
            var folder = root is null ? null : Path.Combine(root.FullName, "..", "shared", "data", "camvid");
            return Directory.Exists(folder) ? folder : null;
        }
    }
}

using Spn.Imaging;
using Spn.Segmentation;

namespace Spn.Tool.Commands;

/// <summary>Refines a file with weights made by hand from its photograph.</summary>
/// <param name="maps">How maps are read and written.</param>
/// <param name="block">The size of the blocks of the truth that make the coarse map; 0 when it is a file.</param>
/// <param name="options">How maps are refined.</param>
/// <param name="notices">Is told how coarse maps were read where nobody said it.</param>
internal sealed class RefineByHand(RefineMaps maps, int block, RefinementOptions options, TextWriter notices)
{
    private readonly HashSet<bool> _noticed = [];
    private bool _labels = true;

    /// <summary>The names of the classes of the last file.</summary>
    public IReadOnlyList<string> Names => maps.Names(_labels);

    public Refined? Refine(RefineFiles files)
    {
        var photograph = ImageFile.Read(files.Image).ToFeatureMap();
        var truth = files.Truth is null ? null : ImageFile.Read(files.Truth);
        if (truth is not null && (truth.Height, truth.Width) != (photograph.Height, photograph.Width))
            throw new InvalidDataException(
                $"{files.Truth}: expected the size of the photograph, {photograph.Height}×{photograph.Width}, got "
                + $"{truth.Height}×{truth.Width}.");
        var source = files.Coarse is null ? truth! : ImageFile.Read(files.Coarse);
        _labels = maps.IsLabels(source);
        return _labels ? RefineLabels(files, photograph, source, truth) : RefineMask(files, photograph, source, truth);
    }

    private Refined? RefineLabels(RefineFiles files, FeatureMap photograph, Image source, Image? truth)
    {
        var coarse = maps.ReadLabels(source);
        Notice(labels: true);
        if (block > 0)
            coarse = Resize.Majority(coarse, block);
        var refined = Refinement.Labels(photograph, coarse, options);
        if (files.Output is not null)
            ImageFile.Write(files.Output, maps.ToImage(refined, source));
        return truth is null ? null : new Refined(maps.ReadLabels(truth), Refinement.UpsampledLabels(photograph, coarse, options), refined);
    }

    private Refined? RefineMask(RefineFiles files, FeatureMap photograph, Image source, Image? truth)
    {
        var coarse = RefineMaps.ReadMask(source, files.Coarse!);
        Notice(labels: false);
        var refined = Refinement.Mask(photograph, coarse, options);
        if (files.Output is not null)
            ImageFile.Write(files.Output, Image.FromFeatureMap(refined, source.BitDepth == 16 ? 65535 : 255));
        if (truth is null)
            return null;
        var before = Refinement.UpsampledMask(photograph, coarse, options);
        return new Refined(maps.ReadTruthOfMask(truth, files.Truth!), RefineMaps.Threshold(before), RefineMaps.Threshold(refined));
    }

    /// <summary>Says once for each kind how the coarse maps were read, where they themselves decided it.</summary>
    private void Notice(bool labels)
    {
        if (maps.Labels is null && _noticed.Add(labels))
            notices.WriteLine(labels
                ? "coarse: labels (palette)."
                : "coarse: soft mask (grey); --kind labels reads class indices.");
    }
}

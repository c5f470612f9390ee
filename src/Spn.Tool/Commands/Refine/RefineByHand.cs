using Spn.Imaging;
using Spn.Photos;
using Spn.Segmentation;

namespace Spn.Tool.Commands;

/// <summary>Refines a file without a model: with weights made by hand from its photograph, or by another method.</summary>
/// <param name="input">How files are read.</param>
/// <param name="options">How maps are refined.</param>
/// <param name="given">Names and colours that were asked for.</param>
/// <param name="notices">Is told how coarse maps were read where nobody said it; null where somebody did.</param>
/// <param name="work">How much memory and how many threads there are.</param>
/// <param name="method">Another method than propagation; null: none.</param>
internal sealed class RefineByHand(
    RefineInput input, RefinementOptions options, Palette? given, TextWriter? notices, RefineWork work, RefinementMethod? method)
{
    private readonly HashSet<string> _noticed = [];

    public Refined Refine(RefineFiles files)
    {
        var photo = input.Photo(files.Image);
        var coarse = input.Coarse(files, photo);
        var truth = input.Truth(files, photo, coarse);
        lock (_noticed)
            if (notices is not null && _noticed.Add(coarse.Reading))
                notices.WriteLine($"coarse: {coarse.Reading}.");
        return coarse switch
        {
            LabelContent labels => Labels(photo, labels, truth),
            MaskContent mask => Mask(photo, mask, truth),
            ProbabilityContent probabilities => Probabilities(photo, probabilities.Probabilities, truth),
            _ => throw new InvalidOperationException(),
        };
    }

    private Refined Labels(FeatureMap photo, LabelContent content, LabelMap? truth)
    {
        var coarse = input.Block > 0 ? Resize.Majority(content.Labels, input.Block) : content.Labels;
        var refined = method?.Labels(photo, coarse, options.CellSize, work.Cancellation)
            ?? work.Run(options, photo, labels: true, (settings, progress, cancellation) =>
                Refinement.Labels(photo, coarse, settings, progress, cancellation));
        return new Refined(
            photo, new(() => Refinement.UpsampledLabels(photo, coarse, options)), refined, PaletteOf(content, given),
            ToImage(refined, content), truth);
    }

    private Refined Mask(FeatureMap photo, MaskContent content, LabelMap? truth)
    {
        var refined = method?.Mask(photo, content.Mask, options.CellSize, work.Cancellation)
            ?? work.Run(options, photo, labels: false, (settings, progress, cancellation) =>
                Refinement.Mask(photo, content.Mask, settings, progress, cancellation));
        return new Refined(
            photo, new(() => RefineInput.Threshold(Refinement.UpsampledMask(photo, content.Mask, options))),
            RefineInput.Threshold(refined), given ?? Refined.ObjectPalette,
            Image.FromFeatureMap(refined, content.BitDepth == 16 ? 65535 : 255), truth);
    }

    private Refined Probabilities(FeatureMap photo, FeatureMap coarse, LabelMap? truth)
    {
        var refined = method?.Labels(photo, coarse, options.CellSize, work.Cancellation)
            ?? work.Run(options, photo, labels: true, (settings, progress, cancellation) =>
                Refinement.Labels(photo, coarse, settings, progress, cancellation));
        var palette = given ?? Palette.PascalVoc;
        Lazy<LabelMap> before = new(() => Refinement.UpsampledLabels(photo, coarse, options));
        return new Refined(photo, before, refined, palette, Image.FromLabelMap(AsWritten(refined), palette), truth);
    }

    /// <summary>Labels in the palette of the map they came from; else in the palette asked for; else as grey levels.</summary>
    private Image ToImage(LabelMap labels, LabelContent source)
    {
        var written = AsWritten(labels).Labels;
        if (source.ColourTable.Count == 0)
            return given is null
                ? new Image(labels.Height, labels.Width, 1, Array.ConvertAll(written, label => (ushort)label))
                : Image.FromLabelMap(new LabelMap(labels.Height, labels.Width, written), given);
        var missing = Math.Max(0, written.Max() + 1 - source.ColourTable.Count);
        Rgb[] colours = [.. source.ColourTable, .. Enumerable.Repeat(default(Rgb), missing)];
        return Image.Indexed(labels.Height, labels.Width, written, colours, source.ColourTableAlpha);
    }

    /// <summary>With what is not labelled as the maps that were read have it.</summary>
    private LabelMap AsWritten(LabelMap labels)
    {
        var written = (byte[])labels.Labels.Clone();
        if (input.Maps.Labels.Ignored is { } ignored)
            written.AsSpan().Replace(LabelMap.Ignore, ignored);
        return new LabelMap(labels.Height, labels.Width, written);
    }

    /// <summary>The palette asked for, or the file's own colours with classes named by number.</summary>
    internal static Palette PaletteOf(LabelContent content, Palette? given)
    {
        if (given is not null)
            return given;
        if (content.ColourTable.Count == 0)
            return Palette.PascalVoc;
        var colours = content.ColourTable.Take(255).ToArray();
        return new Palette([.. colours.Select((_, i) => FormattableString.Invariant($"class {i}"))], colours);
    }
}

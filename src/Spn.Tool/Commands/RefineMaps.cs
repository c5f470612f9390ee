using Spn.Imaging;

namespace Spn.Tool.Commands;

/// <summary>How map files are read and written: as labels or soft masks, with which label ignored and in which colours.</summary>
/// <param name="Labels">Labels, masks, or null to let each coarse map say it by being a palette image or not.</param>
/// <param name="IgnoredLabel">A label besides 255 that is no class.</param>
/// <param name="Palette">Names, and colours for maps without a palette.</param>
internal sealed record RefineMaps(bool? Labels, byte? IgnoredLabel, Palette? Palette)
{
    public bool IsLabels(Image coarse) => Labels ?? coarse.IsIndexed;

    public IReadOnlyList<string> Names(bool labels) => labels ? Palette?.Names ?? [] : ["background", "object"];

    public LabelMap ReadLabels(Image image)
    {
        var labels = image.ToLabelMap();
        return IgnoredLabel is { } ignored ? labels.WithIgnored(ignored) : labels;
    }

    /// <summary>A grey picture as the probability of one object.</summary>
    public static FeatureMap ReadMask(Image image, string path)
    {
        var map = image.ToFeatureMap();
        return map.Channels == 1 ? map : throw new InvalidDataException(
            $"{path}: expected a grey image as a soft mask, got {image}; for class indices say --kind labels.");
    }

    /// <summary>A mask as two classes; a palette image already is two.</summary>
    public LabelMap ReadTruthOfMask(Image image, string path) => image.IsIndexed ? ReadLabels(image) : Threshold(ReadMask(image, path));

    public static LabelMap Threshold(FeatureMap mask) =>
        LabelMap.Generate(mask.Height, mask.Width, (row, column) => mask[0, 0, row, column] > 0.5f ? (byte)1 : (byte)0);

    /// <summary>Labels in the palette of the map they came from; else in the palette asked for; else as grey levels.</summary>
    public Image ToImage(LabelMap labels, Image source)
    {
        var written = (byte[])labels.Labels.Clone();
        if (IgnoredLabel is { } ignored)
            written.AsSpan().Replace(LabelMap.Ignore, ignored);
        if (!source.IsIndexed)
            return Palette is null
                ? new Image(labels.Height, labels.Width, 1, Array.ConvertAll(written, label => (ushort)label))
                : Image.FromLabelMap(new LabelMap(labels.Height, labels.Width, written), Palette);
        var missing = Math.Max(0, written.Max() + 1 - source.ColourTable.Count);
        Rgb[] colours = [.. source.ColourTable, .. Enumerable.Repeat(default(Rgb), missing)];
        return Image.Indexed(labels.Height, labels.Width, written, colours, source.ColourTableAlpha);
    }
}

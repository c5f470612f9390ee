using Spn.Imaging;
using Spn.Photos;

namespace Spn.Tool.Commands;

/// <summary>Reads the files of a refinement and holds their sizes against each other before anything is computed.</summary>
/// <param name="Maps">How maps are read.</param>
/// <param name="Block">The side of the blocks of the truth that make the coarse map; 0 when it is a file.</param>
internal sealed record RefineInput(MapOptions Maps, int Block)
{
    public FeatureMap Photo(string path) => Photograph.Read(path, Maps.MaxPixels).ToFeatureMap();

    /// <summary>The coarse map; with <see cref="Block"/> the truth, which is yet to be made coarse.</summary>
    public MapContent Coarse(RefineFiles files, FeatureMap photo)
    {
        var content = MapFile.Read(files.Coarse ?? files.Truth!, files.Coarse is null ? Maps with { Kind = MapKind.Labels } : Maps);
        if (files.Coarse is null)
            CheckTruth(files.Truth!, content, photo);
        else if (content.Height > photo.Height || content.Width > photo.Width)
            throw new InvalidDataException(
                $"{files.Coarse}: expected a coarse map no larger than the photograph, {photo.Height}×{photo.Width}, got "
                + $"{content.Height}×{content.Width}; shrink it, or give the photograph it belongs to.");
        return content;
    }

    /// <summary>The true labels; of a mask, those above one half.</summary>
    public LabelMap? Truth(RefineFiles files, FeatureMap photo, MapContent coarse)
    {
        if (files.Truth is null)
            return null;
        if (files.Coarse is null)
            return ((LabelContent)coarse).Labels;
        var options = coarse is MaskContent ? Maps : Maps with { Kind = MapKind.Labels };
        var content = MapFile.Read(files.Truth, options.Kind == MapKind.Mask ? options with { Kind = MapKind.Auto } : options);
        CheckTruth(files.Truth, content, photo);
        return content switch
        {
            LabelContent labels => labels.Labels,
            MaskContent mask => Threshold(mask.Mask),
            var other => throw new InvalidDataException(
                $"{files.Truth}: expected true labels, got {other.Reading}; take the argmax first."),
        };
    }

    public static LabelMap Threshold(FeatureMap mask) =>
        new(mask.Height, mask.Width, Array.ConvertAll(mask.Values, value => value > 0.5f ? (byte)1 : (byte)0));

    private static void CheckTruth(string path, MapContent content, FeatureMap photo)
    {
        if (content.Height != photo.Height || content.Width != photo.Width)
            throw new InvalidDataException(
                $"{path}: expected the size of the photograph, {photo.Height}×{photo.Width}, got {content.Height}×{content.Width}; give "
                + "the true map of this photograph.");
    }
}

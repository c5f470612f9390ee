using Spn.Imaging;
using Spn.Photos;

namespace Spn.Tool.Commands;

/// <summary>Reads the files of a refinement and holds them against each other before anything is computed.</summary>
internal sealed class RefineInput
{
    private readonly CoarseKind _kind;

    /// <param name="maps">How maps are read.</param>
    /// <param name="block">The side of the blocks of the truth that make the coarse map; 0 when it is a file.</param>
    /// <param name="files">All files of the run.</param>
    public RefineInput(MapOptions maps, int block, IReadOnlyList<RefineFiles> files)
    {
        (Maps, Block) = (maps, block);
        _kind = new CoarseKind(files, (path, kind) => Map(path, maps with { Kind = kind ?? maps.Kind }));
    }

    public MapOptions Maps { get; }

    public int Block { get; }

    public FeatureMap Photo(string path) => RefineFlags.Read(() => Photograph.Read(path, Maps.MaxPixels)).ToFeatureMap();

    /// <summary>The coarse map; with <see cref="Block"/> the truth, which is yet to be made coarse.</summary>
    public MapContent Coarse(RefineFiles files, FeatureMap photo)
    {
        if (files.Coarse is null)
            return TrueLabels(files.Truth!, photo);
        var content = _kind.Read(files.Coarse);
        if (content.Height > photo.Height || content.Width > photo.Width)
            throw new InvalidDataException(
                $"{files.Coarse}: expected a coarse map no larger than the photograph, {photo.Height}×{photo.Width}, got "
                + $"{content.Height}×{content.Width}; shrink it, or give the photograph it belongs to.");
        if (content is LabelContent { Labels.ClassCount: 0 })
            throw NothingLabelled(files.Coarse);
        if (Maps.Labels.Encoding != LabelEncoding.Index && (content is MaskContent || content is ProbabilityContent && files.Truth is null))
            throw new InvalidDataException(
                $"{files.Coarse}: expected labels for --encoding, got {content.Reading}; leave --encoding out.");
        return content with { Reading = RefineFlags.In(content.Reading) };
    }

    /// <summary>The true labels; of a mask, those above one half.</summary>
    public LabelMap? Truth(RefineFiles files, FeatureMap photo, MapContent coarse) =>
        files.Truth is null ? null
        : files.Coarse is null ? ((LabelContent)coarse).Labels
        : coarse is MaskContent ? TrueObject(files.Truth, photo) : TrueLabels(files.Truth, photo).Labels;

    public static LabelMap Threshold(FeatureMap mask) =>
        new(mask.Height, mask.Width, Array.ConvertAll(mask.Values, value => value > 0.5f ? (byte)1 : (byte)0));

    private LabelContent TrueLabels(string path, FeatureMap photo)
    {
        var content = Map(path, Maps);
        // Of few bits white is a small number. Whole numbers are often saved as floats: what looks like a mask there may be two classes.
        if (content is MaskContent { BitDepth: < 8 } || content is MaskContent && IsArray(path))
            content = Map(path, Maps with { Kind = MapKind.Labels });
        if (content is not LabelContent labels)
            throw new InvalidDataException($"{path}: expected true labels, got " + (content is MaskContent
                ? "a mask, whose white as a label is 255, not labelled; save the object as 1, or say --kind labels."
                : $"{content.Reading}; take the argmax first."));
        CheckSize(path, content, photo);
        return Block == 0 || labels.Labels.ClassCount > 0 ? labels : throw NothingLabelled(path);
    }

    /// <summary>The truth of a mask: labels 0 and 1 are as good as black and white.</summary>
    private LabelMap TrueObject(string path, FeatureMap photo)
    {
        var content = Map(path, Maps with { Kind = MapKind.Auto, Open = Maps.Kind });
        CheckSize(path, content, photo);
        if (content is MaskContent mask)
            return Threshold(mask.Mask);
        var labels = content is LabelContent { Labels: var map } ? map : throw new InvalidDataException(
            $"{path}: expected a true mask, got {content.Reading}; give that of the object.");
        var other = Array.FindIndex(labels.Labels, label => label is > 1 and not LabelMap.Ignore);
        return other < 0 ? labels : throw new InvalidDataException(
            $"{path}: expected the truth of a mask, 0 and 1 or black and white, got label {labels.Labels[other]} at "
            + $"{LabelImage.Place(other, labels.Width)}; save the object as 1.");
    }

    private static MapContent Map(string path, MapOptions options) => RefineFlags.Read(() => MapFile.Read(path, options));

    private static bool IsArray(string path) =>
        MapFile.ArrayExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static void CheckSize(string path, MapContent content, FeatureMap photo)
    {
        if (content.Height != photo.Height || content.Width != photo.Width)
            throw new InvalidDataException(
                $"{path}: expected the size of the photograph, {photo.Height}×{photo.Width}, got {content.Height}×{content.Width}; give "
                + "the true map of this photograph.");
    }

    private static InvalidDataException NothingLabelled(string path) => new(
        $"{path}: expected a coarse map with at least one label, got the ignore label everywhere; give a map with a class, or leave "
        + "this one out.");
}

using Spn.Imaging;
using Spn.Photos;
using Spn.Segmentation;

namespace Spn.Tool.Commands;

/// <summary>A photograph with its maps, all of which an explorer can show.</summary>
/// <param name="Photo">1×(1|3)×H×W in [0, 1].</param>
/// <param name="Evidence">1×K×h×w in [0, 1], h ≤ H and w ≤ W; null without a coarse map.</param>
/// <param name="Truth">H×W labels below K; null where there is none.</param>
/// <param name="Palette">Names and colours of the K classes.</param>
/// <param name="Reading">How the coarse map was read.</param>
/// <param name="Notes">Sentences for the reader of the page.</param>
internal sealed record ExploreInput(
    FeatureMap Photo, FeatureMap? Evidence, LabelMap? Truth, Palette Palette, string Reading, IReadOnlyList<string> Notes)
{
    /// <summary>Reads the files. Of labels only the classes that occur take part, or all <paramref name="classes"/> of a model.</summary>
    public static ExploreInput Read(RefineInput files, RefineFiles paths, Palette? given, int classes = 0)
    {
        var photo = files.Photo(paths.Image);
        if (paths.Coarse is null && paths.Truth is null)
            return new ExploreInput(photo, null, null, given ?? Palette.Categorical, "", []);
        var content = files.Coarse(paths, photo);
        var truth = files.Truth(paths, photo, content);
        var reading = paths.Coarse is null ? "" : content.Reading;
        switch (content)
        {
            case MaskContent { Mask: var mask }:
                return new ExploreInput(photo, TwoClasses(mask), truth, Refined.ObjectPalette, reading, []);
            case ProbabilityContent { Probabilities: var p }:
                if (truth is not null && truth.ClassCount > p.Channels)
                    throw new InvalidDataException(
                        $"{paths.Truth}: expected labels below {p.Channels}, the classes of --coarse, got {truth.ClassCount - 1}; give "
                        + "the truth of these probabilities.");
                return new ExploreInput(photo, p, truth, given ?? Palette.PascalVoc, reading, []);
            default:
                var labels = (LabelContent)content;
                byte[] occurring = classes > 0 ? [.. Enumerable.Range(0, classes).Select(label => (byte)label)]
                    : [.. labels.Labels.Labels.Concat(truth?.Labels ?? []).Distinct().Where(label => label != LabelMap.Ignore).Order()];
                LabelMap Compact(LabelMap map) => new(map.Height, map.Width, Array.ConvertAll(
                    map.Labels, label => label == LabelMap.Ignore ? label : (byte)Array.BinarySearch(occurring, label)));
                var palette = RefineByHand.PaletteOf(labels, given);
                return new ExploreInput(
                    photo, paths.Coarse is null ? null : OneHot.Encode(Compact(labels.Labels), occurring.Length),
                    truth is null ? null : Compact(truth),
                    new Palette([.. occurring.Select(palette.NameOf)], [.. occurring.Select(label => palette[label])]), reading, []);
        }
    }

    /// <summary>The same with a photograph of at most so many pixels along its longer side.</summary>
    public ExploreInput Within(int side) => At(Smaller.Within(Photo, side));

    /// <summary>The same at a smaller size, with a sentence that says so.</summary>
    public ExploreInput At(Smaller size) => size.Is(Photo) ? this : this with
    {
        Photo = size.Of(Photo),
        Evidence = Evidence is null ? null : size.Of(Evidence),
        Truth = size.Of(Truth),
        Notes = [.. Notes, size.Of(Photo.Shape)],
    };

    public ExploreInput With(string note) => this with { Notes = [.. Notes, note] };

    private static FeatureMap TwoClasses(FeatureMap mask) => FeatureMap.Generate(
        mask.Shape with { Channels = 2 }, (_, c, row, column) => c == 1 ? mask[0, 0, row, column] : 1 - mask[0, 0, row, column]);
}

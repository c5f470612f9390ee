using Spn.Imaging;
using Spn.Inspection;
using Spn.Learning;
using Spn.Segmentation;
using Spn.Tool.Reports;

namespace Spn.Tool.Commands;

/// <summary>Looks inside a trained refiner on one photograph.</summary>
internal static class InspectModel
{
    /// <summary>The longest side that is looked at in one piece unless somebody chose one: as long as that of the explorer.</summary>
    private const int Longest = 1024;

    public static InspectionSubject Look(
        TrainedModel trained, ModelInput given, RefineFiles files, Palette? palette, int? maxSide, int[]? channels)
    {
        var model = (SpnRefiner)trained.Model;
        var (height, width) = (given.Photo.Height, given.Photo.Width);
        if (maxSide is null && Math.Max(height, width) > Longest)
            throw new ArgumentException(FormattableString.Invariant(
                $"expected a photograph of at most {Longest} pixels a side, which a model is looked at in one piece, got {height}×{width}; say --max-side {Longest} to shrink it, or crop it."));
        var seen = maxSide is { } side ? Shrunk(given, side) : given;
        var view = model.Look(RefineByModel.ThreeChannels(seen.Photo), seen.Coarse);
        var inspection = PropagationInspection.Of(view.Propagation);
        var names = palette ?? trained.Palette ?? Palette.PascalVoc;
        var map = inspection.Input.Shape;
        var mapPhoto = AtMap(seen.Photo, map, model.Stride);
        var classes = new InspectedClasses(
            seen.Photo, OneHot.ArgMax(seen.Coarse), OneHot.ArgMax(view.Probabilities), seen.Truth, model.Classes, names)
        {
            Confidence = AnswerConfidence.Of(view.Probabilities, seen.Truth),
            Evidence = Clamped(AtMap(seen.Coarse, map, model.Stride)),
        };
        var paths = model.ClassPaths();
        var kind = TrainingArguments.NameOf(model);
        return new InspectionSubject($"Inside {Path.GetFileName(trained.Path)} on {Path.GetFileName(files.Image)}", inspection, mapPhoto)
        {
            Notes =
            [
                FormattableString.Invariant($"A {kind} refiner of {model.Classes} classes; {map.Channels} channels are propagated at {map.Height}×{map.Width} pixels (rows × columns), the photograph has {seen.Photo.Height}×{seen.Photo.Width}."),
                .. seen.Photo.Shape == given.Photo.Shape ? Array.Empty<string>()
                    : [FormattableString.Invariant($"The photograph was shrunk from {height}×{width} before the model saw it.")],
                .. map.Height * model.Stride == seen.Photo.Height && map.Width * model.Stride == seen.Photo.Width ? Array.Empty<string>()
                    : ["The network continues the photograph to whole blocks; maps of the propagation show that margin too, right and below."],
            ],
            Classes = classes,
            Channels = InspectChannels.Of(inspection, channels),
            Paths = paths,
            Findings =
            [
                .. InspectionFindings.OfPaths(paths, classes.Names), .. InspectionFindings.Of(inspection), .. OfScores(classes),
            ],
        };
    }

    /// <summary>What stands out in the scores; nothing without a truth.</summary>
    public static IReadOnlyList<InspectionFinding> OfScores(InspectedClasses classes) => classes.Truth is not { } truth ? []
        : InspectionFindings.OfScores(
            ConfusionMatrix.FromLabels(truth, classes.Before, classes.Count),
            ConfusionMatrix.FromLabels(truth, classes.After, classes.Count), classes.Names);

    /// <summary>A map of the photograph's size, continued as the network does and shrunk to the map that is propagated.</summary>
    private static FeatureMap AtMap(FeatureMap map, MapShape propagated, int stride)
    {
        var shape = map.Shape with { Height = propagated.Height * stride, Width = propagated.Width * stride };
        var whole = shape == map.Shape ? map : FeatureMap.Generate(shape, (n, c, row, column) =>
            map[n, c, Math.Min(row, map.Height - 1), Math.Min(column, map.Width - 1)]);
        return stride == 1 ? whole : Resize.Area(whole, propagated.Height, propagated.Width);
    }

    /// <summary>Means of probabilities may pass one by a rounding.</summary>
    private static FeatureMap Clamped(FeatureMap map) => new(map.Shape, Array.ConvertAll(map.Values, value => Math.Clamp(value, 0, 1)));

    private static ModelInput Shrunk(ModelInput given, int side)
    {
        var (height, width) = (given.Photo.Height, given.Photo.Width);
        var longer = Math.Max(height, width);
        if (longer <= side)
            return given;
        (height, width) = (Math.Max(1, height * side / longer), Math.Max(1, width * side / longer));
        return new ModelInput(
            Resize.Area(given.Photo, height, width), Resize.Area(given.Coarse, height, width),
            given.Truth is null ? null : Resize.Nearest(given.Truth, height, width));
    }
}

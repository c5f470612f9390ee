using Spn.Imaging;
using Spn.Inspection;
using Spn.Learning;
using Spn.Segmentation;
using Spn.Tool.Reports;

namespace Spn.Tool.Commands;

/// <summary>Looks inside a trained refiner on one photograph.</summary>
internal static class InspectModel
{
    public static InspectionSubject Look(
        TrainedModel trained, ModelInput given, RefineFiles files, Palette? palette, int maxSide, int[]? channels)
    {
        var model = (SpnRefiner)trained.Model;
        var size = Smaller.Within(given.Photo, maxSide);
        var seen = size.Is(given.Photo) ? given : new ModelInput(size.Of(given.Photo), size.Of(given.Coarse), size.Of(given.Truth));
        var view = model.Look(RefineByModel.ThreeChannels(seen.Photo), seen.Coarse);
        var inspection = PropagationInspection.Of(view.Propagation);
        var names = palette ?? trained.Palette ?? Palette.PascalVoc;
        var map = inspection.Input.Shape;
        var classes = new InspectedClasses(
            seen.Photo, OneHot.ArgMax(seen.Coarse), OneHot.ArgMax(view.Probabilities), seen.Truth, model.Classes, names)
        {
            Confidence = AnswerConfidence.Of(view.Probabilities, seen.Truth),
            Evidence = model.AtPropagatedSize(seen.Coarse),
            MapTruth = seen.Truth is null ? null : model.AtPropagatedSize(seen.Truth),
        };
        var paths = model.ClassPaths();
        return new InspectionSubject(
            $"Inside {Path.GetFileName(trained.Path)} on {Path.GetFileName(files.Image)}", inspection, model.AtPropagatedSize(seen.Photo))
        {
            Notes =
            [
                $"A {TrainingArguments.NameOf(model)} refiner of {model.Classes} classes; {map.Channels} channels are propagated at "
                    + $"{map.Height}×{map.Width} pixels (rows × columns), the photograph has {seen.Photo.Height}×{seen.Photo.Width}.",
                .. size.Is(given.Photo) ? Array.Empty<string>() : [size.Of(given.Photo.Shape)],
                .. map.Height * model.Stride == seen.Photo.Height && map.Width * model.Stride == seen.Photo.Width ? Array.Empty<string>()
                    : ["The network continues the photograph to whole blocks; maps of the propagation show that margin, right and below."],
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
}

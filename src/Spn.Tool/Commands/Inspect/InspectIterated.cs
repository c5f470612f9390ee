using Spn.Inspection;
using Spn.Tool.Reports;

namespace Spn.Tool.Commands;

/// <summary>Looks inside an iterated operator (CSPN) on x.</summary>
internal static class InspectIterated
{
    public static IteratedSubject Look(TensorFiles files, int[]? channels)
    {
        var (x, given) = (files.Input(), files.Weights.Iterated!);
        if (files.Truth is not null)
            throw new ArgumentException("expected --truth only with scans, got it beside an operator of steps; leave it out.");
        var inspection = IteratedInspection.Of(
            IteratedPropagation.Forward(x, given.Weights, given.Options, given.Hints(x)), files.Batch);
        var shape = inspection.Result.Input.Shape;
        if (channels?.FirstOrDefault(c => c >= shape.Channels, -1) is >= 0 and var wrong)
            throw new ArgumentException($"expected channels below {shape.Channels} for --channels, got {wrong}; choose among those of x.");
        var photo = files.Photo(shape);
        return new IteratedSubject(
            $"Inside {Path.GetFileName(files.Weights.Path)} on {Path.GetFileName(files.X)}", inspection,
            photo ?? InspectTensors.Grey(inspection.Result.Input), TensorFiles.NameOf(photo), channels ?? [0],
            [
                .. files.Weights.Notes,
                $"x is {x.Shape} (N×C×H×W)" + (x.Batch > 1 ? FormattableString.Invariant($", batch item {files.Batch}.") : "."),
                .. photo is null ? ["There is no photograph: the mean of x over its channels stands for it."] : Array.Empty<string>(),
            ]);
    }
}

using Spn.Arrays;
using Spn.Imaging;
using Spn.Inspection;
using Spn.Photos;
using Spn.Segmentation;
using Spn.Tool.Reports;

namespace Spn.Tool.Commands;

/// <summary>The files of a propagation of raw tensors.</summary>
/// <param name="X">x, .npy.</param>
/// <param name="Weights">Raw weights.</param>
internal sealed record TensorFiles(string X, GivenWeights Weights)
{
    public string? Image { get; init; }

    public string? Truth { get; init; }

    public int Batch { get; init; }

    /// <summary>x, which must be of the weights' batch and small enough to look into.</summary>
    public FeatureMap Input()
    {
        var x = Npy.ReadFeatureMap(X);
        if (Batch >= x.Batch)
            throw new ArgumentException(
                $"expected a batch item below {x.Batch} for --batch, got {Batch}; choose one of {Path.GetFileName(X)}.");
        if (Weights.Shape.Batch != x.Batch)
            throw new ArgumentException(
                $"expected weights of {x.Batch} batch items like x, got {Weights.Shape.Batch} in {Path.GetFileName(Weights.Path)}; give "
                + "those of this x.");
        return x.Shape.PlaneSize <= Visuals.Widgets.MaxPixels ? x : throw new ArgumentException(
            $"expected maps of at most {Visuals.Widgets.MaxPixels} pixels, got {x.Height}×{x.Width}; crop x and p, or make them smaller.");
    }

    /// <summary>What a page shows as the photograph.</summary>
    public static string NameOf(FeatureMap? photo) => photo is null ? "the mean of x over its channels" : "photograph";

    /// <summary>The photograph at the size of x; null where there is none.</summary>
    public FeatureMap? Photo(MapShape shape) =>
        Image is null ? null : InspectTensors.AtMap(Photograph.Read(Image).ToFeatureMap(), shape);
}

/// <summary>Looks inside a propagation of raw tensors. Beside a truth the channels are classes.</summary>
internal static class InspectTensors
{
    public static InspectionSubject Look(TensorFiles files, DataSet? set, byte? ignored, int[]? channels)
    {
        var (x, scans) = (files.Input(), files.Weights.Scans!);
        var (weights, options) = (scans.Weights, scans.Options);
        var truth = files.Truth is { } path ? Truth(path, x, set, ignored) : null;
        var photo = files.Photo(x.Shape);
        var inspection = PropagationInspection.Of(Propagation.Forward(
            BatchItem.Of(x, files.Batch), BatchItem.Of(weights, files.Batch), options));
        var mapPhoto = photo ?? Grey(inspection.Input);
        var classes = truth is null ? null : new InspectedClasses(
            mapPhoto, OneHot.ArgMax(inspection.Input), OneHot.ArgMax(inspection.Output), truth, x.Channels,
            set?.Palette ?? Palette.Categorical)
        {
            MapTruth = truth,
            Evidence = inspection.Input.Values.All(value => value is >= 0 and <= 1) ? inspection.Input : null,
        };
        return new InspectionSubject($"Inside {Path.GetFileName(files.Weights.Path)} on {Path.GetFileName(files.X)}", inspection, mapPhoto)
        {
            PhotoName = TensorFiles.NameOf(photo),
            HasMaximum = scans.HasMaximum,
            Held = scans.Directions,
            Notes =
            [
                $"{weights.Connection.ToWords()} weights, {(weights.Shape.Channels == 1 ? "shared by all channels" : "of each channel")}, "
                    + $"{InspectWords.Normalised(options.Normalisation, options.Chunk)}; x is {x.Shape} (N×C×H×W)"
                    + (x.Batch > 1 ? FormattableString.Invariant($", batch item {files.Batch}.") : "."),
                .. scans.Notes,
                .. photo is null ? ["There is no photograph: the mean of x over its channels stands for it."] : Array.Empty<string>(),
                .. classes is null ? Array.Empty<string>() :
                [
                    "Each channel of x is a class: coarse is the largest of x, refined the largest of the output. They are no "
                    + "probabilities, so nothing is said of confidence.",
                ],
            ],
            Classes = classes,
            Channels = InspectChannels.Of(inspection, channels),
            // A direction that the file does not hold is no fault of it, nor one that loses a maximum that its network does not take.
            Findings =
            [
                .. InspectionFindings.Of(inspection).Where(one => one.Direction is not { } direction
                    || (scans.Directions.Contains(direction) && (scans.HasMaximum || one.Kind != InspectionFindingKind.NeverWins))),
                .. classes is null ? [] : InspectModel.OfScores(classes),
            ],
        };
    }

    private static LabelMap Truth(string path, FeatureMap x, DataSet? set, byte? ignored)
    {
        var options = new MapOptions
        {
            Kind = MapKind.Labels,
            Labels = new LabelOptions { Palette = set?.Palette, Ignored = ignored, Classes = Math.Min(x.Channels, 255) },
        };
        if (RefineFlags.Read(() => MapFile.Read(path, options)) is not LabelContent { Labels: var labels })
            throw new InvalidDataException($"{path}: expected true labels, got class probabilities; take the argmax first.");
        return labels.Height == x.Height && labels.Width == x.Width ? labels : throw new InvalidDataException(
            $"{path}: expected the size of x, {x.Height}×{x.Width}, got {labels.Height}×{labels.Width}; give the true map at that size.");
    }

    public static FeatureMap AtMap(FeatureMap photo, MapShape shape) =>
        photo.Height == shape.Height && photo.Width == shape.Width ? photo
        : photo.Height >= shape.Height && photo.Width >= shape.Width ? Resize.Area(photo, shape.Height, shape.Width)
        : Resize.Bilinear(photo, shape.Height, shape.Width);

    /// <summary>
    /// The mean of x over its channels as greys, from its smallest value to its largest; middle grey where all are equal, black where it is
    /// not finite.
    /// </summary>
    public static FeatureMap Grey(FeatureMap x)
    {
        var grey = new FeatureMap(x.Shape with { Channels = 1 });
        for (var i = 0; i < grey.Values.Length; i++)
            for (var c = 0; c < x.Channels; c++)
                grey.Values[i] += x.Values[c * grey.Values.Length + i] / x.Channels;
        var finite = grey.Values.Where(float.IsFinite).DefaultIfEmpty(0).ToArray();
        var (low, high) = (finite.Min(), finite.Max());
        for (var i = 0; i < grey.Values.Length; i++)
            grey.Values[i] = !float.IsFinite(grey.Values[i]) ? 0
                : high > low ? Math.Clamp((grey.Values[i] - low) / (high - low), 0, 1) : 0.5f;
        return grey;
    }
}

using Spn.Learning;
using Spn.Segmentation;

namespace Spn.Tool.Commands;

/// <summary>An image with all that a segmentation of it may take, in memory.</summary>
/// <param name="Image">The image.</param>
/// <param name="Photo">1×3×H×W.</param>
/// <param name="Maps">Its coarse map; null where there is none.</param>
/// <param name="Upsampled">The coarse map at the size of the image; null where there is none.</param>
internal sealed record ScoredImage(LabelledImage Image, FeatureMap Photo, CoarseMaps? Maps, FeatureMap? Upsampled);

/// <summary>A column of a table, and how its probabilities come about.</summary>
/// <param name="Column">What it is.</param>
/// <param name="Predict">From an image to 1×C×H×W; what is timed.</param>
internal sealed record ScoredColumn(EvaluationColumn Column, Func<ScoredImage, CancellationToken, FeatureMap> Predict)
{
    /// <summary>The coarse maps as they are, upsampled bilinearly.</summary>
    public static ScoredColumn Coarse { get; } = new(
        new EvaluationColumn { Name = "coarse", Kind = EvaluationKind.Coarse }, (image, _) => image.Maps!.Upsampled(0));

    /// <summary>A method without training.</summary>
    /// <param name="method">The method.</param>
    /// <param name="restrict">Whether a label must be the likeliest somewhere in the coarse map.</param>
    public static ScoredColumn Of(RefinementMethod method, bool restrict) => new(
        new EvaluationColumn { Name = method.Name, Kind = EvaluationKind.Method },
        (image, cancellation) =>
        {
            var refined = method.Refine(image.Photo, image.Maps![0], image.Maps.Cell, cancellation);
            return restrict ? Restricted(refined, image.Upsampled!) : refined;
        });

    /// <summary>A trained model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">The head of its column.</param>
    public static ScoredColumn Of(TrainedModel model, string name) => new(
        new EvaluationColumn
        {
            Name = name,
            Kind = TrainingArguments.KindOf(model.Model),
            Seed = model.Config.Training.Seed,
            File = model.ShortPath,
            Digest = Fingerprint.OfFile(model.Path),
        },
        (image, _) => model.Model.Predict(image.Photo, model.Config.IsRefiner ? image.Upsampled : null));

    /// <summary>Classes that are nowhere the likeliest in the coarse map get nothing.</summary>
    private static FeatureMap Restricted(FeatureMap refined, FeatureMap coarse)
    {
        var there = new bool[256];
        foreach (var label in OneHot.ArgMax(coarse).Labels)
            there[label] = true;
        for (var c = 0; c < refined.Channels; c++)
            if (!there[c])
                refined.Plane(0, c).Clear();
        return refined;
    }
}

using Spn.Imaging;
using Spn.Learning;
using Spn.Segmentation;

namespace Spn.Tool.Commands;

/// <summary>Refines file after file by a trained model.</summary>
/// <param name="trained">The model.</param>
/// <param name="ignored">A label besides 255 that is no class.</param>
/// <param name="given">Names and colours; the model's own where null.</param>
/// <param name="block">The side of the blocks of the truth that make the coarse map; 0 when it is a file.</param>
/// <param name="apply">Changes how the model is applied: tiles, classes.</param>
internal sealed class RefineByModel(TrainedModel trained, byte? ignored, Palette? given, int block, Func<InferenceOptions, InferenceOptions> apply)
{
    private readonly RefinerModel _model = trained.Model is RefinerModel refiner
        ? Applied(refiner, apply)
        : throw new ArgumentException($"expected a refiner, got {trained.Path}, a baseline, which needs no coarse map; name the model of a refiner.");

    private readonly Palette? _palette = given ?? trained.Palette;

    private ConfusionMatrix? _before, _after, _beforeNear, _afterNear;

    /// <summary>The scores before and after as a table, null when there is no truth.</summary>
    public string? Run(IReadOnlyList<RefineFiles> files, CancellationToken cancellation)
    {
        for (var i = 0; i < files.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Refine(files[i]);
            if (files.Count > 1 && !Console.IsErrorRedirected)
                Console.Error.Write(FormattableString.Invariant($"\r{i + 1} of {files.Count}{(i + 1 == files.Count ? "\n" : "")}"));
        }

        return _before is null ? null : EvaluationScore.Table([Score("coarse", _before, _beforeNear!, files.Count), Score(TrainingArguments.NameOf(_model), _after!, _afterNear!, files.Count)]);
    }

    private void Refine(RefineFiles files)
    {
        var photograph = ThreeChannels(ImageFile.Read(files.Image).ToFeatureMap());
        var truth = files.Truth is null ? null : CoarseFile.Labels(files.Truth, _model.Classes, ignored);
        if (truth is not null && (truth.Height, truth.Width) != (photograph.Height, photograph.Width))
            throw new InvalidDataException($"{files.Truth}: expected the size of the photograph, {photograph.Height}×{photograph.Width}, got {truth.Height}×{truth.Width}.");
        var coarse = CoarseMaps.Upsample(Coarse(files, truth, photograph), photograph.Height, photograph.Width, block);
        var refined = OneHot.ArgMax(_model.Predict(photograph, coarse));
        if (files.Output is not null)
            ImageFile.Write(files.Output, Image.FromLabelMap(refined, _palette));
        if (truth is not null)
            Count(truth, OneHot.ArgMax(coarse), refined);
    }

    private static RefinerModel Applied(RefinerModel model, Func<InferenceOptions, InferenceOptions> apply)
    {
        model.Inference = apply(model.Inference);
        return model;
    }

    /// <summary>Class probabilities at low resolution.</summary>
    private FeatureMap Coarse(RefineFiles files, LabelMap? truth, FeatureMap photograph)
    {
        if (files.Coarse is not { } path)
            return CoarseMaps.Certain(Resize.Majority(truth!, block), _model.Classes);
        return CoarseFile.Read(path, _model.Classes, ignored, photograph.Height, photograph.Width);
    }

    private void Count(LabelMap truth, LabelMap before, LabelMap after)
    {
        var classes = _model.Classes;
        _before = Sum(_before, ConfusionMatrix.FromLabels(truth, before, classes));
        _after = Sum(_after, ConfusionMatrix.FromLabels(truth, after, classes));
        _beforeNear = Sum(_beforeNear, Trimap.Confusion(truth, before, classes));
        _afterNear = Sum(_afterNear, Trimap.Confusion(truth, after, classes));
    }

    private static ConfusionMatrix Sum(ConfusionMatrix? sum, ConfusionMatrix next) => sum?.Add(next) ?? next;

    private EvaluationScore Score(string name, ConfusionMatrix all, ConfusionMatrix near, int images) =>
        new() { Name = name, Pixels = all.Score(_palette?.Names), Trimap = near.Score(_palette?.Names), TrimapWidth = 3, Images = images };

    private static FeatureMap ThreeChannels(FeatureMap photograph) =>
        photograph.Channels == 3 ? photograph : FeatureMap.Generate(photograph.Shape with { Channels = 3 }, (n, _, row, column) => photograph[n, 0, row, column]);
}

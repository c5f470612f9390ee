using Spn.Imaging;
using Spn.Learning;
using Spn.Photos;
using Spn.Segmentation;

namespace Spn.Tool.Commands;

/// <summary>Refines a file by a trained model.</summary>
/// <param name="trained">The model.</param>
/// <param name="input">How files are read: labels of the model's classes.</param>
/// <param name="given">Names and colours that were asked for; the model's own where null.</param>
internal sealed class RefineByModel(TrainedModel trained, RefineInput input, Palette? given)
{
    private readonly SpnRefiner _model = trained.Model as SpnRefiner
        ?? throw new ArgumentException(
            $"expected a refiner, got {trained.Path}, a baseline, which needs no coarse map; name the model of a refiner.");

    private readonly Palette? _palette = given ?? trained.Palette;

    public Refined Refine(RefineFiles files)
    {
        var read = Read(files);
        var refined = OneHot.ArgMax(_model.Predict(ThreeChannels(read.Photo), read.Coarse));
        return new Refined(
            read.Photo, new(() => OneHot.ArgMax(read.Coarse)), refined, _palette ?? Palette.PascalVoc,
            Image.FromLabelMap(refined, _palette), read.Truth);
    }

    /// <summary>What the model sees of the files.</summary>
    public ModelInput Read(RefineFiles files)
    {
        var photo = input.Photo(files.Image);
        var content = input.Coarse(files, photo);
        var truth = input.Truth(files, photo, content);
        var map = content switch
        {
            LabelContent { Labels: var labels } => CoarseMaps.Certain(
                input.Block > 0 ? Resize.Majority(labels, input.Block) : labels, _model.Classes),
            ProbabilityContent { Probabilities: var p } when p.Channels == _model.Classes => p,
            ProbabilityContent { Probabilities: var p } => throw Wrong(files.Coarse!, p.Shape.ToString()),
            _ => throw Wrong(files.Coarse!, content.Reading),
        };
        return new ModelInput(photo, CoarseMaps.Upsample(map, photo.Height, photo.Width, input.Block), truth);
    }

    private InvalidDataException Wrong(string path, string got) => new(
        $"{path}: expected class probabilities {_model.Classes}×h×w, or labels, got {got}; give one map with a plane for each class of the "
        + "model.");

    public static FeatureMap ThreeChannels(FeatureMap photo) => photo.Channels == 3 ? photo
        : FeatureMap.Generate(photo.Shape with { Channels = 3 }, (n, _, row, column) => photo[n, 0, row, column]);
}

/// <summary>A photograph with what a model is given beside it.</summary>
/// <param name="Photo">1×(1|3)×H×W in [0, 1].</param>
/// <param name="Coarse">1×classes×H×W probabilities.</param>
/// <param name="Truth">H×W; null where there is none.</param>
internal sealed record ModelInput(FeatureMap Photo, FeatureMap Coarse, LabelMap? Truth);

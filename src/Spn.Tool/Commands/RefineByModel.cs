using Spn.Imaging;
using Spn.Learning;
using Spn.Segmentation;

namespace Spn.Tool.Commands;

/// <summary>Refines a file by a trained model.</summary>
/// <param name="trained">The model.</param>
/// <param name="ignored">A label besides 255 that is no class.</param>
/// <param name="given">Names and colours; the model's own where null.</param>
/// <param name="block">The side of the blocks of the truth that make the coarse map; 0 when it is a file.</param>
internal sealed class RefineByModel(TrainedModel trained, byte? ignored, Palette? given, int block)
{
    private readonly SpnRefiner _model = trained.Model as SpnRefiner
        ?? throw new ArgumentException(
            $"expected a refiner, got {trained.Path}, a baseline, which needs no coarse map; name the model of a refiner.");

    public Palette? Palette { get; } = given ?? trained.Palette;

    public Refined? Refine(RefineFiles files)
    {
        var photograph = ThreeChannels(ImageFile.Read(files.Image).ToFeatureMap());
        var truth = files.Truth is null ? null : CoarseFile.Labels(files.Truth, _model.Classes, ignored);
        if (truth is not null && (truth.Height, truth.Width) != (photograph.Height, photograph.Width))
            throw new InvalidDataException(
                $"{files.Truth}: expected the size of the photograph, {photograph.Height}×{photograph.Width}, got "
                + $"{truth.Height}×{truth.Width}.");
        var map = files.Coarse is { } path
            ? CoarseFile.Read(path, _model.Classes, ignored, photograph.Height, photograph.Width)
            : CoarseMaps.Certain(Resize.Majority(truth!, block), _model.Classes);
        var coarse = CoarseMaps.Upsample(map, photograph.Height, photograph.Width, block);
        var refined = OneHot.ArgMax(_model.Predict(photograph, coarse));
        if (files.Output is not null)
            ImageFile.Write(files.Output, Image.FromLabelMap(refined, Palette));
        return truth is null ? null : new Refined(truth, OneHot.ArgMax(coarse), refined);
    }

    private static FeatureMap ThreeChannels(FeatureMap photograph) => photograph.Channels == 3 ? photograph
        : FeatureMap.Generate(photograph.Shape with { Channels = 3 }, (n, _, row, column) => photograph[n, 0, row, column]);
}

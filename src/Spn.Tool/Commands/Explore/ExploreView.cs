using Spn.Learning;
using Spn.Visuals;

namespace Spn.Tool.Commands;

/// <summary>What an explorer shows: weights, and the photograph at their size.</summary>
/// <param name="Input">The photograph with its maps.</param>
/// <param name="Weights">Raw weights of the photograph's size; null where there is an operator in their place.</param>
/// <param name="Name">What they are called.</param>
/// <param name="Beside">Others to compare them with.</param>
internal sealed record ExploreView(ExploreInput Input, PropagationWeights? Weights, string Name, IReadOnlyList<NamedWeights> Beside)
{
    /// <summary>The channels to choose from unless others are asked for: all of them where there is one for each class.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [0];

    /// <summary>How the weights are normalised, and the lines of a chunk.</summary>
    public PropagationOptions Options { get; init; } = PropagationOptions.Default;

    /// <summary>An iterated operator; null of scans.</summary>
    public LayoutIterated? Iterated { get; init; }

    /// <summary>The explorer.</summary>
    public Widget Widget(AffinityExplorerOptions options) => Iterated is { } one
        ? Widgets.Affinity(one.Weights, Input.Photo, one.Options, one.Sparse is null ? null : IteratedHints.Of(one.Sparse), options)
        : Widgets.Affinity(Weights!, Input.Photo, options);

    /// <summary>Three-way weights made from the photograph, one-way ones beside them.</summary>
    public static ExploreView ByHand(ExploreInput input) => new(
        input.With("Its weights are made by hand: the more alike the colours of two neighbours are, the more one takes over from the "
            + "other."),
        HandWeights.ColourDistance(input.Photo), "three-way", [new NamedWeights("one-way", HandWeights.DomainTransform(input.Photo))]);

    /// <summary>Weights from a file; a larger photograph of the same proportions is made as small as they are.</summary>
    /// <exception cref="ArgumentException">Their sizes do not go together.</exception>
    public static ExploreView OfFile(ExploreInput input, GivenWeights given)
    {
        var (height, width, photo) = (given.Shape.Height, given.Shape.Width, input.Photo);
        // The proportions are the same but for the rounding of one side.
        var alike = Math.Abs((long)height * photo.Width - (long)width * photo.Height) <= Math.Max(photo.Height, photo.Width);
        if (height > photo.Height || width > photo.Width || !alike)
            throw new ArgumentException(
                $"expected weights of {photo.Height}×{photo.Width} like the photograph, or smaller ones of the same proportions, got "
                + $"{height}×{width} in {given.Path}; give the photograph that they belong to.");
        var seen = given.Notes.Aggregate(input.At(new Smaller(height, width)), (one, note) => one.With(note));
        return new ExploreView(seen, given.Scans?.Weights, Path.GetFileName(given.Path), [])
        {
            Channels = LookArguments.OfClasses(
                (given.Scans is { } scans ? ExplorerInput.Affinities(scans.Weights) : given.Shape).Channels,
                input.Evidence?.Channels) ?? [0],
            Options = given.Scans?.Options ?? PropagationOptions.Default,
            Iterated = given.Iterated,
        };
    }

    /// <summary>The weights that a trained refiner finds, with the photograph as it sees it there.</summary>
    /// <exception cref="ArgumentException">The model is no refiner, the classes differ, or the photograph is too small.</exception>
    public static ExploreView OfModel(ExploreInput input, TrainedModel trained)
    {
        if (trained.Model is not SpnRefiner refiner)
            throw new ArgumentException(
                $"expected a refiner, got {trained.Path}, a baseline, which has no weights to look at; name the model of a refiner.");
        var (photo, height, width) = (input.Photo, input.Photo.Height, input.Photo.Width);
        if (Math.Min(height, width) < 32)
            throw new ArgumentException(
                $"expected a photograph of at least 32×32 pixels for --model, got {height}×{width}; give a larger one.");
        if (input.Evidence is { } given && given.Channels != refiner.Classes)
            throw new ArgumentException(
                $"expected a coarse map of the model's {refiner.Classes} classes, got {given.Channels}; give class probabilities or labels "
                + "of it.");
        var coarse = input.Evidence is null ? null : CoarseMaps.Upsample(input.Evidence, height, width);
        var weights = refiner.Weights(RefineByModel.ThreeChannels(photo), coarse);
        var seen = input with
        {
            Photo = refiner.AtPropagatedSize(photo),
            Evidence = coarse is null ? null : refiner.AtPropagatedSize(coarse),
            Truth = input.Truth is null ? null : refiner.AtPropagatedSize(input.Truth),
        };
        return new ExploreView(
            seen.With($"Shown at {weights.Shape.Height}×{weights.Shape.Width}, the size at which the model propagates its "
                + $"{refiner.Options.Channels} channels." + (coarse is null ? "" : " The model's own answer mixes all of its channels.")),
            weights, Path.GetFileName(trained.Path), [])
        {
            Options = new() { Normalisation = refiner.Options.Normalisation },
        };
    }
}

using System.Globalization;

namespace Spn.Segmentation;

/// <summary>A kind of pixel, and how many of them a segmentation has right.</summary>
/// <param name="Name">Which pixels, in words.</param>
/// <param name="Pixels">How many there are.</param>
/// <param name="CorrectPixels">How many have their true class.</param>
public sealed record PlaceScore(string Name, long Pixels, long CorrectPixels)
{
    /// <summary>The share of them that is right, 0 to 1; NaN where there are none.</summary>
    public double Accuracy => ClassScore.Ratio(CorrectPixels, Pixels);
}

/// <summary>
/// Where a refinement is right: near the boundaries of the truth and far from them; and where its coarse map was right, wrong by no more
/// than a block, and wrong by more. A coarse map is wrong by as many pixels as its class has to be carried: the steps, to any of eight
/// neighbours, to the nearest pixel to which it gives the true class.
/// </summary>
public sealed record PlacedAccuracy
{
    /// <summary>Distances to a boundary, centre to centre, at which one kind of pixel ends and the next begins.</summary>
    private static readonly int[] Widths = [1, 3, 8, 16];

    private PlacedAccuracy()
    {
    }

    /// <summary>By the distance to the nearest boundary of the truth, from the nearest to the farthest.</summary>
    public required IReadOnlyList<PlaceScore> ByBoundary { get; init; }

    /// <summary>By the error of the coarse map: none, up to a block, more.</summary>
    public required IReadOnlyList<PlaceScore> ByCoarseError { get; init; }

    /// <summary>Counts one image.</summary>
    /// <param name="truth">H×W true classes; pixels of <see cref="LabelMap.Ignore"/> count nowhere.</param>
    /// <param name="coarse">H×W classes of the coarse map at the size of the image.</param>
    /// <param name="predicted">H×W classes of what is scored.</param>
    /// <param name="block">Pixels of a block of the coarse map, 1 to 256.</param>
    /// <exception cref="ArgumentException">The sizes differ, or the block is outside its range.</exception>
    public static PlacedAccuracy Of(LabelMap truth, LabelMap coarse, LabelMap predicted, int block = 8)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(coarse);
        ArgumentNullException.ThrowIfNull(predicted);
        foreach (var (map, name) in ((LabelMap, string)[])[(coarse, nameof(coarse)), (predicted, nameof(predicted))])
            if (map.Height != truth.Height || map.Width != truth.Width)
                throw new ArgumentException(
                    $"expected a map of {truth.Height}×{truth.Width} like the truth, got {map.Height}×{map.Width}; upsample it.", name);
        if (block is < 1 or > 256)
            throw new ArgumentOutOfRangeException(nameof(block), $"expected blocks of 1 to 256 pixels, got {block}.");
        var bands = Array.ConvertAll(Widths, width => Trimap.Band(truth, width).Labels);
        var reach = CoarseReach.Of(truth, coarse);
        string[] distances =
        [
            .. Widths.Select((width, i) => i == 0 ? Text($"up to {width} px from a boundary") : Text($"{Widths[i - 1] + 1} to {width} px")),
            "farther",
        ];
        string[] errors = ["where coarse is right", Text($"wrong, by up to {block} px"), Text($"wrong, by more than {block} px")];
        return new PlacedAccuracy
        {
            ByBoundary = Count(distances, i => bands.Count(band => band[i] == LabelMap.Ignore)),
            ByCoarseError = Count(errors, i => reach[i] == 0 ? 0 : reach[i] <= block ? 1 : 2),
        };

        IReadOnlyList<PlaceScore> Count(string[] names, Func<int, int> kind)
        {
            var (all, right) = (new long[names.Length], new long[names.Length]);
            for (var i = 0; i < reach.Length; i++)
                if (truth.Labels[i] != LabelMap.Ignore)
                {
                    var at = kind(i);
                    all[at]++;
                    right[at] += predicted.Labels[i] == truth.Labels[i] ? 1 : 0;
                }

            return [.. names.Select((name, i) => new PlaceScore(name, all[i], right[i]))];
        }

        static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The counts of both, of the same block.</summary>
    /// <exception cref="ArgumentException">The blocks differ.</exception>
    public PlacedAccuracy Add(PlacedAccuracy other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!ByCoarseError.Select(place => place.Name).SequenceEqual(other.ByCoarseError.Select(place => place.Name)))
            throw new ArgumentException(
                $"expected counts with the same block, {ByCoarseError[^1].Name}, got {other.ByCoarseError[^1].Name}.", nameof(other));
        return this with
        {
            ByBoundary = Sum(ByBoundary, other.ByBoundary), ByCoarseError = Sum(ByCoarseError, other.ByCoarseError),
        };

        static IReadOnlyList<PlaceScore> Sum(IReadOnlyList<PlaceScore> some, IReadOnlyList<PlaceScore> more) => [.. some.Zip(
            more, (a, b) => a with { Pixels = a.Pixels + b.Pixels, CorrectPixels = a.CorrectPixels + b.CorrectPixels })];
    }
}

using System.Globalization;

namespace Spn.Learning;

/// <summary>
/// Cuts training patches out of labelled images (§4 of the paper: only from places with more than one label), flips, scales and tints them;
/// the coarse map and the labels of a patch are moved exactly as its image is. The batch of step k depends on the seed and on k alone.
/// </summary>
public sealed class PatchSampler
{
    /// <summary>Labels that a patch must show, and how often a place is drawn anew before giving up.</summary>
    private const int LeastLabels = 2, Tries = 1000;

    private readonly IReadOnlyList<LabelledImage> _images;
    private readonly CoarseMaps? _coarse;
    private readonly PatchOptions _options;
    private readonly int _seed;

    /// <summary>A sampler.</summary>
    /// <param name="images">At least one image.</param>
    /// <param name="coarse">Their coarse maps for a refiner; null for a baseline.</param>
    /// <param name="options">All defaults when null.</param>
    /// <param name="seed">Chooses images, places and changes.</param>
    /// <exception cref="ArgumentException">
    /// There is no image, there are not as many coarse maps as images, or an option is outside its range.
    /// </exception>
    public PatchSampler(IReadOnlyList<LabelledImage> images, CoarseMaps? coarse = null, PatchOptions? options = null, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count == 0)
            throw new ArgumentException("expected at least one image, got none; add images to train on.", nameof(images));
        if (coarse is not null && coarse.Count != images.Count)
            throw new ArgumentException(
                $"expected {images.Count} coarse maps, one an image, got {coarse.Count}; make them from the same list.", nameof(coarse));
        (_images, _coarse, _options, _seed) = (images, coarse, (options ?? PatchOptions.Default).Check(), seed);
    }

    /// <summary>The batch of a step.</summary>
    /// <param name="step">k, at least 0.</param>
    /// <returns>N×3×h×w images, N×C×h×w coarse maps where the sampler has them, N label maps.</returns>
    /// <exception cref="ArgumentException">The patch does not fit an image at the largest scale.</exception>
    /// <exception cref="InvalidDataException">
    /// No patch with enough labels was found; the message says how many places were tried.
    /// </exception>
    public TrainingBatch Batch(long step) => Batch(step, null);

    /// <summary>The same, in the arrays of a batch of this sampler that is done with: a training makes no garbage of them.</summary>
    internal TrainingBatch Batch(long step, TrainingBatch? done)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        var (count, height, width) = (_options.Batch, _options.Height, _options.Width);
        var image = done?.Image ?? new FeatureMap(new MapShape(count, 3, height, width));
        var coarse = _coarse is null ? null : done?.Coarse ?? new FeatureMap(new MapShape(count, _coarse.Classes, height, width));
        var random = new StepRandom[count];
        var places = new Place[count];
        for (var item = 0; item < count; item++)
        {
            places[item] = Find(random[item] = new StepRandom(_seed, step, item));
            // Made here and not below, so that what a segmenter throws arrives as it is.
            _ = _coarse?[places[item].Image];
        }

        for (var item = 0; item < count; item++)
        {
            var place = places[item];
            Colours(place, random[item], item, image);
            if (coarse is not null)
                _coarse!.Sample(place.Image, place.Rows, place.Columns, coarse, item);
        }

        return new TrainingBatch { Image = image, Coarse = coarse, Labels = [.. places.Select(place => place.Labels)] };
    }

    private sealed record Place(int Image, PatchTaps Rows, PatchTaps Columns, LabelMap Labels);

    private Place Find(StepRandom random)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var index = random.Next(_images.Count);
            var image = _images[index];
            var fits = Math.Max((double)_options.Height / image.Height, (double)_options.Width / image.Width);
            if (fits > _options.MostScale)
                throw TooSmall(image);
            var scale = Math.Max(fits, _options.LeastScale * Math.Pow(_options.MostScale / _options.LeastScale, random.Next()));
            var rows = Along(image.Height, _options.Height, scale, false, random);
            var columns = Along(image.Width, _options.Width, scale, _options.Flip && random.Next() < 0.5, random);
            var labels = Labels(image, rows, columns);
            if (ShowsEnough(labels))
                return new Place(index, rows, columns, labels);
        }

        throw new InvalidDataException(
            $"expected patches of {_options.Height}×{_options.Width} with at least {LeastLabels} labels, found none in {Tries} tries; "
            + "choose larger patches, or images with more than one class.");
    }

    private ArgumentException TooSmall(LabelledImage image)
    {
        var most = _options.MostScale;
        return new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"expected images of at least {_options.Height / most:f0}×{_options.Width / most:f0} pixels for patches of ")
            + string.Create(CultureInfo.InvariantCulture, $"{_options.Height}×{_options.Width} at scales up to {most}, ")
            + $"got {image.Name} of {image.Height}×{image.Width}; choose smaller patches.");
    }

    /// <summary>A random piece of one axis; at scale 1 it starts between two pixels, so that nothing is interpolated.</summary>
    private static PatchTaps Along(int extent, int count, double scale, bool mirrored, StepRandom random)
    {
        var room = Math.Max(0, extent - count / scale);
        var first = scale == 1 ? random.Next((int)room + 1) : room * random.Next();
        return new PatchTaps(first, count, 1 / scale, mirrored);
    }

    private static LabelMap Labels(LabelledImage image, PatchTaps rows, PatchTaps columns)
    {
        var labels = new byte[rows.Count * columns.Count];
        var places = new int[columns.Count];
        for (var column = 0; column < places.Length; column++)
            places[column] = columns.Nearest(column, image.Width);
        for (var row = 0; row < rows.Count; row++)
        {
            var from = image.Labels.Labels.AsSpan(rows.Nearest(row, image.Height) * image.Width, image.Width);
            for (var column = 0; column < places.Length; column++)
                labels[row * places.Length + column] = from[places[column]];
        }

        return new LabelMap(rows.Count, columns.Count, labels);
    }

    private static bool ShowsEnough(LabelMap labels)
    {
        Span<bool> seen = stackalloc bool[256];
        var count = 0;
        foreach (var label in labels.Labels)
            if (label != LabelMap.Ignore && !seen[label])
            {
                seen[label] = true;
                if (++count == LeastLabels)
                    return true;
            }

        return false;
    }

    private void Colours(Place place, StepRandom random, int item, FeatureMap batch)
    {
        var image = _images[place.Image];
        var size = image.Height * image.Width;
        for (var c = 0; c < 3; c++)
            PatchTaps.Bilinear(
                image.Pixels.AsSpan(c * size, size), image.Height, image.Width, place.Rows, place.Columns, batch.Plane(item, c));
        if (_options.ColourJitter > 0)
            Tint(batch.Plane(item, 0), batch.Plane(item, 1), batch.Plane(item, 2), random);
    }

    private void Tint(Span<float> red, Span<float> green, Span<float> blue, StepRandom random)
    {
        var most = _options.ColourJitter;
        var contrast = (float)(1 + random.Next(-most, most));
        var saturation = (float)(1 + random.Next(-most, most));
        var brightness = (float)(0.5 * random.Next(-most, most));
        for (var i = 0; i < red.Length; i++)
        {
            var grey = 0.299f * red[i] + 0.587f * green[i] + 0.114f * blue[i];
            red[i] = Changed(red[i], grey);
            green[i] = Changed(green[i], grey);
            blue[i] = Changed(blue[i], grey);
        }

        float Changed(float value, float grey) =>
            Math.Clamp((grey + saturation * (value - grey) - 0.5f) * contrast + 0.5f + brightness, 0f, 1f);
    }
}

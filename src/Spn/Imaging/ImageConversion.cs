namespace Spn.Imaging;

/// <summary>Between integer samples, intensities in [0, 1] and labels.</summary>
internal static class ImageConversion
{
    public static FeatureMap ToFeatureMap(Image image)
    {
        if (image.IsIndexed)
            return FromTable(image);
        var planes = image.Channels <= 2 ? 1 : 3;
        var map = new FeatureMap(new MapShape(1, planes, image.Height, image.Width));
        for (var c = 0; c < planes; c++)
            Unpack(image, c, map, c);
        return map;
    }

    public static FeatureMap ToAlphaMap(Image image)
    {
        var map = FeatureMap.Constant(new MapShape(1, 1, image.Height, image.Width), 1f);
        if (image.Channels is 2 or 4)
            Unpack(image, image.Channels - 1, map, 0);
        else if (image.ColourTableAlpha.Count > 0)
            for (var i = 0; i < map.Values.Length; i++)
                if (image.Samples[i] < image.ColourTableAlpha.Count)
                    map.Values[i] = image.ColourTableAlpha[image.Samples[i]] / 255f;
        return map;
    }

    public static FeatureMap Over(Image image, Rgb background)
    {
        var map = ToFeatureMap(image);
        var alpha = ToAlphaMap(image).Values;
        ReadOnlySpan<float> behind = [background.R / 255f, background.G / 255f, background.B / 255f];
        for (var c = 0; c < map.Channels; c++)
        {
            var plane = map.Plane(0, c);
            for (var i = 0; i < plane.Length; i++)
                plane[i] = alpha[i] * plane[i] + (1f - alpha[i]) * behind[c];
        }

        return map;
    }

    public static LabelMap ToLabelMap(Image image)
    {
        if (image.Channels > 2)
            throw new InvalidDataException(
                $"expected a palette or grey image as a label map, got {image.Channels} channels; save the labels as indices.");
        var labels = new byte[image.Height * image.Width];
        for (var i = 0; i < labels.Length; i++)
        {
            var sample = image.Samples[i * image.Channels];
            if (sample > 255)
                throw LabelImage.OutOfRange(sample, LabelImage.Place(i, image.Width));
            labels[i] = (byte)sample;
        }

        return new LabelMap(image.Height, image.Width, labels);
    }

    public static Image FromFeatureMap(FeatureMap map, int maxValue)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (map.Batch != 1 || map.Channels > 4)
            throw new ArgumentException($"expected a map 1×C×H×W with 1 to 4 channels, got {map.Shape}; choose one batch item and its colour channels.", nameof(map));
        if (maxValue is < 1 or > 65535)
            throw new ArgumentOutOfRangeException(nameof(maxValue), $"expected a largest sample from 1 to 65535, got {maxValue}.");
        Image.CheckSize(map.Height, map.Width);
        var samples = new ushort[map.Values.Length];
        for (var c = 0; c < map.Channels; c++)
        {
            var plane = map.Plane(0, c);
            for (var i = 0; i < plane.Length; i++)
            {
                if (float.IsNaN(plane[i]))
                    throw new ArgumentException($"expected intensities from 0 to 1, got NaN at channel {c}, row {i / map.Width}, column {i % map.Width}; replace it first.", nameof(map));
                samples[i * map.Channels + c] = (ushort)(Math.Clamp((double)plane[i], 0, 1) * maxValue + 0.5);
            }
        }

        return new Image(map.Height, map.Width, map.Channels, samples, maxValue);
    }

    /// <summary>A channel as intensities, in pieces that run beside one another.</summary>
    private static void Unpack(Image image, int channel, FeatureMap map, int plane)
    {
        const int piece = 1 << 18;
        var size = map.Shape.PlaneSize;
        Parallel.For(0, (size + piece - 1) / piece, part =>
        {
            double scale = image.MaxValue;
            var (samples, channels) = (image.Samples, image.Channels);
            var target = map.Plane(0, plane)[(part * piece)..Math.Min(size, (part + 1) * piece)];
            for (int i = 0, at = part * piece * channels + channel; i < target.Length; i++, at += channels)
                target[i] = (float)(samples[at] / scale);
        });
    }

    private static FeatureMap FromTable(Image image)
    {
        var map = new FeatureMap(new MapShape(1, 3, image.Height, image.Width));
        Span<float> red = map.Plane(0, 0), green = map.Plane(0, 1), blue = map.Plane(0, 2);
        for (var i = 0; i < red.Length; i++)
        {
            var colour = image.Samples[i] < image.ColourTable.Count ? image.ColourTable[image.Samples[i]] : default;
            (red[i], green[i], blue[i]) = (colour.R / 255f, colour.G / 255f, colour.B / 255f);
        }

        return map;
    }
}

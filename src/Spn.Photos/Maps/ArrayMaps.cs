using Spn.Arrays;
using Spn.Imaging;

namespace Spn.Photos;

/// <summary>Labels and probabilities from arrays.</summary>
internal static class ArrayMaps
{
    public static MapContent Read(float[] values, IReadOnlyList<int> shape, bool integers, MapOptions options)
    {
        // Leading axes of one item say nothing.
        var axes = shape.Count;
        while (axes > 2 && shape[^axes] == 1)
            axes--;
        if (shape.Count is < 2 or > 4 || axes > 3 || values.Length == 0)
            throw new InvalidDataException(
                $"expected labels H×W or probabilities C×H×W, with at most a batch of one, got shape {NpyHeader.ShapeText(shape)}; save "
                + "those of one photograph alone.");
        var (height, width) = (shape[^2], shape[^1]);
        Image.CheckClaim("array", height, width, options.MaxPixels);
        if (axes == 3)
            return integers && options.Kind != MapKind.Mask && values.Any(value => value > 1)
                ? throw new InvalidDataException(
                    $"expected labels H×W or probabilities C×H×W, got whole numbers of shape {NpyHeader.ShapeText(shape)}; take the "
                    + "argmax, or save probabilities as floats.")
                : new ProbabilityContent(Probabilities(values, shape[^3], height, width), "class probabilities");
        return options.Kind switch
        {
            MapKind.Labels => Labels(values, height, width, options, "labels (array)"),
            MapKind.Mask => Mask(values, height, width),
            _ when integers => Labels(values, height, width, options, "labels (array of whole numbers)"),
            _ when values.All(value => value is >= 0 and <= 1) => Mask(values, height, width),
            _ when values.All(float.IsInteger) => Labels(values, height, width, options, "labels (array of whole numbers)"),
            _ => Mask(values, height, width),
        };
    }

    private static LabelContent Labels(float[] values, int height, int width, MapOptions options, string reading)
    {
        var labels = new byte[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            if (options.Labels.Encoding == LabelEncoding.Cityscapes && value >= 1000)
                value = MathF.Floor(value / 1000);
            if (value == -1)
                value = LabelMap.Ignore;
            if (!float.IsInteger(value))
                throw new InvalidDataException(FormattableString.Invariant(
                    $"expected whole numbers as labels, got {value} at {LabelImage.Place(i, width)}; take the argmax of scores first."));
            if (value is < 0 or > 255)
                throw LabelImage.OutOfRange(value, LabelImage.Place(i, width));
            labels[i] = (byte)value;
        }

        return new LabelContent(LabelImage.Finish(new LabelMap(height, width, labels), options.Labels), [], [], reading);
    }

    private static MaskContent Mask(float[] values, int height, int width) =>
        new(Probabilities(values, 1, height, width), 16, "soft mask (array)");

    private static FeatureMap Probabilities(float[] values, int classes, int height, int width)
    {
        for (var i = 0; i < values.Length; i++)
            if (!(values[i] >= 0 && values[i] <= 1))
            {
                var plane = height * width;
                var channel = classes > 1 ? FormattableString.Invariant($"class {i / plane}, ") : "";
                throw new InvalidDataException(FormattableString.Invariant(
                    $"expected probabilities from 0 to 1, got {values[i]} at {channel}{LabelImage.Place(i % plane, width)}; ")
                    + (float.IsNaN(values[i]) ? "mend the segmenter that wrote it." : "apply a softmax to scores first."));
            }

        return new FeatureMap(new MapShape(1, classes, height, width), values);
    }
}

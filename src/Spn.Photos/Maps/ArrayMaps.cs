using Spn.Arrays;
using Spn.Imaging;

namespace Spn.Photos;

/// <summary>Labels and probabilities from arrays.</summary>
internal static class ArrayMaps
{
    /// <summary>From here on float32, as which arrays are read, leaves whole numbers out.</summary>
    private const float Inexact = 1 << 24;

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
        Image.CheckClaim("an array", height, width, options.MaxPixels);
        for (var i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i]))
                throw new InvalidDataException(FormattableString.Invariant(
                    $"expected numbers, got {values[i]} at {Place(i, axes, height, width)}; mend the segmenter that wrote it."));
        if (axes == 3)
            return options.Kind == MapKind.Mask
                ? throw new InvalidDataException(
                    $"expected a soft mask H×W, got shape {NpyHeader.ShapeText(shape)}; save the object's probability alone.")
                : new ProbabilityContent(ProbabilityArray.Read(values, shape[^3], height, width, integers), "class probabilities");
        var labels = integers || Array.TrueForAll(values, float.IsInteger);
        return options.Kind switch
        {
            MapKind.Labels => Labels(values, height, width, options, "labels (array)"),
            MapKind.Mask => Mask(values, height, width, integers),
            _ when integers => Decided(Labels(values, height, width, options, "labels (array of whole numbers)")),
            _ when Largest(values) <= 1 => Mask(values, height, width, integers),
            _ when labels => Decided(Labels(values, height, width, options, "labels (array of whole numbers)")),
            _ => Mask(values, height, width, integers),
        };
    }

    private static LabelContent Decided(LabelContent content) => content.IsOpen ? throw MapFile.BlackAndWhite() : content;

    private static LabelContent Labels(float[] values, int height, int width, MapOptions options, string reading)
    {
        if (options.Labels.Encoding == LabelEncoding.Ade20k)
            throw new InvalidDataException(
                "expected an RGB file for ADE20K's encoding of labels, got an array; leave the encoding out "
                + "(LabelOptions.Encoding = Index).");
        var cityscapes = options.Labels.Encoding == LabelEncoding.Cityscapes;
        var labels = new byte[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            if (!float.IsInteger(value))
                throw new InvalidDataException(FormattableString.Invariant(
                    $"expected whole numbers as labels, got {value} at {LabelImage.Place(i, width)}; take the argmax of scores first."));
            if (MathF.Abs(value) >= Inexact)
                throw new InvalidDataException(FormattableString.Invariant(
                    $"expected labels from 0 to 255, got about {value:g6} at {LabelImage.Place(i, width)} (arrays are read as float32, ")
                    + "which holds whole numbers exactly below 16777216 alone); map the ids to classes first.");
            if (value != -1 && !cityscapes && value is < 0 or > 255)
                throw LabelImage.OutOfRange(value, LabelImage.Place(i, width));
            labels[i] = value == -1 ? LabelMap.Ignore : cityscapes ? LabelIds.Cityscapes((int)value, i, width) : (byte)value;
        }

        return new LabelContent(LabelImage.Checked(new LabelMap(height, width, labels), options.Labels), [], [], reading)
        {
            IsOpen = GreyImage.IsBlackAndWhite<float>(values, options.Labels),
        };
    }

    private static MaskContent Mask(float[] values, int height, int width, bool integers)
    {
        for (var i = 0; i < values.Length; i++)
            if (values[i] is < 0 or > 1)
                throw new InvalidDataException(FormattableString.Invariant(
                    $"expected probabilities from 0 to 1 as a soft mask, got {values[i]} at {LabelImage.Place(i, width)}; ") + (integers
                        ? "save them as floats, divided by the largest that there can be."
                        : "apply a sigmoid to scores first, or save labels as whole numbers."));
        return new MaskContent(
            new FeatureMap(new MapShape(1, 1, height, width), values), 16,
            "soft mask (array); MapOptions.Kind = Labels reads class indices");
    }

    private static float Largest(float[] values)
    {
        var largest = float.NegativeInfinity;
        foreach (var value in values)
            largest = value < 0 ? float.PositiveInfinity : MathF.Max(largest, value);
        return largest;
    }

    private static string Place(int index, int axes, int height, int width) => axes == 3
        ? FormattableString.Invariant($"class {index / (height * width)}, {LabelImage.Place(index % (height * width), width)}")
        : LabelImage.Place(index, width);
}

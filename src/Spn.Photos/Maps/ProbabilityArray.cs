using Spn.Arrays;
using Spn.Imaging;

namespace Spn.Photos;

/// <summary>Class probabilities from an array of three axes: they must be in [0, 1] and sum to about one at each pixel.</summary>
internal static class ProbabilityArray
{
    /// <summary>How far from one a sum may be: what resampling and few bits leave.</summary>
    private const double Tolerance = 0.1;

    private const int MostClasses = 255;

    /// <summary>The probabilities of C×H×W finite values.</summary>
    /// <param name="values">C·H·W values.</param>
    /// <param name="classes">C, by the shape.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="integers">Whether they are whole numbers by their type: then exactly one class has a 1 at each pixel.</param>
    /// <exception cref="InvalidDataException">
    /// A value is out of its range, a sum is not about one (zero in all classes of a float array: nothing is known there), or the axes are
    /// H×W×C.
    /// </exception>
    public static FeatureMap Read(float[] values, int classes, int height, int width, bool integers)
    {
        var shape = NpyHeader.ShapeText([classes, height, width]);
        var plane = height * width;
        for (var i = 0; i < values.Length; i++)
            if (values[i] is < 0 or > 1)
                throw integers
                    ? new InvalidDataException(
                        $"expected labels H×W or probabilities C×H×W, got whole numbers of shape {shape}; take the argmax, or save "
                        + "probabilities as floats.")
                    : new InvalidDataException(FormattableString.Invariant(
                        $"expected probabilities from 0 to 1, got {values[i]} at class {i / plane}, ")
                        + $"{LabelImage.Place(i % plane, width)}; apply a softmax to scores first.");
        var known = false;
        var sums = new double[width];
        for (var row = 0; row < height; row++)
        {
            Sum(values, classes, plane, row * width, sums);
            for (var column = 0; column < width; column++)
            {
                var sum = sums[column];
                if (integers ? sum != 1 : sum != 0 && Math.Abs(sum - 1) > Tolerance)
                    throw HasClassesLast(values, width) ? Transposed(shape) : NotOne(sum, shape, row, column, integers);
                known |= sum > 0;
            }
        }

        if (classes > MostClasses)
            throw new InvalidDataException(
                $"expected probabilities of at most {MostClasses} classes, got shape {shape}; label maps hold no more.");
        return known
            ? new FeatureMap(new MapShape(1, classes, height, width), values)
            : throw new InvalidDataException(
                $"expected probabilities of at least one pixel, got zeros in all {classes} classes everywhere; mend the segmenter that "
                + "wrote them.");
    }

    /// <summary>The sums over the classes of a row that begins at <paramref name="from"/>.</summary>
    private static void Sum(float[] values, int classes, int plane, int from, double[] sums)
    {
        Array.Clear(sums);
        for (var c = 0; c < classes; c++)
            for (var column = 0; column < sums.Length; column++)
                sums[column] += values[c * plane + from + column];
    }

    private static InvalidDataException Transposed(string shape) => new(
        $"expected class probabilities C×H×W, got shape {shape}, which sums to one over its last axis, as H×W×C; move that axis to the "
        + "front.");

    private static InvalidDataException NotOne(double sum, string shape, int row, int column, bool integers) => new(
        FormattableString.Invariant(
            $"expected class probabilities C×H×W that sum to one at each pixel, got a sum of {sum:0.###} in an array of shape {shape} ")
        + FormattableString.Invariant($"at row {row}, column {column}; ") + (integers
            ? "give each pixel one class, the background too, or save several masks one by one."
            : "apply a softmax over the classes, move them to the first axis, or save several masks one by one."));

    /// <summary>Whether every run of so many values sums to about one.</summary>
    private static bool HasClassesLast(float[] values, int classes)
    {
        if (classes == 1)
            return false;
        for (var at = 0; at < values.Length; at += classes)
        {
            var sum = 0.0;
            for (var c = 0; c < classes; c++)
                sum += values[at + c];
            if (Math.Abs(sum - 1) > Tolerance)
                return false;
        }

        return true;
    }
}

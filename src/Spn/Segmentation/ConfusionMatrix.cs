namespace Spn.Segmentation;

/// <summary>
/// How often each true class was predicted as each class. Pixels whose truth is <see cref="LabelMap.Ignore"/> count nowhere. A pixel
/// whose truth is known but whose prediction is <see cref="LabelMap.Ignore"/> is a miss of its class and a false alarm of none
/// (<see cref="Missed"/>).
/// </summary>
public sealed class ConfusionMatrix
{
    private readonly long[] _counts;
    private readonly long[] _missed;

    /// <summary>A matrix over counts, copied.</summary>
    /// <param name="counts">K×K counts, true class first.</param>
    /// <exception cref="ArgumentException">
    /// The array is empty or not square, has more than 255 classes, or holds a negative count.
    /// </exception>
    public ConfusionMatrix(long[,] counts) : this(Side(counts))
    {
        for (var truth = 0; truth < Classes; truth++)
            for (var predicted = 0; predicted < Classes; predicted++)
            {
                if (counts[truth, predicted] < 0)
                    throw new ArgumentException(
                        $"expected counts of at least 0, got {counts[truth, predicted]} at ({truth}, {predicted}).", nameof(counts));
                _counts[truth * Classes + predicted] = counts[truth, predicted];
            }
    }

    /// <summary>The same with pixels for which nothing was predicted.</summary>
    /// <param name="counts">K×K counts, true class first.</param>
    /// <param name="missed">K counts, one a true class (<see cref="Missed"/>).</param>
    /// <exception cref="ArgumentException">The numbers of classes differ, or a count is negative.</exception>
    public ConfusionMatrix(long[,] counts, IReadOnlyList<long> missed) : this(counts)
    {
        ArgumentNullException.ThrowIfNull(missed);
        if (missed.Count != Classes)
            throw new ArgumentException($"expected {Classes} counts of missed pixels, one a class, got {missed.Count}.", nameof(missed));
        for (var truth = 0; truth < Classes; truth++)
            _missed[truth] = missed[truth] >= 0 ? missed[truth] : throw new ArgumentException(
                $"expected counts of at least 0, got {missed[truth]} missed of class {truth}.", nameof(missed));
    }

    private ConfusionMatrix(int classes)
    {
        if (classes is < 1 or > 255)
            throw new ArgumentOutOfRangeException(nameof(classes), $"expected 1 to 255 classes, got {classes}.");
        (Classes, _counts, _missed) = (classes, new long[classes * classes], new long[classes]);
    }

    /// <summary>K, the number of classes.</summary>
    public int Classes { get; }

    /// <summary>Pixels of class <paramref name="truth"/> that were predicted as <paramref name="predicted"/>.</summary>
    public long this[int truth, int predicted] => _counts[Expect.Index(truth, Classes) * Classes + Expect.Index(predicted, Classes)];

    /// <summary>Pixels of class <paramref name="truth"/> for which nothing was predicted (<see cref="LabelMap.Ignore"/>).</summary>
    public long Missed(int truth) => _missed[Expect.Index(truth, Classes)];

    /// <summary>Pixels whose true class is <paramref name="truth"/>, missed ones included.</summary>
    public long TruthCount(int truth) => _counts.AsSpan(Expect.Index(truth, Classes) * Classes, Classes).ToArray().Sum() + _missed[truth];

    /// <summary>Pixels predicted as <paramref name="predicted"/> whose truth is known.</summary>
    public long PredictedCount(int predicted)
    {
        Expect.Index(predicted, Classes);
        var sum = 0L;
        for (var truth = 0; truth < Classes; truth++)
            sum += _counts[truth * Classes + predicted];
        return sum;
    }

    /// <summary>Pixels that count: those whose truth is known.</summary>
    public long Total => _counts.Sum() + _missed.Sum();

    /// <summary>Pixels predicted as their true class.</summary>
    public long Correct => Enumerable.Range(0, Classes).Sum(i => this[i, i]);

    /// <summary>Compares a prediction with the truth.</summary>
    /// <param name="truth">H×W true classes, each below <paramref name="classes"/> or <see cref="LabelMap.Ignore"/>.</param>
    /// <param name="predicted">H×W predicted classes, likewise.</param>
    /// <param name="classes">K, 1 to 255.</param>
    /// <exception cref="ArgumentException">The sizes differ, or a label is neither below K nor the ignore label.</exception>
    public static ConfusionMatrix FromLabels(LabelMap truth, LabelMap predicted, int classes)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        if (truth.Height != predicted.Height || truth.Width != predicted.Width)
            throw new ArgumentException($"expected a prediction of {truth.Height}×{truth.Width}, got {predicted.Height}×{predicted.Width}; resize it first.", nameof(predicted));
        var matrix = new ConfusionMatrix(classes);
        for (var i = 0; i < truth.Labels.Length; i++)
        {
            byte t = truth.Labels[i], p = predicted.Labels[i];
            if (p >= classes && p != LabelMap.Ignore)
                throw Unknown(p, i, nameof(predicted));
            if (t == LabelMap.Ignore)
                continue;
            if (t >= classes)
                throw Unknown(t, i, nameof(truth));
            if (p == LabelMap.Ignore)
                matrix._missed[t]++;
            else
                matrix._counts[t * classes + p]++;
        }

        return matrix;

        ArgumentException Unknown(byte label, int index, string name) => new(
            $"expected labels below {classes} or {LabelMap.Ignore} (ignore), got {label} at row {index / truth.Width}, column {index % truth.Width}; give more classes, or mark it with LabelMap.WithIgnored.", name);
    }

    /// <summary>The sum of two matrices: the scores of a data set come from the sum over its images.</summary>
    /// <exception cref="ArgumentException">The numbers of classes differ.</exception>
    public ConfusionMatrix Add(ConfusionMatrix other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Classes != Classes)
            throw new ArgumentException(
                $"expected a matrix of {Classes} classes, got {other.Classes}; count both with the same classes.", nameof(other));
        var sum = new ConfusionMatrix(Classes);
        for (var i = 0; i < _counts.Length; i++)
            sum._counts[i] = checked(_counts[i] + other._counts[i]);
        for (var i = 0; i < _missed.Length; i++)
            sum._missed[i] = checked(_missed[i] + other._missed[i]);
        return sum;
    }

    /// <summary>The sum of one or more matrices.</summary>
    /// <exception cref="ArgumentException">There is none, or the numbers of classes differ.</exception>
    public static ConfusionMatrix Sum(IEnumerable<ConfusionMatrix> matrices)
    {
        ArgumentNullException.ThrowIfNull(matrices);
        var all = matrices.ToArray();
        if (all.Length == 0)
            throw new ArgumentException("expected at least one confusion matrix, got none; compare at least one image.", nameof(matrices));
        return all.Aggregate((sum, next) => sum.Add(next));
    }

    /// <summary>The scores of this matrix.</summary>
    /// <param name="names">The names of the classes; <c>class 0</c> and so on when left out or for classes beyond them.</param>
    public SegmentationScore Score(IReadOnlyList<string>? names = null) => SegmentationScore.FromConfusion(this, names ?? []);

    /// <summary>The counts, K×K, true class first, copied.</summary>
    public long[,] ToArray()
    {
        var array = new long[Classes, Classes];
        for (var truth = 0; truth < Classes; truth++)
            for (var predicted = 0; predicted < Classes; predicted++)
                array[truth, predicted] = this[truth, predicted];
        return array;
    }

    /// <summary>
    /// The counts as a table: a row for each true class, a column for each predicted one, and the missed pixels where there are any.
    /// </summary>
    public override string ToString()
    {
        var missed = _missed.Any(m => m > 0);
        var columns = Classes + (missed ? 1 : 0);
        string Cell(int row, int column) => row < 0
            ? column < Classes ? Text(column) : "missed"
            : Text(column < Classes ? this[row, column] : _missed[row]);
        var width = 1 + Enumerable.Range(-1, Classes + 1).Max(row => Enumerable.Range(0, columns).Max(column => Cell(row, column).Length));
        var lines = Enumerable.Range(-1, Classes + 1).Select(row =>
            (row < 0 ? "truth" : Text(row)).PadLeft(5) + " |" + string.Concat(Enumerable.Range(0, columns).Select(column => Cell(row, column).PadLeft(width))));
        return string.Join('\n', lines);
    }

    private static string Text(long value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static int Side(long[,] counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.GetLength(0) != counts.GetLength(1))
            throw new ArgumentException(
                $"expected as many rows as columns, got {counts.GetLength(0)}×{counts.GetLength(1)}.", nameof(counts));
        return counts.GetLength(0);
    }
}

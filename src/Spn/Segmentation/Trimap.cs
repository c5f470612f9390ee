namespace Spn.Segmentation;

/// <summary>The band of pixels near class boundaries, where a refinement has something to win: scores over it alone say more than scores over all pixels.</summary>
public static class Trimap
{
    /// <summary>The truth within <paramref name="width"/> pixels of a boundary; every other pixel becomes <see cref="LabelMap.Ignore"/>.</summary>
    /// <remarks>A pixel is in the band when a pixel of another class lies at most <paramref name="width"/> away, centre to centre. Ignored pixels are no class and make no boundary.</remarks>
    /// <param name="truth">H×W labels.</param>
    /// <param name="width">k, pixels on each side of a boundary, 1 to 255.</param>
    /// <returns>H×W labels; ignored everywhere when the truth holds one class.</returns>
    /// <exception cref="ArgumentException">The width is outside its range.</exception>
    public static LabelMap Band(LabelMap truth, int width = 3)
    {
        ArgumentNullException.ThrowIfNull(truth);
        if (width is < 1 or > 255)
            throw new ArgumentOutOfRangeException(nameof(width), $"expected a band of 1 to 255 pixels, got {width}.");
        var mixed = MixedSquares(truth, width);
        var disc = Disc(width);
        var labels = new byte[truth.Labels.Length];
        Parallel.For(0, truth.Height, row =>
        {
            for (var column = 0; column < truth.Width; column++)
            {
                var i = row * truth.Width + column;
                labels[i] = mixed[i] && truth.Labels[i] != LabelMap.Ignore && IsNearBoundary(truth, row, column, disc) ? truth.Labels[i] : LabelMap.Ignore;
            }
        });
        return new LabelMap(truth.Height, truth.Width, labels);
    }

    /// <summary>How often each class was predicted as each within <paramref name="width"/> pixels of a boundary of the truth.</summary>
    /// <param name="truth">H×W true classes, each below <paramref name="classes"/> or <see cref="LabelMap.Ignore"/>.</param>
    /// <param name="predicted">H×W predicted classes, likewise.</param>
    /// <param name="classes">K, 1 to 255.</param>
    /// <param name="width">k, pixels on each side of a boundary, 1 to 255.</param>
    /// <exception cref="ArgumentException">The sizes differ, a label is out of range, or the width is.</exception>
    public static ConfusionMatrix Confusion(LabelMap truth, LabelMap predicted, int classes, int width = 3) =>
        ConfusionMatrix.FromLabels(Band(truth, width), predicted, classes);

    private static bool IsNearBoundary(LabelMap truth, int row, int column, Pixel[] disc)
    {
        var own = truth.Labels[row * truth.Width + column];
        foreach (var step in disc)
        {
            int r = row + step.Row, c = column + step.Column;
            if ((uint)r >= (uint)truth.Height || (uint)c >= (uint)truth.Width)
                continue;
            var other = truth.Labels[r * truth.Width + c];
            if (other != own && other != LabelMap.Ignore)
                return true;
        }

        return false;
    }

    /// <summary>The steps of a disc but its centre, the shortest first: most pixels near a boundary are found at once.</summary>
    private static Pixel[] Disc(int radius) =>
        [.. from row in Enumerable.Range(-radius, 2 * radius + 1)
            from column in Enumerable.Range(-radius, 2 * radius + 1)
            let square = row * row + column * column
            where square > 0 && square <= radius * radius
            orderby square
            select new Pixel(row, column)];

    /// <summary>Whether the square around each pixel, which holds its disc, has two classes; elsewhere there is nothing to look for.</summary>
    private static bool[] MixedSquares(LabelMap truth, int reach)
    {
        var (height, width) = (truth.Height, truth.Width);
        var (low, high) = (new byte[truth.Labels.Length], new byte[truth.Labels.Length]);
        var mixed = new bool[truth.Labels.Length];
        Parallel.For(0, height, row =>
        {
            for (var column = 0; column < width; column++)
            {
                byte least = 255, most = 0;
                foreach (var label in truth.Labels.AsSpan(row * width + Math.Max(0, column - reach), Math.Min(width - 1, column + reach) - Math.Max(0, column - reach) + 1))
                    if (label != LabelMap.Ignore)
                        (least, most) = (Math.Min(least, label), Math.Max(most, label));
                (low[row * width + column], high[row * width + column]) = (least, most);
            }
        });
        Parallel.For(0, height, row =>
        {
            for (var column = 0; column < width; column++)
            {
                byte least = 255, most = 0;
                for (var r = Math.Max(0, row - reach); r <= Math.Min(height - 1, row + reach); r++)
                    (least, most) = (Math.Min(least, low[r * width + column]), Math.Max(most, high[r * width + column]));
                mixed[row * width + column] = least < most;
            }
        });
        return mixed;
    }
}

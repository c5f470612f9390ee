namespace Spn.Segmentation;

/// <summary>The mean over a square window, cut at the border, by running sums in double: the same time for every radius.</summary>
/// <param name="Height">H.</param>
/// <param name="Width">W.</param>
/// <param name="Radius">Windows are 2r + 1 pixels each way.</param>
internal sealed record BoxMean(int Height, int Width, int Radius)
{
    /// <summary>Takes the means of a plane.</summary>
    /// <param name="source">H×W.</param>
    /// <param name="target">H×W, another one.</param>
    public void Apply(ReadOnlySpan<float> source, Span<float> target)
    {
        // Values of floats in double cancel without loss that shows, so a sum may run down a whole column.
        var columns = new double[Width];
        for (var row = 0; row < Math.Min(Radius, Height); row++)
            Add(source.Slice(row * Width, Width), 1, columns);
        for (var row = 0; row < Height; row++)
        {
            if (row + Radius < Height)
                Add(source.Slice((row + Radius) * Width, Width), 1, columns);
            if (row - Radius > 0)
                Add(source.Slice((row - Radius - 1) * Width, Width), -1, columns);
            var rows = Math.Min(Height - 1, row + Radius) - Math.Max(0, row - Radius) + 1;
            Along(columns, rows, target.Slice(row * Width, Width));
        }
    }

    private static void Add(ReadOnlySpan<float> row, double sign, double[] columns)
    {
        for (var i = 0; i < columns.Length; i++)
            columns[i] += sign * row[i];
    }

    private void Along(double[] columns, int rows, Span<float> target)
    {
        var sum = 0.0;
        for (var i = 0; i < Math.Min(Radius, Width); i++)
            sum += columns[i];
        for (var i = 0; i < Width; i++)
        {
            if (i + Radius < Width)
                sum += columns[i + Radius];
            if (i - Radius > 0)
                sum -= columns[i - Radius - 1];
            target[i] = (float)(sum / (rows * (Math.Min(Width - 1, i + Radius) - Math.Max(0, i - Radius) + 1)));
        }
    }
}

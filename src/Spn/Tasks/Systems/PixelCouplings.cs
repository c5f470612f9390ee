namespace Spn.Tasks;

/// <summary>
/// A symmetric matrix over the pixels of a picture in which a pixel is tied to those of a square window around it: one plane of entries for
/// each place in the window. Solved for the unknown pixels, the known ones being moved to the right side.
/// </summary>
/// <param name="height">H.</param>
/// <param name="width">W.</param>
/// <param name="radius">The window has 2r + 1 pixels each way.</param>
internal sealed class PixelCouplings(int height, int width, int radius)
{
    private readonly int _side = 2 * radius + 1;

    private readonly double[][] _planes =
        [.. Enumerable.Range(0, (2 * radius + 1) * (2 * radius + 1)).Select(_ => new double[height * width])];

    /// <summary>Adds to the entry of two pixels, one of which lies in the window of the other.</summary>
    public void Add(int row, int column, int otherRow, int otherColumn, double value) =>
        _planes[(otherRow - row + radius) * _side + otherColumn - column + radius][row * width + column] += value;

    /// <summary>Solves for the unknown pixels, channel by channel.</summary>
    public SolvedMap Solve(SparseMap known, LinearSystemOptions options, IProgress<double>? progress, CancellationToken cancellation)
    {
        var values = known.Values.Copy();
        var (unknown, matrix) = Reduce(known.Known.Values);
        var (steps, residual) = (0, 0.0);
        for (var c = 0; c < values.Channels && unknown.Length > 0; c++)
        {
            var channel = c;
            var share = progress is null ? null : new Part(progress, channel, values.Channels);
            var x = new double[unknown.Length];
            Array.Fill(x, known.Mean(c));
            var (taken, left) = ConjugateGradients.Solve(
                matrix, Right(unknown, known, channel), x, options, share, cancellation);
            (steps, residual) = (Math.Max(steps, taken), Math.Max(residual, left));
            var plane = values.Plane(0, c);
            for (var i = 0; i < x.Length; i++)
                plane[unknown[i]] = (float)x[i];
        }

        return new SolvedMap(values, steps, residual);
    }

    /// <summary>The rows and columns of the unknown pixels.</summary>
    private (int[] Unknown, SparseMatrix Matrix) Reduce(float[] known)
    {
        var unknown = Enumerable.Range(0, known.Length).Where(i => known[i] == 0).ToArray();
        var place = new int[known.Length];
        for (var i = 0; i < unknown.Length; i++)
            place[unknown[i]] = i;
        var starts = new int[unknown.Length + 1];
        var (columns, values) = (new List<int>(unknown.Length * _planes.Length), new List<double>(unknown.Length * _planes.Length));
        for (var i = 0; i < unknown.Length; i++)
        {
            foreach (var (other, value) in Entries(unknown[i]))
                if (known[other] == 0)
                {
                    columns.Add(place[other]);
                    values.Add(value);
                }

            starts[i + 1] = columns.Count;
        }

        return (unknown, new SparseMatrix(starts, [.. columns], [.. values]));
    }

    private double[] Right(int[] unknown, SparseMap known, int channel)
    {
        var values = known.Values.Plane(0, channel).ToArray();
        return Array.ConvertAll(unknown, i =>
        {
            var sum = 0.0;
            foreach (var (other, value) in Entries(i))
                if (known.Known.Values[other] == 1)
                    sum -= value * values[other];
            return sum;
        });
    }

    /// <summary>The entries of a pixel that are not zero.</summary>
    private IEnumerable<(int Other, double Value)> Entries(int pixel)
    {
        for (var k = 0; k < _planes.Length; k++)
            if (_planes[k][pixel] != 0)
                yield return (pixel + (k / _side - radius) * width + k % _side - radius, _planes[k][pixel]);
    }

    /// <summary>The progress of one channel as a part of that of all.</summary>
    private sealed class Part(IProgress<double> whole, int channel, int channels) : IProgress<double>
    {
        public void Report(double value) => whole.Report((channel + value) / channels);
    }
}

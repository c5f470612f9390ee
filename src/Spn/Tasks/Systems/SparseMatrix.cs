namespace Spn.Tasks;

/// <summary>A sparse symmetric matrix, row by row (CSR): entries of row i are those from Starts[i] to Starts[i + 1].</summary>
/// <param name="Starts">n + 1 places.</param>
/// <param name="Columns">The column of each entry.</param>
/// <param name="Values">Its value.</param>
internal sealed record SparseMatrix(int[] Starts, int[] Columns, double[] Values)
{
    /// <summary>Rows that one thread takes at a time: for fewer, threads wait for each other longer than they work.</summary>
    private const int Rows = 1 << 17;

    public int Count => Starts.Length - 1;

    /// <summary>A x. A row is added up in one order, whatever the threads.</summary>
    public void Multiply(double[] x, double[] product, RowWork work) => work.For((Count + Rows - 1) / Rows, part =>
    {
        for (var row = part * Rows; row < Math.Min(Count, (part + 1) * Rows); row++)
        {
            var sum = 0.0;
            for (var k = Starts[row]; k < Starts[row + 1]; k++)
                sum += Values[k] * x[Columns[k]];
            product[row] = sum;
        }
    });

    /// <summary>The diagonal.</summary>
    public double[] Diagonal()
    {
        var diagonal = new double[Count];
        for (var row = 0; row < Count; row++)
            for (var k = Starts[row]; k < Starts[row + 1]; k++)
                diagonal[row] += Columns[k] == row ? Values[k] : 0;
        return diagonal;
    }
}

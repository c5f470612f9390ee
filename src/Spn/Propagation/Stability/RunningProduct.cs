using System.Numerics.Tensors;

namespace Spn;

/// <summary>
/// ‖w_t w_{t−1} … w_2‖∞ for every t. Weights of one sign need only the product with the all-ones vector, O(n) a step. In general the
/// columns of the product are carried along, a block of them at a time, and the absolute values added up per row: O(n²) a step with
/// memory for one block. Growth beyond double is kept by a power of two and reported as infinity.
/// </summary>
internal static class RunningProduct
{
    private const int BlockSize = 32;
    private const int RescaleExponent = 400;

    /// <summary>The norm after each of the steps.</summary>
    public static double[] InfinityNorms(IReadOnlyList<Tridiagonal> steps)
    {
        if (steps.Count == 0)
            return [];
        var n = steps[0].Size;
        // Rows' Σ|·| for each step. Σ_j |P[i, j]| is (P 1)[i] when nothing is negative.
        var sums = new double[steps.Count][];
        for (var t = 0; t < sums.Length; t++)
            sums[t] = new double[n];
        if (steps.All(w => w.IsNonnegative()))
            Carry(steps, [.. Enumerable.Repeat(1.0, n)], 1, sums);
        else
            for (var start = 0; start < n; start += BlockSize)
            {
                var columns = Math.Min(BlockSize, n - start);
                var identity = new double[n * columns];
                for (var j = 0; j < columns; j++)
                    identity[(start + j) * columns + j] = 1;
                Carry(steps, identity, columns, sums);
            }
        return Array.ConvertAll(sums, rows => rows.Max());
    }

    /// <summary>
    /// Multiplies a block of columns, n×columns row-major, by one step after another, and adds |·| along its rows to the sums.
    /// </summary>
    private static void Carry(IReadOnlyList<Tridiagonal> steps, double[] block, int columns, double[][] sums)
    {
        var exponent = 0;
        var next = new double[block.Length];
        for (var t = 0; t < steps.Count; t++)
        {
            var (w, n) = (steps[t], steps[t].Size);
            var largest = 0.0;
            for (var i = 0; i < n; i++)
            {
                var row = next.AsSpan(i * columns, columns);
                row.Clear();
                if (i > 0)
                    Add(row, w.Lower[i], block.AsSpan((i - 1) * columns, columns));
                Add(row, w.Diagonal[i], block.AsSpan(i * columns, columns));
                if (i < n - 1)
                    Add(row, w.Upper[i], block.AsSpan((i + 1) * columns, columns));
                var sum = TensorPrimitives.SumOfMagnitudes<double>(row);
                sums[t][i] += Math.ScaleB(sum, exponent);
                largest = Math.Max(largest, sum);
            }

            if (largest > Math.ScaleB(1, RescaleExponent))
            {
                for (var i = 0; i < next.Length; i++)
                    next[i] = Math.ScaleB(next[i], -RescaleExponent);
                exponent += RescaleExponent;
            }

            (block, next) = (next, block);
        }
    }

    private static void Add(Span<double> row, double factor, ReadOnlySpan<double> other)
    {
        if (factor != 0)
            TensorPrimitives.MultiplyAdd(other, factor, row, row);
    }
}

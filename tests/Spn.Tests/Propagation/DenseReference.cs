namespace Spn.Tests;

/// <summary>
/// Scans with any dense w_t per line, Eqs. (1) and (2), in plain loops: what the banded w_t of <see cref="Reference"/> are held against.
/// </summary>
internal static class DenseReference
{
    /// <summary>
    /// One scan of one plane with any w_t, Eq. (1): <c>h_1 = x_1</c>, <c>h_t = (I − d_t) x_t + w_t h_{t−1}</c>, where d_t is diagonal and
    /// holds the row sums of w_t.
    /// </summary>
    /// <remarks>
    /// The paper's Eq. (2) leaves the diagonal of w_t out of the sum; its Eq. (10) sums over all neighbours, the middle one included.
    /// The two agree with Theorem 1 only in one way: row i of [I − d_t, w_t] sums to one exactly when d_t(i, i) = Σ_j w_t(i, j) over
    /// all j. So d_t is the whole row sum here, and a tridiagonal w_t gives Eq. (10), a diagonal one Eq. (9).
    /// </remarks>
    /// <param name="x">H×W.</param>
    /// <param name="transitions">w_2 to w_T in the order of the scan, n×n each: T is the number of lines and n their length.</param>
    /// <param name="direction">The direction to scan in.</param>
    public static double[,] Scan(double[,] x, IReadOnlyList<double[,]> transitions, Direction direction)
    {
        var lines = ScanLines.Of(direction, x.GetLength(0), x.GetLength(1));
        var from = ToLines(x, lines);
        var to = ToLines(x, lines);
        for (var t = 1; t < lines.Count; t++)
            for (var i = 0; i < lines.Length; i++)
            {
                double degree = 0, carried = 0;
                for (var j = 0; j < lines.Length; j++)
                {
                    degree += transitions[t - 1][i, j];
                    carried += transitions[t - 1][i, j] * to[t - 1][j];
                }

                to[t][i] = (1 - degree) * from[t][i] + carried;
            }
        return FromLines(to, lines, x);
    }

    /// <summary>
    /// The backward of <see cref="Scan"/>. With g_t the gradient that reaches h_t, from the loss and as w_{t+1}ᵀ g_{t+1}:
    /// <c>∂x_t = (I − d_t) g_t</c> and <c>∂w_t(i, j) = g_t(i) (h_{t−1}(j) − x_t(i))</c>.
    /// </summary>
    /// <param name="x">H×W, as in the forward.</param>
    /// <param name="transitions">As in the forward.</param>
    /// <param name="direction">As in the forward.</param>
    /// <param name="gradHidden">The gradient of the loss with respect to H, H×W.</param>
    public static DenseScanGradient Backward(double[,] x, IReadOnlyList<double[,]> transitions, Direction direction, double[,] gradHidden)
    {
        var lines = ScanLines.Of(direction, x.GetLength(0), x.GetLength(1));
        var (from, hidden, reaching) = (ToLines(x, lines), ToLines(Scan(x, transitions, direction), lines), ToLines(gradHidden, lines));
        var gradient = reaching.Select(line => new double[line.Length]).ToArray();
        var gradTransitions = transitions.Select(w => new double[lines.Length, lines.Length]).ToArray();
        for (var t = lines.Count - 1; t > 0; t--)
            for (var i = 0; i < lines.Length; i++)
            {
                double degree = 0;
                for (var j = 0; j < lines.Length; j++)
                {
                    degree += transitions[t - 1][i, j];
                    reaching[t - 1][j] += transitions[t - 1][i, j] * reaching[t][i];
                    gradTransitions[t - 1][i, j] = reaching[t][i] * (hidden[t - 1][j] - from[t][i]);
                }

                gradient[t][i] = (1 - degree) * reaching[t][i];
            }
        gradient[0] = reaching[0];
        return new DenseScanGradient(FromLines(gradient, lines, x), gradTransitions);
    }

    /// <summary>The matrices w_2 to w_T that one-way or three-way weights stand for, dense, n×n each: diagonal or tridiagonal.</summary>
    /// <param name="weights">N×4×K×C×H×W.</param>
    /// <param name="direction">The direction of the scan.</param>
    /// <param name="batch">The batch item.</param>
    /// <param name="channel">The channel of the weights; 0 when they are shared.</param>
    /// <param name="normalisation">How the weights are normalised first.</param>
    public static IReadOnlyList<double[,]> Transitions(
        ReferenceWeights weights, Direction direction, int batch = 0, int channel = 0, Normalisation normalisation = Normalisation.Clip)
    {
        var lines = ScanLines.Of(direction, weights.Shape.Height, weights.Shape.Width);
        var plane = weights.PlaneOffset(batch, direction, 0, channel);
        var used = Reference.Normalise(weights, normalisation);
        var transitions = new double[lines.Count - 1][,];
        for (var t = 1; t < lines.Count; t++)
        {
            transitions[t - 1] = new double[lines.Length, lines.Length];
            for (var i = 0; i < lines.Length; i++)
                for (var k = 0; k < weights.Neighbours; k++)
                    if (ScanLines.Neighbour(i, k, weights.Neighbours) is var j && lines.Has(j))
                        transitions[t - 1][i, j] = used.Values[plane + k * used.NeighbourStride + lines.Offset(t, i)];
        }

        return transitions;
    }

    /// <summary>The plane as lines in the order of the scan, copied.</summary>
    private static double[][] ToLines(double[,] rows, ScanLines lines)
    {
        var width = rows.GetLength(1);
        return [.. Enumerable.Range(0, lines.Count).Select(t => Enumerable.Range(0, lines.Length)
            .Select(i => rows[lines.Offset(t, i) / width, lines.Offset(t, i) % width]).ToArray())];
    }

    private static double[,] FromLines(double[][] values, ScanLines lines, double[,] like)
    {
        var width = like.GetLength(1);
        var rows = new double[like.GetLength(0), width];
        for (var t = 0; t < lines.Count; t++)
            for (var i = 0; i < lines.Length; i++)
                rows[lines.Offset(t, i) / width, lines.Offset(t, i) % width] = values[t][i];
        return rows;
    }
}

/// <summary>The gradient of a loss through one scan with dense w_t (<see cref="DenseReference.Backward"/>).</summary>
/// <param name="Input">With respect to x, H×W.</param>
/// <param name="Transitions">With respect to w_2 to w_T, every element of each, zeros of w_t included.</param>
internal sealed record DenseScanGradient(double[,] Input, IReadOnlyList<double[,]> Transitions);

namespace Spn;

public static partial class Reference
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
    /// <exception cref="ArgumentException">The map is empty, or there are not T − 1 matrices of n×n.</exception>
    public static double[,] ScanDense(double[,] x, IReadOnlyList<double[,]> transitions, Direction direction)
    {
        var lines = CheckDense(x, transitions, direction);
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
    /// The backward of <see cref="ScanDense"/>. With g_t the gradient that reaches h_t, from the loss and as w_{t+1}ᵀ g_{t+1}:
    /// <c>∂x_t = (I − d_t) g_t</c> and <c>∂w_t(i, j) = g_t(i) (h_{t−1}(j) − x_t(i))</c>.
    /// </summary>
    /// <param name="x">H×W, as in the forward.</param>
    /// <param name="transitions">As in the forward.</param>
    /// <param name="direction">As in the forward.</param>
    /// <param name="gradHidden">The gradient of the loss with respect to H, H×W.</param>
    /// <exception cref="ArgumentException">The map is empty, or shapes do not match.</exception>
    public static DenseScanGradient ScanDenseBackward(double[,] x, IReadOnlyList<double[,]> transitions, Direction direction, double[,] gradHidden)
    {
        var lines = CheckDense(x, transitions, direction);
        ArgumentNullException.ThrowIfNull(gradHidden);
        Expect.SameShape(ShapeOf(x), ShapeOf(gradHidden), nameof(gradHidden));
        var (from, hidden, reaching) = (ToLines(x, lines), ToLines(ScanDense(x, transitions, direction), lines), ToLines(gradHidden, lines));
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
    /// <param name="stabilize">Whether the weights go through <see cref="Constrain"/> first.</param>
    /// <exception cref="ArgumentOutOfRangeException">The direction, the batch item or the channel does not exist.</exception>
    public static IReadOnlyList<double[,]> Transitions(ReferenceWeights weights, Direction direction, int batch = 0, int channel = 0, bool stabilize = true)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var lines = ScanLines.Of(direction, weights.Shape.Height, weights.Shape.Width);
        var plane = weights.PlaneOffset(batch, direction, 0, channel);
        var used = stabilize ? Constrain(weights) : weights;
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

    private static ScanLines CheckDense(double[,] x, IReadOnlyList<double[,]> transitions, Direction direction)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(transitions);
        Expect.Shape(ShapeOf(x), nameof(x));
        var lines = ScanLines.Of(direction, x.GetLength(0), x.GetLength(1));
        if (transitions.Count != lines.Count - 1)
            throw new ArgumentException($"expected {lines.Count - 1} matrices, one for each of the {lines.Count} lines but the first, got {transitions.Count}; a scan {direction.ToWords()} has a line per {(direction.IsHorizontal() ? "column" : "row")}.", nameof(transitions));
        foreach (var w in transitions)
            if (w is null || w.GetLength(0) != lines.Length || w.GetLength(1) != lines.Length)
                throw new ArgumentException($"expected matrices of {lines.Length}×{lines.Length}, the pixels of a line, got {(w is null ? "null" : $"{w.GetLength(0)}×{w.GetLength(1)}")}; build each w_t for lines of this map.", nameof(transitions));
        return lines;
    }

    private static MapShape ShapeOf(double[,] rows) => new(1, 1, rows.GetLength(0), rows.GetLength(1));

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

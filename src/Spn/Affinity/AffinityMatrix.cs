namespace Spn;

/// <summary>
/// G of one direction, one batch item and one channel as a dense N×N matrix in double (Eqs. 3 to 8), N = H·W. Index i stands for a
/// pixel in scan order: lines one after the other as the scan meets them (columns for horizontal scans, rows for vertical ones, from
/// the last line for reversed ones), inside a line the smaller row or column first. So G is lower triangular in every direction.
/// </summary>
/// <remarks>
/// Eq. (2) writes d_t(i, i) as a sum over j ≠ i. Eqs. (9) and (10) and Theorem 1 need the sum over all connected j, the straight
/// neighbour included, and that is what <see cref="Degree"/> holds.
/// </remarks>
public sealed class AffinityMatrix
{
    private readonly double[] _g;
    private readonly double[] _degree;
    private readonly ScanLines _lines;

    internal AffinityMatrix(ScanSteps steps, Direction direction, int height, int width)
    {
        (Direction, Height, Width, _lines) = (direction, height, width, steps.Lines);
        _g = new double[(long)Size * Size];
        _degree = new double[Size];
        var n = _lines.Length;
        for (var line = 0; line < _lines.Count; line++)
            for (var across = 0; across < n; across++)
            {
                var i = line * n + across;
                var row = _g.AsSpan(i * Size, Size);
                for (var source = Math.Max(0, across - 1); line > 0 && source <= Math.Min(n - 1, across + 1); source++)
                    AddScaled(_g.AsSpan(((line - 1) * n + source) * Size, line * n), steps.Weight(line, across, source), row);
                row[i] = steps.Lambda(line, across);
                _degree[i] = steps.Degree(line, across);
            }
    }

    /// <summary>H, rows of the map.</summary>
    public int Height { get; }

    /// <summary>W, columns of the map.</summary>
    public int Width { get; }

    /// <summary>N = H·W, rows and columns of G.</summary>
    public int Size => Height * Width;

    /// <summary>The direction of the scan.</summary>
    public Direction Direction { get; }

    /// <summary>Lines of the scan, the n block rows of Eq. (3): W for horizontal scans, H for vertical ones.</summary>
    public int Lines => _lines.Count;

    /// <summary>Pixels of one line, the extent of a block: H for horizontal scans, W for vertical ones.</summary>
    public int LineLength => _lines.Length;

    /// <summary>G(i, j): how much pixel j of X contributes to pixel i of H, both in scan order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is not from 0 to <see cref="Size"/> − 1.</exception>
    public double this[int i, int j] => _g[Expect.Index(i, Size) * Size + Expect.Index(j, Size)];

    /// <summary>The pixel that stands at an index of G.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not from 0 to <see cref="Size"/> − 1.</exception>
    public Pixel PixelAt(int index) => _lines.PixelAt(Expect.Index(index, Size) / LineLength, index % LineLength);

    /// <summary>The index of G at which a pixel stands.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The pixel is outside the map.</exception>
    public int IndexOf(Pixel pixel) => _lines.IndexOf(_lines.Check(pixel, nameof(pixel)));

    /// <summary>G as a copy, [i, j].</summary>
    public double[,] ToArray()
    {
        var copy = new double[Size, Size];
        Buffer.BlockCopy(_g, 0, copy, 0, _g.Length * sizeof(double));
        return copy;
    }

    /// <summary>The block G_tk of Eq. (4): w_t ⋯ w_{k+1} λ_k for k &lt; t, λ_t for k = t, zero above.</summary>
    /// <param name="t">The receiving line in scan order, from 0.</param>
    /// <param name="k">The contributing line in scan order, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such line.</exception>
    public double[,] Block(int t, int k)
    {
        var (rows, columns) = (Expect.Index(t, Lines) * LineLength, Expect.Index(k, Lines) * LineLength);
        var block = new double[LineLength, LineLength];
        for (var i = 0; i < LineLength; i++)
            for (var j = 0; j < LineLength; j++)
                block[i, j] = _g[(rows + i) * Size + columns + j];
        return block;
    }

    /// <summary>The diagonal of D (Theorem 2): the sum of the weights by which each pixel receives, zero on the first line.</summary>
    public double[] Degree() => (double[])_degree.Clone();

    /// <summary>
    /// The diagonals of all λ_t = I − d_t, or of the input gate, one after the other: the diagonal of G and, since G is triangular, its
    /// eigenvalues. Without an input gate one on the first line.
    /// </summary>
    public double[] Lambda()
    {
        var lambda = new double[Size];
        for (var i = 0; i < Size; i++)
            lambda[i] = _g[i * Size + i];
        return lambda;
    }

    /// <summary>A, the off-diagonal part of G (Theorem 2), [i, j]: how similar the weights hold two pixels to be.</summary>
    public double[,] OffDiagonal()
    {
        var a = ToArray();
        for (var i = 0; i < Size; i++)
            a[i, i] = 0;
        return a;
    }

    /// <summary>L = I − G (Theorem 2), [i, j]: D − A, each row of which sums to zero, unless there is an input gate.</summary>
    public double[,] Laplacian()
    {
        var l = ToArray();
        for (var i = 0; i < Size; i++)
            for (var j = 0; j < Size; j++)
                l[i, j] = (i == j ? 1 : 0) - l[i, j];
        return l;
    }

    /// <summary>The sum of each row of G: one, up to rounding (Theorem 1), unless there is an input gate.</summary>
    public double[] RowSums()
    {
        var sums = new double[Size];
        for (var i = 0; i < Size; i++)
            for (var j = 0; j <= i; j++)
                sums[i] += _g[i * Size + j];
        return sums;
    }

    /// <summary>How many pairs of different pixels G connects: its entries off the diagonal that are not zero.</summary>
    public int Connections()
    {
        var count = 0;
        for (var i = 0; i < Size; i++)
            for (var j = 0; j < i; j++)
                count += _g[i * Size + j] != 0 ? 1 : 0;
        return count;
    }

    /// <summary>
    /// The N singular values of G, the largest first: how much it stretches, where the eigenvalues say how fast it settles. It takes
    /// O(N³) steps several times over, so it is for small maps.
    /// </summary>
    /// <exception cref="InvalidOperationException">An entry of G is not finite.</exception>
    public double[] SingularValues()
    {
        if (Array.Exists(_g, value => !double.IsFinite(value)))
            throw new InvalidOperationException(
                "expected a G of finite entries, got NaN or infinity; constrain the weights, or check them.");
        // By the largest entry, so that no square leaves the range of numbers.
        var largest = _g.Max(Math.Abs);
        var columns = new double[_g.Length];
        for (var i = 0; i < Size; i++)
            for (var j = 0; j < Size; j++)
                columns[j * Size + i] = _g[i * Size + j] / largest;
        return Array.ConvertAll(Spn.SingularValues.Of(columns, Size), value => value * largest);
    }

    /// <summary>H_v = G X_v (Eq. 3).</summary>
    /// <param name="x">X_v in scan order, N values; <see cref="Vectorize"/> makes it from a map.</param>
    /// <exception cref="ArgumentException">The number of values is not N.</exception>
    public double[] Apply(double[] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Expect.Length(x.Length, Size, $"a vector over {Height}×{Width} pixels", nameof(x));
        var h = new double[Size];
        for (var i = 0; i < Size; i++)
            for (var j = 0; j <= i; j++)
                h[i] += _g[i * Size + j] * x[j];
        return h;
    }

    /// <summary>X_v of Eq. (3): one plane of a map in scan order.</summary>
    /// <param name="map">N×C×H×W of this height and width.</param>
    /// <param name="batch">The batch item.</param>
    /// <param name="channel">The channel.</param>
    /// <exception cref="ArgumentException">The extent is another one, or there is no such plane.</exception>
    public double[] Vectorize(FeatureMap map, int batch = 0, int channel = 0)
    {
        ArgumentNullException.ThrowIfNull(map);
        Expect.SameShape(map.Shape with { Height = Height, Width = Width }, map.Shape, nameof(map));
        var vector = new double[Size];
        for (var i = 0; i < Size; i++)
            vector[i] = map[batch, channel, PixelAt(i).Row, PixelAt(i).Column];
        return vector;
    }

    /// <summary>The way back: a vector in scan order as a map, 1×1×H×W.</summary>
    /// <exception cref="ArgumentException">The number of values is not N.</exception>
    public FeatureMap ToMap(double[] vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        Expect.Length(vector.Length, Size, $"a vector over {Height}×{Width} pixels", nameof(vector));
        return FeatureMap.Generate(
            new MapShape(1, 1, Height, Width), (_, _, row, column) => (float)vector[_lines.IndexOf(new Pixel(row, column))]);
    }

    /// <summary>The size and the direction.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"AffinityMatrix {Size}×{Size} of a {Height}×{Width} map, {Direction.ToWords()}");

    private static void AddScaled(ReadOnlySpan<double> source, double scale, Span<double> target)
    {
        if (scale == 0)
            return;
        for (var j = 0; j < source.Length; j++)
            target[j] += scale * source[j];
    }
}

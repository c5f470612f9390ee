namespace Spn.Segmentation;

/// <summary>
/// The simplex of the permutohedral lattice that a point lies in (Adams, Baek, Davis 2010, section 3): its d + 1 corners, each packed into
/// one word, and the shares of the point in them. In double, so that another implementation of the same steps finds the same corners.
/// </summary>
internal sealed class Simplex
{
    private readonly int _dimensions, _bits;
    private readonly double[] _scale;
    private readonly double[] _elevated, _floor, _shares;
    private readonly int[] _rank;

    /// <param name="dimensions">d, 3 for grey pictures, 5 for colours.</param>
    public Simplex(int dimensions)
    {
        (_dimensions, _bits) = (dimensions, 64 / dimensions);
        // So that the blur along the d + 1 axes has the standard deviation of one feature.
        _scale = [.. Enumerable.Range(0, dimensions).Select(i =>
            (dimensions + 1) * Math.Sqrt(2.0 / 3) / Math.Sqrt((i + 1.0) * (i + 2)))];
        (_elevated, _floor, _shares) = (new double[dimensions + 1], new double[dimensions + 1], new double[dimensions + 2]);
        _rank = new int[dimensions + 1];
    }

    /// <summary>What is added to a packed corner to reach its neighbour along an axis.</summary>
    public static ulong Step(int dimensions, int axis)
    {
        var step = 0UL;
        for (var i = 0; i < dimensions; i++)
            step += (ulong)(i == axis ? -dimensions : 1) << (64 / dimensions * i);
        return step;
    }

    /// <summary>Finds the simplex of a point.</summary>
    /// <param name="features">d features, each over its width.</param>
    /// <param name="corners">d + 1 packed corners.</param>
    /// <param name="shares">d + 1 shares, at least 0 but for rounding, summing to one.</param>
    /// <returns>False where a corner is too far away to be packed.</returns>
    public bool Find(ReadOnlySpan<double> features, Span<ulong> corners, Span<float> shares)
    {
        var d = _dimensions;
        var sum = 0.0;
        for (var i = d; i > 0; i--)
        {
            var scaled = features[i - 1] * _scale[i - 1];
            _elevated[i] = sum - i * scaled;
            sum += scaled;
        }

        _elevated[0] = sum;
        var total = 0;
        for (var i = 0; i <= d; i++)
        {
            var rounded = Math.Round(_elevated[i] / (d + 1));
            (_floor[i], _rank[i]) = (rounded * (d + 1), 0);
            total += (int)rounded;
        }

        for (var i = 0; i < d; i++)
            for (var j = i + 1; j <= d; j++)
                _rank[_elevated[i] - _floor[i] < _elevated[j] - _floor[j] ? i : j]++;
        Array.Clear(_shares);
        var limit = (1L << (_bits - 1)) - 2 * (d + 1);
        var near = true;
        for (var i = 0; i <= d; i++)
        {
            // Back onto the plane where coordinates sum to zero.
            var rank = _rank[i] + total;
            var turn = rank < 0 ? 1 : rank > d ? -1 : 0;
            _rank[i] = rank + turn * (d + 1);
            _floor[i] += turn * (d + 1);
            near &= Math.Abs(_floor[i]) < limit;
            var share = (_elevated[i] - _floor[i]) / (d + 1);
            _shares[d - _rank[i]] += share;
            _shares[d + 1 - _rank[i]] -= share;
        }

        _shares[0] += 1 + _shares[d + 1];
        for (var k = 0; k <= d && near; k++)
        {
            shares[k] = (float)_shares[k];
            corners[k] = 0;
            for (var i = 0; i < d; i++)
            {
                var coordinate = (long)_floor[i] + (_rank[i] <= d - k ? k : k - (d + 1));
                corners[k] += (ulong)(coordinate + (1L << (_bits - 1))) << (_bits * i);
            }
        }

        return near;
    }
}

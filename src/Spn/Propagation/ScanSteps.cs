namespace Spn;

/// <summary>
/// The transformations w_t and λ_t = I − d_t of one direction, one batch item and one channel, in double and in scan order. What
/// does not exist (the neighbours of the first line, neighbours outside the map) is zero here and is never read from the weights.
/// </summary>
internal sealed class ScanSteps
{
    private readonly double[] _weights; // [(line·Length + across)·K + neighbour]
    private readonly double[] _degree;  // d, Eq. (2): the sum of the existing weights of a pixel
    private readonly int _neighbours;

    public ScanSteps(PropagationWeights weights, Direction direction, int batch, int channel, bool stabilize)
    {
        Lines = ScanLines.Of(direction, weights.Shape.Height, weights.Shape.Width);
        _neighbours = weights.Neighbours;
        _degree = new double[weights.Shape.PlaneSize];
        _weights = new double[_degree.Length * _neighbours];

        for (var k = 0; k < _neighbours; k++)
        {
            var plane = weights.Plane(batch, direction, k, channel);
            for (var line = 1; line < Lines.Count; line++)
                for (var across = 0; across < Lines.Length; across++)
                    if (Lines.Has(Neighbour(across, k)))
                        _weights[Offset(line, across) + k] = plane[Lines.Offset(line, across)];
        }

        for (var i = 0; i < _degree.Length; i++)
        {
            var row = _weights.AsSpan(i * _neighbours, _neighbours);
            if (stabilize)
                Constrain(row);
            foreach (var weight in row)
                _degree[i] += weight;
        }
    }

    public ScanLines Lines { get; }

    /// <summary>d_t(i, i): zero on the first line.</summary>
    public double Degree(int line, int across) => _degree[line * Lines.Length + across];

    /// <summary>λ_t(i, i) = 1 − d_t(i, i): one on the first line.</summary>
    public double Lambda(int line, int across) => 1 - Degree(line, across);

    /// <summary>target = w_t source, both of <see cref="ScanLines.Length"/> elements.</summary>
    public void Apply(int line, ReadOnlySpan<double> source, Span<double> target)
    {
        for (var across = 0; across < target.Length; across++)
        {
            var sum = 0.0;
            for (var k = 0; k < _neighbours; k++)
                if (Lines.Has(Neighbour(across, k)))
                    sum += _weights[Offset(line, across) + k] * source[Neighbour(across, k)];
            target[across] = sum;
        }
    }

    /// <summary>target = w_tᵀ source, both of <see cref="ScanLines.Length"/> elements.</summary>
    public void ApplyTransposed(int line, ReadOnlySpan<double> source, Span<double> target)
    {
        target.Clear();
        for (var across = 0; across < source.Length; across++)
            for (var k = 0; k < _neighbours; k++)
                if (Lines.Has(Neighbour(across, k)))
                    target[Neighbour(across, k)] += _weights[Offset(line, across) + k] * source[across];
    }

    /// <summary>w_t(i, j): zero where i and j are not connected.</summary>
    public double Weight(int line, int across, int source)
    {
        var k = source - across + _neighbours / 2;
        return (uint)k < (uint)_neighbours ? _weights[Offset(line, across) + k] : 0;
    }

    private int Neighbour(int across, int k) => ScanLines.Neighbour(across, k, _neighbours);

    private int Offset(int line, int across) => (line * Lines.Length + across) * _neighbours;

    private static void Constrain(Span<double> row)
    {
        var sum = 0.0;
        foreach (var weight in row)
            sum += Math.Abs(weight);
        if (sum > 1)
            foreach (ref var weight in row)
                weight /= sum;
    }
}

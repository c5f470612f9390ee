namespace Spn;

/// <summary>
/// The transformations w_t and λ_t = I − d_t of one direction, one batch item and one channel, in double and in scan order. What
/// does not exist (the neighbours of the first line, neighbours outside the map) is zero here and is never read from the weights.
/// </summary>
internal sealed class ScanSteps
{
    private readonly double[] _weights; // [(line·LineLength + across)·K + neighbour]
    private readonly double[] _degree;  // d, Eq. (2): the sum of the existing weights of a pixel
    private readonly int _neighbours;

    public ScanSteps(PropagationWeights weights, Direction direction, AffinityOptions options)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Expect.Index((int)direction, 4, nameof(direction));
        Order = new ScanOrder(direction, weights.Shape.Height, weights.Shape.Width);
        _neighbours = weights.Neighbours;
        _weights = new double[(long)Order.Count * _neighbours];
        _degree = new double[Order.Count];

        var channel = Channel(weights, options.Channel);
        for (var k = 0; k < _neighbours; k++)
        {
            var plane = weights.Plane(options.Batch, direction, k, channel);
            for (var line = 1; line < Order.Lines; line++)
                for (var across = 0; across < Order.LineLength; across++)
                    if ((uint)Neighbour(across, k) < (uint)Order.LineLength)
                    {
                        var pixel = Order.PixelAt(line, across);
                        _weights[Offset(line, across) + k] = plane[pixel.Row * weights.Shape.Width + pixel.Column];
                    }
        }

        for (var i = 0; i < Order.Count; i++)
        {
            var row = _weights.AsSpan(i * _neighbours, _neighbours);
            if (options.Stabilize)
                Constrain(row);
            foreach (var weight in row)
                _degree[i] += weight;
        }
    }

    public ScanOrder Order { get; }

    /// <summary>d_t(i, i): zero on the first line.</summary>
    public double Degree(int line, int across) => _degree[line * Order.LineLength + across];

    /// <summary>λ_t(i, i) = 1 − d_t(i, i): one on the first line.</summary>
    public double Lambda(int line, int across) => 1 - Degree(line, across);

    /// <summary>target = w_t source, both of <see cref="ScanOrder.LineLength"/> elements.</summary>
    public void Apply(int line, ReadOnlySpan<double> source, Span<double> target)
    {
        for (var across = 0; across < target.Length; across++)
        {
            var sum = 0.0;
            for (var k = 0; k < _neighbours; k++)
                if ((uint)Neighbour(across, k) < (uint)source.Length)
                    sum += _weights[Offset(line, across) + k] * source[Neighbour(across, k)];
            target[across] = sum;
        }
    }

    /// <summary>target = w_tᵀ source, both of <see cref="ScanOrder.LineLength"/> elements.</summary>
    public void ApplyTransposed(int line, ReadOnlySpan<double> source, Span<double> target)
    {
        target.Clear();
        for (var across = 0; across < source.Length; across++)
            for (var k = 0; k < _neighbours; k++)
                if ((uint)Neighbour(across, k) < (uint)target.Length)
                    target[Neighbour(across, k)] += _weights[Offset(line, across) + k] * source[across];
    }

    /// <summary>w_t(i, j): zero where i and j are not connected.</summary>
    public double Weight(int line, int across, int source)
    {
        var k = source - across + _neighbours / 2;
        return (uint)k < (uint)_neighbours ? _weights[Offset(line, across) + k] : 0;
    }

    /// <summary>The index across the scan of neighbour k: smaller, same, larger; it may lie outside the line.</summary>
    private int Neighbour(int across, int k) => across + k - _neighbours / 2;

    private int Offset(int line, int across) => (line * Order.LineLength + across) * _neighbours;

    private static void Constrain(Span<double> row)
    {
        var sum = 0.0;
        foreach (var weight in row)
            sum += Math.Abs(weight);
        if (sum > 1)
            foreach (ref var weight in row)
                weight /= sum;
    }

    private static int Channel(PropagationWeights weights, int channel)
    {
        if (weights.Shape.Channels > 1)
            return Expect.Index(channel, weights.Shape.Channels);
        ArgumentOutOfRangeException.ThrowIfNegative(channel);
        return 0;
    }
}

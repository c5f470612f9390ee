namespace Spn;

/// <summary>
/// The transformations w_t and λ_t = I − d_t, or the input gate λ_t, of one direction, one batch item and one channel, in double and in
/// scan order. What does not exist (the neighbours of the first line, neighbours outside the map) is zero here and is never read from the
/// weights.
/// </summary>
internal sealed class ScanSteps
{
    private readonly double[] _weights; // [(line·Length + across)·K + neighbour]
    private readonly double[] _degree;  // d, Eq. (2): the sum of the existing weights of a pixel
    private readonly double[]? _gate;   // λ where it is given, by pixel of the plane
    private readonly int _neighbours;

    /// <summary>The steps for one channel of the map; 0 of weights that channels share.</summary>
    public ScanSteps(PropagationWeights weights, Direction direction, int batch, int channel, Normalisation normalisation, int chunk = 0)
    {
        normalisation.Takes(weights.IsGated, nameof(weights));
        Normalisations.CheckChunk(chunk, nameof(chunk));
        Lines = ScanLines.Of(direction, weights.Shape.Height, weights.Shape.Width);
        _neighbours = weights.Neighbours;
        _degree = new double[weights.Shape.PlaneSize];
        _weights = new double[_degree.Length * _neighbours];
        var planes = weights.PlaneOffset(batch, direction, 0, weights.Shape.Channels == 1 ? 0 : channel);
        var stride = weights.Shape.Channels * weights.Shape.PlaneSize;
        Span<double> raw = stackalloc double[_neighbours], used = stackalloc double[_neighbours];
        for (var line = 1; line < Lines.Count; line++)
            for (var across = 0; across < Lines.Length && !ScanLines.IsFirst(line, chunk); across++)
            {
                var (first, count, at) = (Math.Max(0, _neighbours / 2 - across), 0, planes + Lines.Offset(line, across));
                for (var k = first; k < _neighbours && Lines.Has(Neighbour(across, k)); k++)
                    raw[count++] = weights.Values[at + k * stride];
                var g = weights.IsGated ? weights.Values[at + _neighbours * stride] : 0;
                PixelNormalisation.Forward(normalisation, raw[..count], g, used[..count]);
                NotFinite += float.IsFinite(g) ? 0 : 1;
                foreach (var weight in raw[..count])
                    NotFinite += double.IsFinite(weight) ? 0 : 1;
                used[..count].CopyTo(_weights.AsSpan(Offset(line, across) + first));
                foreach (var weight in used[..count])
                    _degree[line * Lines.Length + across] += weight;
            }

        if (weights.InputGate is { } gate)
            _gate = Array.ConvertAll(
                gate.Values[weights.InputGateOffset(batch, direction, channel)..][.._degree.Length], value => (double)value);
    }

    public ScanLines Lines { get; }

    /// <summary>How many of the raw weights that were read, those of neighbours that exist and g of a gate, are NaN or infinite.</summary>
    public int NotFinite { get; }

    /// <summary>d_t(i, i): zero on the first line.</summary>
    public double Degree(int line, int across) => _degree[line * Lines.Length + across];

    /// <summary>λ_t(i, i) = 1 − d_t(i, i), one on the first line; or what the input gate gives.</summary>
    public double Lambda(int line, int across) => _gate is null ? 1 - Degree(line, across) : _gate[Lines.Offset(line, across)];

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
}

namespace Spn;

/// <summary>The pixels that n steps can reach from one, with the weights that are used there, in double.</summary>
internal sealed class IteratedWindow
{
    private readonly IteratedOptions _options;
    private readonly Pixel _pixel;
    private readonly int _top, _left, _height, _width;
    private readonly MapShape _map;
    private readonly double[] _weights, _centre;
    private readonly bool[] _hinted;
    private readonly bool _hints;

    public IteratedWindow(IteratedWeights weights, Pixel pixel, IteratedOptions options, IteratedHints? hints, int batch, int channel)
    {
        (_options, _pixel, _map, _hints) = (options, pixel, weights.Shape with { Batch = 1, Channels = 1 }, hints is not null);
        (_top, _left) = (Math.Max(0, pixel.Row - options.Steps), Math.Max(0, pixel.Column - options.Steps));
        _height = Math.Min(_map.Height - 1, pixel.Row + options.Steps) - _top + 1;
        _width = Math.Min(_map.Width - 1, pixel.Column + options.Steps) - _left + 1;
        (_weights, _centre, _hinted) = (new double[Count * IteratedWeights.Neighbours], new double[Count], new bool[Count]);
        for (var k = 0; k < IteratedWeights.Neighbours; k++)
        {
            var plane = weights.Plane(batch, k, channel);
            var offset = IteratedWeights.Offsets[k];
            for (var i = 0; i < Count; i++)
                if (IteratedWeights.Exists(offset, _top + i / _width, _left + i % _width, _map.Height, _map.Width))
                    _weights[i * IteratedWeights.Neighbours + k] = plane[At(i)];
        }

        for (var i = 0; i < Count; i++)
            Use(i);
        if (hints is not null)
            for (var i = 0; i < Count; i++)
                _hinted[i] = hints.Mask.Plane(batch, 0)[At(i)] != 0;
    }

    public int Steps => _options.Steps;

    public bool FromStart => _options.Centre == IteratedCentre.Start;

    public int Count => _height * _width;

    /// <summary>Where the pixel stands in the window.</summary>
    public int Centre => (_pixel.Row - _top) * _width + _pixel.Column - _left;

    public bool Hinted(int i) => _hinted[i];

    /// <summary>1 − Σq.</summary>
    public double CentreWeight(int i) => _centre[i];

    /// <summary>q; zero where the neighbour does not exist.</summary>
    public double Weight(int i, int neighbour) => _weights[i * IteratedWeights.Neighbours + neighbour];

    /// <summary>Where a neighbour stands in the window, or −1 outside it.</summary>
    public int Neighbour(int i, int neighbour)
    {
        var offset = IteratedWeights.Offsets[neighbour];
        return IteratedWeights.Exists(offset, i / _width, i % _width, _height, _width) ? i + offset.Row * _width + offset.Column : -1;
    }

    /// <summary>Values of the window as a map of the whole.</summary>
    public IteratedSlice Slice(AffinitySliceKind kind, double[] values, double[] hints) => new()
    {
        Kind = kind, Pixel = _pixel, Steps = Steps, Values = Whole(values), Hints = _hints ? Whole(hints) : null,
    };

    private FeatureMap Whole(double[] values)
    {
        var map = new FeatureMap(_map);
        for (var i = 0; i < values.Length; i++)
            map.Values[At(i)] = (float)values[i];
        return map;
    }

    private int At(int i) => (_top + i / _width) * _map.Width + _left + i % _width;

    private void Use(int i)
    {
        var q = _weights.AsSpan(i * IteratedWeights.Neighbours, IteratedWeights.Neighbours);
        var (magnitude, sum) = (0.0, 0.0);
        foreach (ref var value in q)
        {
            value = _options.Normalisation == IteratedNormalisation.Absolute ? Math.Abs(value) : value;
            magnitude += Math.Abs(value);
        }

        foreach (ref var value in q)
        {
            if (_options.Normalisation != IteratedNormalisation.Raw)
                value = magnitude > 0 ? value / magnitude : 0;
            sum += value;
        }

        _centre[i] = 1 - sum;
    }
}

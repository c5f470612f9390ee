namespace Spn.Inspection;

/// <summary>One pass forth and one back over the weights of one direction, channel after channel: of each channel only sums stay.</summary>
internal sealed class ScanMeasures
{
    private readonly int _neighbours;
    private readonly bool _clips;
    private readonly float[] _raw; // Σ|p| of the channel at hand
    private readonly double[] _sums, _lengths, _gradients;
    private double[] _before, _now; // ℓ of two lines

    public ScanMeasures(PropagationWeights weights, Direction direction, Normalisation normalisation, int chunk)
    {
        (_neighbours, _clips) = (weights.Neighbours, normalisation == Normalisation.Clip);
        var plane = weights.Shape.PlaneSize;
        var lines = ScanLines.Of(direction, weights.Shape.Height, weights.Shape.Width);
        (_raw, _sums, _lengths, _gradients) = (new float[plane], new double[plane], new double[plane], new double[lines.Count]);
        (_before, _now) = (new double[lines.Length], new double[lines.Length]);
        var channels = weights.Shape.Channels;
        for (var channel = 0; channel < channels; channel++)
        {
            var steps = new ScanSteps(weights, direction, 0, channel, _clips ? Normalisation.Raw : normalisation, chunk);
            NotFinite += steps.NotFinite;
            for (var line = 0; line < lines.Count; line++)
            {
                if (ScanLines.IsFirst(line, chunk))
                    Array.Clear(_now);
                else
                    for (var across = 0; across < lines.Length; across++)
                        Forth(steps, line, across);
                (_before, _now) = (_now, _before);
            }

            Back(steps);
        }

        Sums = Array.ConvertAll(_sums, sum => (float)(sum / channels));
        Lengths = Array.ConvertAll(_lengths, length => (float)(length / channels));
        Gradients = Array.ConvertAll(_gradients, norm => norm / channels);
    }

    public long Weights { get; private set; }

    public long Zeros { get; private set; }

    public long Negatives { get; private set; }

    public long NotFinite { get; private set; }

    public long AtLimit { get; private set; }

    public long Pixels { get; private set; }

    public double Total { get; private set; }

    public double Largest { get; private set; }

    public long[] Histogram { get; } = new long[DirectionInspection.Bins];

    /// <summary>Σ|p| of each pixel, raw where it is clipped, the mean over channels, H×W.</summary>
    public float[] Sums { get; }

    /// <summary>ℓ of each pixel, the mean over channels, H×W.</summary>
    public float[] Lengths { get; }

    /// <summary>Mean |gradient| by lines back from the last.</summary>
    public double[] Gradients { get; }

    private void Forth(ScanSteps steps, int line, int across)
    {
        var lines = steps.Lines;
        var (sum, travelled) = (0.0, 0.0);
        for (var k = 0; k < _neighbours; k++)
            if (ScanLines.Neighbour(across, k, _neighbours) is var from && lines.Has(from))
            {
                var weight = steps.Weight(line, across, from);
                Weights++;
                Zeros += Math.Abs(weight) < InspectionThresholds.ZeroWeight ? 1 : 0;
                Negatives += weight < 0 ? 1 : 0;
                sum += Math.Abs(weight);
                travelled += Math.Abs(weight) * (_before[from] + 1);
            }

        Pixels++;
        Total += sum;
        Largest = Math.Max(Largest, sum);
        AtLimit += sum >= 1 - InspectionThresholds.ZeroWeight ? 1 : 0;
        if (double.IsFinite(sum))
            Histogram[Math.Min(
                DirectionInspection.Bins - 1, (int)((sum + InspectionThresholds.ZeroWeight) / DirectionInspection.BinWidth))]++;
        _now[across] = travelled * Used(sum);
        var at = lines.Offset(line, across);
        _raw[at] = (float)sum;
        _sums[at] += sum;
        _lengths[at] += _now[across];
    }

    private void Back(ScanSteps steps)
    {
        var lines = steps.Lines;
        var (gradient, next) = (new double[lines.Length], new double[lines.Length]);
        Array.Fill(gradient, 1);
        _gradients[0] += 1;
        for (var line = lines.Count - 1; line > 0; line--)
        {
            for (var across = 0; across < lines.Length; across++)
                gradient[across] *= Used(_raw[lines.Offset(line, across)]);
            steps.ApplyTransposed(line, gradient, next);
            (gradient, next) = (next, gradient);
            _gradients[lines.Count - line] += gradient.Average(Math.Abs);
        }
    }

    /// <summary>What a weight is multiplied by to be the one that is used.</summary>
    private double Used(double sum) => _clips && sum > 1 ? 1 / sum : 1;
}

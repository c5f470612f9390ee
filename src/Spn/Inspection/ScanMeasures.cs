namespace Spn.Inspection;

/// <summary>One pass forth and one back over the weights of one direction and one channel.</summary>
internal sealed class ScanMeasures
{
    private readonly ScanSteps _steps;
    private readonly int _neighbours;
    private readonly bool _stabilize;
    private readonly double[] _lengths;

    public ScanMeasures(PropagationWeights weights, Direction direction, int channel, bool stabilize)
    {
        _steps = new ScanSteps(weights, direction, 0, channel, stabilize: false);
        (_neighbours, _stabilize) = (weights.Neighbours, stabilize);
        var plane = weights.Shape.PlaneSize;
        (_lengths, Sums, Length) = (new double[plane], new float[plane], new float[plane]);
        var lines = _steps.Lines;
        for (var line = 1; line < lines.Count; line++)
            for (var across = 0; across < lines.Length; across++)
                Forth(line, across);
        Gradients = Back();
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

    /// <summary>Σ|p| of each pixel, raw, H×W.</summary>
    public float[] Sums { get; }

    /// <summary>ℓ of each pixel, H×W.</summary>
    public float[] Length { get; }

    /// <summary>Mean |gradient| by lines back from the last.</summary>
    public double[] Gradients { get; }

    private void Forth(int line, int across)
    {
        var lines = _steps.Lines;
        var (sum, travelled) = (0.0, 0.0);
        for (var k = 0; k < _neighbours; k++)
            if (ScanLines.Neighbour(across, k, _neighbours) is var from && lines.Has(from))
            {
                var weight = _steps.Weight(line, across, from);
                Weights++;
                Zeros += Math.Abs(weight) < InspectionThresholds.ZeroWeight ? 1 : 0;
                Negatives += weight < 0 ? 1 : 0;
                NotFinite += double.IsFinite(weight) ? 0 : 1;
                sum += Math.Abs(weight);
                travelled += Math.Abs(weight) * (_lengths[(line - 1) * lines.Length + from] + 1);
            }

        Pixels++;
        Total += sum;
        Largest = Math.Max(Largest, sum);
        AtLimit += sum >= 1 - InspectionThresholds.ZeroWeight ? 1 : 0;
        if (double.IsFinite(sum))
            Histogram[Math.Min(DirectionInspection.Bins - 1, (int)(sum / DirectionInspection.BinWidth))]++;
        var length = _lengths[line * lines.Length + across] = travelled * Used(sum);
        Sums[lines.Offset(line, across)] = (float)sum;
        Length[lines.Offset(line, across)] = (float)length;
    }

    private double[] Back()
    {
        var lines = _steps.Lines;
        var (gradient, next) = (new double[lines.Length], new double[lines.Length]);
        Array.Fill(gradient, 1);
        var norms = new double[lines.Count];
        norms[0] = 1;
        for (var line = lines.Count - 1; line > 0; line--)
        {
            for (var across = 0; across < lines.Length; across++)
                gradient[across] *= Used(Sums[lines.Offset(line, across)]);
            _steps.ApplyTransposed(line, gradient, next);
            (gradient, next) = (next, gradient);
            norms[lines.Count - line] = gradient.Average(Math.Abs);
        }

        return norms;
    }

    /// <summary>What a weight is multiplied by to be the one that is used.</summary>
    private double Used(double sum) => _stabilize && sum > 1 ? 1 / sum : 1;
}

namespace Spn.Tests;

/// <summary>The iterated operator by plain loops in double, written from the formula: one batch item, one channel.</summary>
internal sealed record NaiveIterated(int Height, int Width, int Steps, IteratedNormalisation Normalisation, IteratedCentre Centre)
{
    public bool[]? Hinted { get; init; }

    public static readonly (int Row, int Column)[] Offsets = [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)];

    public double[] Run(double[] x, double[] weights, double[] hints)
    {
        var q = Used(weights);
        var h = (double[])x.Clone();
        for (var t = 0; t < Steps; t++)
        {
            var next = new double[h.Length];
            for (var row = 0; row < Height; row++)
                for (var column = 0; column < Width; column++)
                {
                    var i = row * Width + column;
                    var (sum, used) = (0.0, 0.0);
                    for (var k = 0; k < 8; k++)
                        if (Has(k, row, column))
                        {
                            sum += q[k * h.Length + i] * h[i + Offsets[k].Row * Width + Offsets[k].Column];
                            used += q[k * h.Length + i];
                        }

                    next[i] = Hinted?[i] == true ? hints[i] : sum + (1 - used) * (Centre == IteratedCentre.Start ? x[i] : h[i]);
                }

            h = next;
        }

        return h;
    }

    private double[] Used(double[] weights)
    {
        var q = new double[weights.Length];
        for (var row = 0; row < Height; row++)
            for (var column = 0; column < Width; column++)
            {
                var i = row * Width + column;
                var sum = 0.0;
                for (var k = 0; k < 8; k++)
                    sum += Has(k, row, column) ? Math.Abs(weights[k * Height * Width + i]) : 0;
                for (var k = 0; k < 8; k++)
                {
                    var p = weights[k * Height * Width + i];
                    q[k * Height * Width + i] = Normalisation switch
                    {
                        IteratedNormalisation.Raw => p,
                        _ when sum == 0 => 0,
                        IteratedNormalisation.Absolute => Math.Abs(p) / sum,
                        _ => p / sum,
                    };
                }
            }

        return q;
    }

    private bool Has(int k, int row, int column) =>
        row + Offsets[k].Row >= 0 && row + Offsets[k].Row < Height && column + Offsets[k].Column >= 0 && column + Offsets[k].Column < Width;
}

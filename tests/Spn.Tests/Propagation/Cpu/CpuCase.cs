namespace Spn.Tests;

/// <summary>
/// One input of the CPU kernels and its twin in double precision. Weights keep the scan stable on their own where it is not stabilized.
/// </summary>
internal sealed class CpuCase
{
    public CpuCase(Connection connection, MapShape shape, bool shared, Normalisation normalisation, int seed = 11)
    {
        var weightShape = shared ? shape with { Channels = 1 } : shape;
        X = FeatureMap.Random(shape, seed);
        Gradient = FeatureMap.Random(shape, seed + 1);
        Weights = PropagationWeights.Random(connection, weightShape, seed + 2);
        for (var i = 0; i < Weights.Values.Length && normalisation == Normalisation.Raw; i++)
            Weights.Values[i] *= 0.95f / (int)connection;
        Options = new PropagationOptions { Normalisation = normalisation };
        (ReferenceX, ReferenceWeights) = (ReferenceMap.From(X), ReferenceWeights.From(Weights));
        _name = $"{connection} {shape}{(shared ? " shared" : "")}{" " + normalisation.ToWords()}";
    }

    private readonly string _name;

    public FeatureMap X { get; }

    public FeatureMap Gradient { get; }

    public PropagationWeights Weights { get; }

    public PropagationOptions Options { get; init; }

    public ReferenceMap ReferenceX { get; }

    public ReferenceWeights ReferenceWeights { get; }

    /// <summary>The weights with NaN at every neighbour that does not exist.</summary>
    public PropagationWeights WithNaNAtAbsent()
    {
        var shape = Weights.Shape;
        return PropagationWeights.Generate(Weights.Connection, shape, (n, direction, k, c, row, column) =>
        {
            var lines = ScanLines.Of(direction, shape.Height, shape.Width);
            var (pixel, line) = direction.IsHorizontal() ? (row, column) : (column, row);
            var first = line == (direction.IsReversed() ? lines.Count - 1 : 0);
            return first || !lines.Has(ScanLines.Neighbour(pixel, k, Weights.Neighbours))
                ? float.NaN
                : Weights[n, direction, k, c, row, column];
        });
    }

    /// <summary>
    /// ‖actual − expected‖ / ‖expected‖ and the worst element, against the largest expected one, are below 1e-5.
    /// </summary>
    public static void AssertClose(double[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double difference = 0, norm = 0, worst = 0, largest = 1e-30;
        for (var i = 0; i < expected.Length; i++)
        {
            var d = actual[i] - expected[i];
            Assert.False(double.IsNaN(d), $"{what}: NaN at {i}");
            difference += d * d;
            norm += expected[i] * expected[i];
            worst = Math.Max(worst, Math.Abs(d));
            largest = Math.Max(largest, Math.Abs(expected[i]));
        }

        Assert.True(Math.Sqrt(difference) <= 1e-5 * Math.Sqrt(norm) && worst <= 1e-5 * largest,
            FormattableString.Invariant(
                $"{what}: error {Math.Sqrt(difference / norm):g3} in the norm, {worst / largest:g3} at the worst element"));
    }

    public override string ToString() => _name;
}

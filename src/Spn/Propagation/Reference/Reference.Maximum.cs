namespace Spn;

internal static partial class Reference
{
    /// <summary>
    /// Four scans and their node-wise maximum, N×C×H×W. On a tie the earlier direction wins; NaN is larger than any number, and the
    /// earliest NaN wins.
    /// </summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="weights">N×4×K×C×H×W; C is that of <paramref name="x"/> or 1.</param>
    /// <param name="normalisation">How the weights are normalised first.</param>
    /// <param name="chunk">Lines of a chunk; 0 for the whole scan.</param>
    public static ReferenceResult Forward(
        ReferenceMap x, ReferenceWeights weights, Normalisation normalisation = Normalisation.Clip, int chunk = 0)
    {
        Check(x, weights);
        var used = Normalise(weights, normalisation, chunk);
        var hidden = Directions.All.Select(direction => ScanHidden(x, used, direction, chunk)).ToArray();
        var output = new ReferenceMap(x.Shape);
        var winner = new byte[output.Values.Length];
        for (var i = 0; i < winner.Length; i++)
        {
            var best = 0;
            for (var d = 1; d < 4; d++)
                if (IsLarger(hidden[d].Values[i], hidden[best].Values[i]))
                    best = d;
            winner[i] = (byte)best;
            output.Values[i] = hidden[best].Values[i];
        }

        return new ReferenceResult(output, new DirectionMap(x.Shape, winner), hidden);
    }

    /// <summary>
    /// The backward of <see cref="Forward"/>, with respect to x and the given weights: at each element the gradient goes to the hidden
    /// map of the direction that won, and to it alone.
    /// </summary>
    public static ReferenceGradient Backward(
        ReferenceMap x, ReferenceWeights weights, DirectionMap winner, ReferenceMap gradOutput,
        Normalisation normalisation = Normalisation.Clip, int chunk = 0)
    {
        Check(x, weights);
        Expect.SameShape(x.Shape, winner.Shape, nameof(winner));
        Expect.SameShape(x.Shape, gradOutput.Shape, nameof(gradOutput));
        var used = Normalise(weights, normalisation, chunk);
        var gradient = ReferenceGradient.Zeros(x, used);
        foreach (var direction in Directions.All)
        {
            var gradHidden = new ReferenceMap(x.Shape);
            for (var i = 0; i < gradHidden.Values.Length; i++)
                if (winner.Values[i] == (byte)direction)
                    gradHidden.Values[i] = gradOutput.Values[i];
            AddScanGradient(x, used, direction, chunk, gradHidden, gradient);
        }

        return gradient with { Weights = NormaliseBackward(weights, gradient.Weights, normalisation, chunk) };
    }

    private static bool IsLarger(double candidate, double best) => candidate > best || (double.IsNaN(candidate) && !double.IsNaN(best));
}

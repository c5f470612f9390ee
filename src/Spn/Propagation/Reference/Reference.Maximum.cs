namespace Spn;

internal static partial class Reference
{
    /// <summary>Four scans and their node-wise maximum, N×C×H×W. On a tie the earlier direction wins; NaN is larger than any number, and the earliest NaN wins.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="weights">N×4×K×C×H×W; C is that of <paramref name="x"/> or 1.</param>
    /// <param name="stabilize">Whether the weights go through <see cref="Constrain"/> first.</param>
    public static ReferenceResult Forward(ReferenceMap x, ReferenceWeights weights, bool stabilize = true)
    {
        Check(x, weights);
        var constrained = stabilize ? Constrain(weights) : weights;
        var hidden = Directions.All.Select(direction => ScanHidden(x, constrained, direction)).ToArray();
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
    public static ReferenceGradient Backward(ReferenceMap x, ReferenceWeights weights, DirectionMap winner, ReferenceMap gradOutput, bool stabilize = true)
    {
        Check(x, weights);
        Expect.SameShape(x.Shape, winner.Shape, nameof(winner));
        Expect.SameShape(x.Shape, gradOutput.Shape, nameof(gradOutput));
        var constrained = stabilize ? Constrain(weights) : weights;
        var gradient = new ReferenceGradient(new ReferenceMap(x.Shape), new ReferenceWeights(weights.Connection, weights.Shape));
        foreach (var direction in Directions.All)
        {
            var gradHidden = new ReferenceMap(x.Shape);
            for (var i = 0; i < gradHidden.Values.Length; i++)
                if (winner.Values[i] == (byte)direction)
                    gradHidden.Values[i] = gradOutput.Values[i];
            AddScanGradient(x, constrained, direction, ScanHidden(x, constrained, direction), gradHidden, gradient);
        }

        return stabilize ? gradient with { Weights = ConstrainBackward(weights, gradient.Weights) } : gradient;
    }

    private static bool IsLarger(double candidate, double best) => candidate > best || (double.IsNaN(candidate) && !double.IsNaN(best));
}

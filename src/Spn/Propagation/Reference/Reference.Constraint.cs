namespace Spn;

internal static partial class Reference
{
    /// <summary>The stability constraint of Theorem 3: per pixel, over existing neighbours, s = Σ|p|; where s &gt; 1, p becomes p / s. Absent neighbours come out as zero.</summary>
    /// <param name="weights">Raw weights, N×4×K×C×H×W.</param>
    public static ReferenceWeights Constrain(ReferenceWeights weights)
    {
        var constrained = new ReferenceWeights(weights.Connection, weights.Shape);
        ForEachPixel(weights, present =>
        {
            var s = AbsoluteSum(weights, present);
            foreach (var i in present)
                constrained.Values[i] = s > 1 ? weights.Values[i] / s : weights.Values[i];
        });
        return constrained;
    }

    /// <summary>The backward of <see cref="Constrain"/>: the gradient with respect to the raw weights. At p = 0 the derivative of |p| counts as zero.</summary>
    /// <param name="weights">The raw weights, N×4×K×C×H×W.</param>
    /// <param name="gradConstrained">The gradient of the loss with respect to the constrained weights, of the same connection and shape.</param>
    public static ReferenceWeights ConstrainBackward(ReferenceWeights weights, ReferenceWeights gradConstrained)
    {
        ExpectWeights.Alike(weights.Connection, weights.Shape, gradConstrained.Connection, gradConstrained.Shape, nameof(gradConstrained));
        var gradient = new ReferenceWeights(weights.Connection, weights.Shape);
        ForEachPixel(weights, present =>
        {
            var s = AbsoluteSum(weights, present);
            var along = 0.0;
            foreach (var i in present)
                along += gradConstrained.Values[i] * weights.Values[i] / s;
            foreach (var i in present)
                gradient.Values[i] = s > 1 ? (gradConstrained.Values[i] - Sign(weights.Values[i]) * along) / s : gradConstrained.Values[i];
        });
        return gradient;
    }

    private static double AbsoluteSum(ReferenceWeights weights, List<int> present)
    {
        double sum = 0;
        foreach (var i in present)
            sum += Math.Abs(weights.Values[i]);
        return sum;
    }

    private static double Sign(double p) => p > 0 ? 1 : p < 0 ? -1 : 0;

    /// <summary>Calls <paramref name="visit"/> with the offsets of the existing neighbours' weights, for every pixel of every plane and direction.</summary>
    private static void ForEachPixel(ReferenceWeights weights, Action<List<int>> visit)
    {
        var present = new List<int>(weights.Neighbours);
        var shape = weights.Shape;
        for (var n = 0; n < shape.Batch; n++)
            foreach (var direction in Directions.All)
                for (var c = 0; c < shape.Channels; c++)
                {
                    var plane = weights.PlaneOffset(n, direction, 0, c);
                    var lines = ScanLines.Of(direction, shape.Height, shape.Width);
                    for (var line = 1; line < lines.Count; line++)
                        for (var pixel = 0; pixel < lines.Length; pixel++)
                        {
                            present.Clear();
                            for (var k = 0; k < weights.Neighbours; k++)
                                if (lines.Has(ScanLines.Neighbour(pixel, k, weights.Neighbours)))
                                    present.Add(plane + k * weights.NeighbourStride + lines.Offset(line, pixel));
                            visit(present);
                        }
                }
    }
}

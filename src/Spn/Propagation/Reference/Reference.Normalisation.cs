namespace Spn;

internal static partial class Reference
{
    /// <summary>
    /// The weights q that the scans use, of K maps, with the input gate of the raw ones. At absent neighbours they are zero; the first line
    /// of a scan, and of each chunk of it, has none that exist.
    /// </summary>
    /// <param name="weights">Raw weights, N×4×K×C×H×W, or N×4×(K + 1)×C×H×W of a gate.</param>
    /// <param name="normalisation">Which.</param>
    /// <param name="chunk">Lines of a chunk; 0 for the whole scan.</param>
    public static ReferenceWeights Normalise(ReferenceWeights weights, Normalisation normalisation = Normalisation.Clip, int chunk = 0)
    {
        Check(weights, normalisation, chunk);
        var normalised = new ReferenceWeights(weights.Connection, weights.Shape) { InputGate = weights.InputGate };
        ForEachPixel(weights, chunk, (present, from, to, gate) =>
        {
            var (p, q) = (new double[present.Count], new double[present.Count]);
            for (var i = 0; i < p.Length; i++)
                p[i] = weights.Values[from + present[i]];
            PixelNormalisation.Forward(normalisation, p, gate < 0 ? 0 : weights.Values[gate], q);
            for (var i = 0; i < p.Length; i++)
                normalised.Values[to + present[i]] = q[i];
        });
        return normalised;
    }

    /// <summary>The backward of <see cref="Normalise"/>: the gradient with respect to the raw weights.</summary>
    /// <param name="weights">The raw weights.</param>
    /// <param name="gradNormalised">The gradient with respect to q, N×4×K×C×H×W, and to the input gate, which passes through.</param>
    /// <param name="normalisation">As in the forward.</param>
    /// <param name="chunk">As in the forward.</param>
    public static ReferenceWeights NormaliseBackward(
        ReferenceWeights weights, ReferenceWeights gradNormalised, Normalisation normalisation = Normalisation.Clip, int chunk = 0)
    {
        Check(weights, normalisation, chunk);
        ExpectWeights.Alike(weights.Connection, weights.Shape, gradNormalised.Connection, gradNormalised.Shape, nameof(gradNormalised));
        var gradient = new ReferenceWeights(weights.Connection, weights.Shape, weights.IsGated) { InputGate = gradNormalised.InputGate };
        ForEachPixel(weights, chunk, (present, from, to, gate) =>
        {
            var (p, dq, dp) = (new double[present.Count], new double[present.Count], new double[present.Count]);
            for (var i = 0; i < p.Length; i++)
                (p[i], dq[i]) = (weights.Values[from + present[i]], gradNormalised.Values[to + present[i]]);
            var dg = PixelNormalisation.Backward(normalisation, p, gate < 0 ? 0 : weights.Values[gate], dq, dp);
            for (var i = 0; i < p.Length; i++)
                gradient.Values[from + present[i]] = dp[i];
            if (gate >= 0)
                gradient.Values[gate] = dg;
        });
        return gradient;
    }

    private static void Check(ReferenceWeights weights, Normalisation normalisation, int chunk)
    {
        normalisation.Takes(weights.IsGated, nameof(weights));
        Normalisations.CheckChunk(chunk, nameof(chunk));
    }

    /// <summary>
    /// Calls <paramref name="visit"/> for every pixel of every plane and direction that has neighbours: with the distance of each existing
    /// neighbour's weight from the first neighbour's, the places of that in the raw weights and in weights of K maps, and the place of g,
    /// −1 where there is none.
    /// </summary>
    private static void ForEachPixel(ReferenceWeights weights, int chunk, Action<List<int>, int, int, int> visit)
    {
        var present = new List<int>(weights.Neighbours);
        var shape = weights.Shape;
        for (var n = 0; n < shape.Batch; n++)
            foreach (var direction in Directions.All)
                for (var c = 0; c < shape.Channels; c++)
                {
                    var from = weights.PlaneOffset(n, direction, 0, c);
                    var to = ((n * 4 + (int)direction) * weights.Neighbours * shape.Channels + c) * shape.PlaneSize;
                    var lines = ScanLines.Of(direction, shape.Height, shape.Width);
                    for (var line = 1; line < lines.Count; line++)
                        for (var pixel = 0; pixel < lines.Length && !ScanLines.IsFirst(line, chunk); pixel++)
                        {
                            present.Clear();
                            for (var k = 0; k < weights.Neighbours; k++)
                                if (lines.Has(ScanLines.Neighbour(pixel, k, weights.Neighbours)))
                                    present.Add(k * weights.NeighbourStride);
                            var at = lines.Offset(line, pixel);
                            var gate = weights.IsGated ? from + weights.Neighbours * weights.NeighbourStride + at : -1;
                            visit(present, from + at, to + at, gate);
                        }
                }
    }
}

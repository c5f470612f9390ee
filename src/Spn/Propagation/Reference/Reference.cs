namespace Spn;

/// <summary>
/// The op in plain loops and double precision: slow, obvious, and the truth that every kernel is held against. It means exactly what
/// <see cref="Propagation"/> means.
/// </summary>
internal static partial class Reference
{
    /// <summary>One scan, Eqs. (9) and (10): the hidden map H of a direction, N×C×H×W.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="weights">N×4×K×C×H×W; C is that of <paramref name="x"/> or 1.</param>
    /// <param name="direction">The direction to scan in.</param>
    /// <param name="normalisation">How the weights are normalised first.</param>
    /// <param name="chunk">Lines of a chunk; 0 for the whole scan.</param>
    public static ReferenceMap Scan(
        ReferenceMap x, ReferenceWeights weights, Direction direction, Normalisation normalisation = Normalisation.Clip, int chunk = 0)
    {
        Check(x, weights);
        return ScanHidden(x, Normalise(weights, normalisation, chunk), direction, chunk);
    }

    /// <summary>The backward of <see cref="Scan"/>, with respect to x and the given weights.</summary>
    public static ReferenceGradient ScanBackward(
        ReferenceMap x, ReferenceWeights weights, Direction direction, ReferenceMap gradHidden,
        Normalisation normalisation = Normalisation.Clip, int chunk = 0)
    {
        Check(x, weights);
        Expect.SameShape(x.Shape, gradHidden.Shape, nameof(gradHidden));
        var used = Normalise(weights, normalisation, chunk);
        var gradient = ReferenceGradient.Zeros(x, used);
        AddScanGradient(x, used, direction, chunk, gradHidden, gradient);
        return gradient with { Weights = NormaliseBackward(weights, gradient.Weights, normalisation, chunk) };
    }

    /// <summary>A scan with weights of K maps as they are.</summary>
    private static ReferenceMap ScanHidden(ReferenceMap x, ReferenceWeights weights, Direction direction, int chunk)
    {
        var lines = ScanLines.Of(direction, x.Shape.Height, x.Shape.Width);
        var hidden = new ReferenceMap(x.Shape);
        foreach (var plane in Planes(x, weights, direction))
            for (var line = 0; line < lines.Count; line++)
                for (var pixel = 0; pixel < lines.Length; pixel++)
                {
                    var offset = lines.Offset(line, pixel);
                    var at = plane.Map + offset;
                    double sum = 0, carried = 0;
                    for (var k = 0; k < weights.Neighbours && !ScanLines.IsFirst(line, chunk); k++)
                    {
                        var neighbour = ScanLines.Neighbour(pixel, k, weights.Neighbours);
                        if (!lines.Has(neighbour))
                            continue;
                        var p = weights.Values[plane.Weights + k * weights.NeighbourStride + offset];
                        sum += p;
                        carried += p * hidden.Values[plane.Map + lines.Offset(line - 1, neighbour)];
                    }

                    var enters = weights.InputGate is { } gate ? gate.Values[plane.Gate + offset] : 1 - sum;
                    hidden.Values[at] = enters * x.Values[at] + carried;
                }
        return hidden;
    }

    /// <summary>Adds the gradient of one scan with respect to x and the weights that it used.</summary>
    private static void AddScanGradient(
        ReferenceMap x, ReferenceWeights weights, Direction direction, int chunk, ReferenceMap gradHidden, ReferenceGradient gradient)
    {
        var lines = ScanLines.Of(direction, x.Shape.Height, x.Shape.Width);
        var hidden = ScanHidden(x, weights, direction, chunk);
        foreach (var plane in Planes(x, weights, direction))
        {
            // What reaches each h: from the loss, and, from the line after it, w_tᵀ g.
            var reaching = gradHidden.Values.AsSpan(plane.Map, x.Shape.PlaneSize).ToArray();
            for (var line = lines.Count - 1; line >= 0; line--)
                for (var pixel = 0; pixel < lines.Length; pixel++)
                {
                    var at = lines.Offset(line, pixel);
                    // With an input gate x has no part in what a weight carries.
                    var opposed = weights.InputGate is null ? x.Values[plane.Map + at] : 0;
                    double sum = 0;
                    for (var k = 0; k < weights.Neighbours && !ScanLines.IsFirst(line, chunk); k++)
                    {
                        var neighbour = ScanLines.Neighbour(pixel, k, weights.Neighbours);
                        if (!lines.Has(neighbour))
                            continue;
                        var previous = lines.Offset(line - 1, neighbour);
                        var weight = plane.Weights + k * weights.NeighbourStride + at;
                        sum += weights.Values[weight];
                        gradient.Weights.Values[weight] += reaching[at] * (hidden.Values[plane.Map + previous] - opposed);
                        reaching[previous] += weights.Values[weight] * reaching[at];
                    }

                    var enters = weights.InputGate is { } gate ? gate.Values[plane.Gate + at] : 1 - sum;
                    gradient.Input.Values[plane.Map + at] += enters * reaching[at];
                    if (gradient.Weights.InputGate is { } ofGate)
                        ofGate.Values[plane.Gate + at] += x.Values[plane.Map + at] * reaching[at];
                }
        }
    }

    /// <summary>Where a plane of the map, the first neighbour's weights for it and its input gate start.</summary>
    private readonly record struct PlaneOffsets(int Map, int Weights, int Gate);

    private static IEnumerable<PlaneOffsets> Planes(ReferenceMap x, ReferenceWeights weights, Direction direction)
    {
        for (var n = 0; n < x.Shape.Batch; n++)
            for (var c = 0; c < x.Shape.Channels; c++)
                yield return new PlaneOffsets(
                    x.PlaneOffset(n, c), weights.PlaneOffset(n, direction, 0, weights.Shape.Channels == 1 ? 0 : c),
                    weights.InputGate is null ? 0 : weights.InputGateOffset(n, direction, c));
    }

    private static void Check(ReferenceMap x, ReferenceWeights weights)
    {
        ExpectWeights.Fit(weights.Shape, x.Shape, nameof(weights));
        ExpectWeights.FitInputGate(weights.InputGate?.Shape, x.Shape, nameof(weights));
    }
}

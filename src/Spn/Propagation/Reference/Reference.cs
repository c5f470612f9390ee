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
    /// <param name="stabilize">Whether the weights go through <see cref="Constrain"/> first.</param>
    public static ReferenceMap Scan(ReferenceMap x, ReferenceWeights weights, Direction direction, bool stabilize = true)
    {
        Check(x, weights);
        return ScanHidden(x, stabilize ? Constrain(weights) : weights, direction);
    }

    /// <summary>The backward of <see cref="Scan(ReferenceMap, ReferenceWeights, Direction, bool)"/>, with respect to x and the given weights.</summary>
    public static ReferenceGradient ScanBackward(ReferenceMap x, ReferenceWeights weights, Direction direction, ReferenceMap gradHidden, bool stabilize = true)
    {
        Check(x, weights);
        Expect.SameShape(x.Shape, gradHidden.Shape, nameof(gradHidden));
        var constrained = stabilize ? Constrain(weights) : weights;
        var gradient = new ReferenceGradient(new ReferenceMap(x.Shape), new ReferenceWeights(weights.Connection, weights.Shape));
        AddScanGradient(x, constrained, direction, ScanHidden(x, constrained, direction), gradHidden, gradient);
        return stabilize ? gradient with { Weights = ConstrainBackward(weights, gradient.Weights) } : gradient;
    }

    private static ReferenceMap ScanHidden(ReferenceMap x, ReferenceWeights weights, Direction direction)
    {
        var lines = ScanLines.Of(direction, x.Shape.Height, x.Shape.Width);
        var hidden = new ReferenceMap(x.Shape);
        foreach (var plane in Planes(x, weights, direction))
            for (var line = 0; line < lines.Count; line++)
                for (var pixel = 0; pixel < lines.Length; pixel++)
                {
                    var at = plane.Map + lines.Offset(line, pixel);
                    if (line == 0)
                    {
                        hidden.Values[at] = x.Values[at];
                        continue;
                    }

                    double sum = 0, carried = 0;
                    for (var k = 0; k < weights.Neighbours; k++)
                    {
                        var neighbour = ScanLines.Neighbour(pixel, k, weights.Neighbours);
                        if (!lines.Has(neighbour))
                            continue;
                        var p = weights.Values[plane.Weights + k * weights.NeighbourStride + lines.Offset(line, pixel)];
                        sum += p;
                        carried += p * hidden.Values[plane.Map + lines.Offset(line - 1, neighbour)];
                    }

                    hidden.Values[at] = (1 - sum) * x.Values[at] + carried;
                }
        return hidden;
    }

    /// <summary>Adds the gradient of one scan with respect to x and the weights that it used.</summary>
    private static void AddScanGradient(
        ReferenceMap x, ReferenceWeights weights, Direction direction, ReferenceMap hidden, ReferenceMap gradHidden, ReferenceGradient gradient)
    {
        var lines = ScanLines.Of(direction, x.Shape.Height, x.Shape.Width);
        foreach (var plane in Planes(x, weights, direction))
        {
            // What reaches each h: from the loss, and, from the line after it, w_tᵀ g.
            var reaching = gradHidden.Values.AsSpan(plane.Map, x.Shape.PlaneSize).ToArray();
            for (var line = lines.Count - 1; line >= 0; line--)
                for (var pixel = 0; pixel < lines.Length; pixel++)
                {
                    var at = lines.Offset(line, pixel);
                    double sum = 0;
                    for (var k = 0; k < weights.Neighbours && line > 0; k++)
                    {
                        var neighbour = ScanLines.Neighbour(pixel, k, weights.Neighbours);
                        if (!lines.Has(neighbour))
                            continue;
                        var previous = lines.Offset(line - 1, neighbour);
                        var weight = plane.Weights + k * weights.NeighbourStride + at;
                        sum += weights.Values[weight];
                        gradient.Weights.Values[weight] += reaching[at] * (hidden.Values[plane.Map + previous] - x.Values[plane.Map + at]);
                        reaching[previous] += weights.Values[weight] * reaching[at];
                    }

                    gradient.Input.Values[plane.Map + at] += (1 - sum) * reaching[at];
                }
        }
    }

    /// <summary>Where a plane of the map, and the first neighbour's weights for it, start.</summary>
    private readonly record struct PlaneOffsets(int Map, int Weights);

    private static IEnumerable<PlaneOffsets> Planes(ReferenceMap x, ReferenceWeights weights, Direction direction)
    {
        for (var n = 0; n < x.Shape.Batch; n++)
            for (var c = 0; c < x.Shape.Channels; c++)
                yield return new PlaneOffsets(x.PlaneOffset(n, c), weights.PlaneOffset(n, direction, 0, weights.Shape.Channels == 1 ? 0 : c));
    }

    private static void Check(ReferenceMap x, ReferenceWeights weights)
    {
        ExpectWeights.Fit(weights.Shape, x.Shape, nameof(weights));
    }
}

using Spn.Arrays;

namespace Spn;

/// <summary>
/// pytorch_spn's gates: G1, G2, G3 of a direction at the receiving pixel, the neighbour with the smaller index across the scan first, in
/// every direction: our order. A file holds <c>G</c>, N×12C×H×W (directions, then G1 to G3, then channels), or one tensor N×3C×H×W for each
/// direction that the network scans (AnyNet has one, left to right).
/// </summary>
internal static class PytorchSpnLayout
{
    private const int Maps = 3;

    private const string Meaning = "pytorch_spn's demo clips, AnyNet divides always, maps behind that division are raw";

    private static readonly string[] Names = ["left_right", "right_left", "top_bottom", "bottom_top"];

    public static LayoutWeights Read(string path, LayoutOptions options)
    {
        var file = LayoutFile.Read(path, "G", ["G", .. Names]);
        if (file.Has("G") && Names.FirstOrDefault(file.Has) is { } beside)
            throw file.Wrong($"expected either 'G' or tensors of single directions, got 'G' and '{beside}'; leave one of them out");
        var weights = file.Has("G") ? Whole(file) : Parts(file);
        var normalisation = file.Asked(options, Meaning, Normalisation.Clip, Normalisation.Always, Normalisation.Raw);
        IReadOnlyList<Direction> held = file.Has("G") ? Directions.All : [.. Directions.All.Where(d => file.Has(Names[(int)d]))];
        var asTheirs = normalisation != Normalisation.Raw && !options.OwnBorder;
        var division = asTheirs ? PytorchSpnDivision.Of(weights, normalisation) : null;
        return new LayoutWeights(weights, asTheirs ? Normalisation.Raw : normalisation, file.Chunk(options) ?? 0, held,
        [
            .. !asTheirs ? Array.Empty<string>() :
            [
                $"The reader has divided its maps as the peer does it ({normalisation.ToWords()}), over three maps even at the border; "
                + "what came out is taken as it is.",
            ],
            .. held.Count == Directions.All.Count ? Array.Empty<string>() :
            [
                $"The file holds {string.Join(", ", held.Select(d => d.ToWords()))} alone: every other scan leaves x as it is, and a "
                + "maximum over four scans is not what its network computes.",
            ],
        ])
        {
            HasMaximum = held.Count == Directions.All.Count, Division = division,
        };
    }

    public static void Write(string path, LayoutWeights file, bool gradient)
    {
        var (weights, shape) = (gradient ? file.Weights : WithoutAbsent(file.Weights), file.Weights.Shape);
        if (weights.Connection != Connection.ThreeWay || weights.IsGated || weights.InputGate is not null
            || file.Normalisation == Normalisation.RowStochastic)
            throw new ArgumentException(
                $"expected three-way weights without gates, clipped, always divided or raw, for pytorch_spn's layout, got {file}; "
                + "use Propagation.Normalise first, or the own layout.", nameof(file));
        int[] Extents(int channels) => [shape.Batch, channels * shape.Channels, shape.Height, shape.Width];
        var all = file.Directions.Count == Directions.All.Count;
        SafeTensors.Write(path, all ? [new SafeTensor("G", Extents(4 * Maps), weights.Values)]
            : [.. file.Directions.Select(d => new SafeTensor(Names[(int)d], Extents(Maps), Part(weights, d)))],
            gradient ? null : OwnLayout.Metadata(file));
    }

    /// <summary>Zeros where there is no neighbour: the peer's sums take in what stands there, ours do not.</summary>
    private static PropagationWeights WithoutAbsent(PropagationWeights weights)
    {
        if (weights.Connection != Connection.ThreeWay || weights.IsGated)
            return weights;
        var (shape, copy) = (weights.Shape, weights.Copy());
        for (var n = 0; n < shape.Batch; n++)
            for (var c = 0; c < shape.Channels; c++)
                for (var i = 0; i < shape.Width; i++)
                    copy.Plane(n, Direction.LeftToRight, 0, c)[i] = copy.Plane(n, Direction.RightToLeft, 0, c)[i] =
                        copy.Plane(n, Direction.LeftToRight, 2, c)[^(i + 1)] = copy.Plane(n, Direction.RightToLeft, 2, c)[^(i + 1)] = 0;
        for (var n = 0; n < shape.Batch; n++)
            for (var c = 0; c < shape.Channels; c++)
                for (var i = 0; i < shape.PlaneSize; i += shape.Width)
                    copy.Plane(n, Direction.TopToBottom, 0, c)[i] = copy.Plane(n, Direction.BottomToTop, 0, c)[i] =
                        copy.Plane(n, Direction.TopToBottom, 2, c)[i + shape.Width - 1] =
                            copy.Plane(n, Direction.BottomToTop, 2, c)[i + shape.Width - 1] = 0;
        return copy;
    }

    private static PropagationWeights Whole(LayoutFile file)
    {
        var map = file.Map("G", "N×12C×H×W (four directions of three maps of C channels)", shape => shape[1] % (4 * Maps) == 0);
        return new PropagationWeights(Connection.ThreeWay, map.Shape with { Channels = map.Channels / (4 * Maps) }, map.Values);
    }

    private static PropagationWeights Parts(LayoutFile file)
    {
        if (Names.FirstOrDefault(file.Has) is not { } first)
            throw file.Wrong(
                $"expected a tensor 'G', N×12C×H×W, or one of {string.Join(", ", Names)}, N×3C×H×W, got none of them; save one");
        var shape = file.Map(first, "N×3C×H×W", s => s[1] % Maps == 0).Shape;
        var weights = new PropagationWeights(Connection.ThreeWay, shape with { Channels = shape.Channels / Maps });
        foreach (var direction in Directions.All)
            if (file.Has(Names[(int)direction]))
                Put(file.MapLike(Names[(int)direction], shape, first).Values, weights, direction);
        return weights;
    }

    /// <summary>A batch item's maps of one direction lie together in both layouts.</summary>
    private static void Put(float[] maps, PropagationWeights weights, Direction direction)
    {
        var size = maps.Length / weights.Shape.Batch;
        for (var n = 0; n < weights.Shape.Batch; n++)
            maps.AsSpan(n * size, size).CopyTo(weights.Values.AsSpan(weights.PlaneOffset(n, direction, 0, 0)));
    }

    private static float[] Part(PropagationWeights weights, Direction direction)
    {
        var size = Maps * weights.Shape.Channels * weights.Shape.PlaneSize;
        var maps = new float[size * weights.Shape.Batch];
        for (var n = 0; n < weights.Shape.Batch; n++)
            weights.Values.AsSpan(weights.PlaneOffset(n, direction, 0, 0), size).CopyTo(maps.AsSpan(n * size));
        return maps;
    }
}

using System.Numerics.Tensors;

namespace Spn.Imaging;

/// <summary>
/// Changes the extent of maps and label maps. Pixels are unit squares: pixel i of n outputs covers [i, i + 1) · m / n of m inputs, and
/// its centre lies at (i + ½) · m / n (<c>align_corners = false</c> in PyTorch).
/// </summary>
public static class Resize
{
    /// <summary>Each output pixel takes the input pixel under its centre.</summary>
    /// <param name="map">N×C×H×W.</param>
    /// <param name="height">Rows of the result, at least one.</param>
    /// <param name="width">Columns of the result, at least one.</param>
    /// <exception cref="ArgumentException">An extent is below one, or the result is too large for one array.</exception>
    public static FeatureMap Nearest(FeatureMap map, int height, int width) => Apply(map, height, width, ResizeTaps.Nearest);

    /// <summary>
    /// Each output pixel interpolates the two by two input pixels around its centre; beyond the outermost centres the border is
    /// continued. The same as PyTorch's <c>interpolate(mode="bilinear", align_corners=False)</c>: shrinking does not average, see
    /// <see cref="Area"/>.
    /// </summary>
    /// <inheritdoc cref="Nearest(FeatureMap, int, int)"/>
    public static FeatureMap Bilinear(FeatureMap map, int height, int width) => Apply(map, height, width, ResizeTaps.Bilinear);

    /// <summary>
    /// Each output pixel is the mean of what it covers, input pixels at its edge counting by the part covered. For shrinking; it keeps the
    /// mean of the map.
    /// </summary>
    /// <inheritdoc cref="Nearest(FeatureMap, int, int)"/>
    public static FeatureMap Area(FeatureMap map, int height, int width) => Apply(map, height, width, ResizeTaps.Area);

    /// <summary>Each output pixel takes the label under its centre.</summary>
    /// <param name="labels">H×W labels.</param>
    /// <param name="height">Rows of the result, at least one.</param>
    /// <param name="width">Columns of the result, at least one.</param>
    public static LabelMap Nearest(LabelMap labels, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(labels);
        Expect.Shape(new MapShape(1, 1, height, width), "height, width");
        int[] rows = ResizeTaps.NearestIndices(labels.Height, height), columns = ResizeTaps.NearestIndices(labels.Width, width);
        return LabelMap.Generate(height, width, (row, column) => labels.Labels[rows[row] * labels.Width + columns[column]]);
    }

    /// <summary>
    /// The most frequent label of each block of <paramref name="block"/>×<paramref name="block"/> pixels: the coarse map of a segmenter
    /// that works at lower resolution. Ignored pixels have no vote; a block of them alone is ignored. Of labels with equally many
    /// votes the smallest wins. Blocks at the right and lower edge may be cut.
    /// </summary>
    /// <param name="labels">H×W labels.</param>
    /// <param name="block">The side of a block, at least one.</param>
    /// <returns>⌈H / block⌉ × ⌈W / block⌉ labels.</returns>
    public static LabelMap Majority(LabelMap labels, int block)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(block, 1);
        var majority = new LabelMap(
            1 + (labels.Height - 1) / block, 1 + (labels.Width - 1) / block,
            new byte[(1 + (labels.Height - 1) / block) * (1 + (labels.Width - 1) / block)]);
        Parallel.For(0, majority.Height, row =>
        {
            Span<int> votes = stackalloc int[256];
            for (var column = 0; column < majority.Width; column++)
            {
                int bottom = (int)Math.Min(labels.Height, (row + 1L) * block), right = (int)Math.Min(labels.Width, (column + 1L) * block);
                majority.Labels[row * majority.Width + column] = MostFrequent(labels, row * block, bottom, column * block, right, votes);
            }
        });
        return majority;
    }

    private static byte MostFrequent(LabelMap labels, int top, int bottom, int left, int right, Span<int> votes)
    {
        var first = labels.Labels[top * labels.Width + left];
        var alike = true;
        for (var row = top; row < bottom && alike; row++)
            alike = !labels.Labels.AsSpan(row * labels.Width + left, right - left).ContainsAnyExcept(first);
        if (alike)
            return first;
        votes.Clear();
        for (var row = top; row < bottom; row++)
            foreach (var label in labels.Labels.AsSpan(row * labels.Width + left, right - left))
                votes[label]++;
        votes[LabelMap.Ignore] = 0;
        var most = TensorPrimitives.IndexOfMax<int>(votes);
        return votes[most] == 0 ? LabelMap.Ignore : (byte)most;
    }

    private static FeatureMap Apply(FeatureMap map, int height, int width, Func<int, int, ResizeTaps> taps)
    {
        ArgumentNullException.ThrowIfNull(map);
        var result = new FeatureMap(map.Shape with { Height = height, Width = width });
        ResizeTaps rows = taps(map.Height, height), columns = taps(map.Width, width);
        // One scaled row for each input row, then their weighted sums: each input pixel is read once.
        var scaled = new float[Expect.Shape(new MapShape(1, 1, map.Height, width), "width").Count];
        for (var n = 0; n < map.Batch; n++)
            for (var c = 0; c < map.Channels; c++)
            {
                var plane = map.Plane(n, c);
                for (var row = 0; row < map.Height; row++)
                    columns.Gather(plane.Slice(row * map.Width, map.Width), scaled.AsSpan(row * width, width));
                rows.Combine(scaled, result.Plane(n, c), width);
            }

        return result;
    }
}

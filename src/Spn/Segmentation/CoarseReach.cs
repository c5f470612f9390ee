namespace Spn.Segmentation;

/// <summary>How far a coarse map is from being right at each pixel.</summary>
internal static class CoarseReach
{
    /// <summary>
    /// The steps, to any of eight neighbours, from each pixel to the nearest one that the coarse map gives the true class of this pixel: 0
    /// where it is right, and how far a class has to be carried where it is wrong.
    /// </summary>
    /// <param name="truth">H×W true classes.</param>
    /// <param name="coarse">H×W classes.</param>
    /// <returns>One a pixel; <see cref="int.MaxValue"/> where the coarse map has the class nowhere, and where no truth is known.</returns>
    public static int[] Of(LabelMap truth, LabelMap coarse)
    {
        var (reach, distance) = (new int[truth.Labels.Length], new int[truth.Labels.Length]);
        Array.Fill(reach, int.MaxValue);
        foreach (var label in truth.Labels.Distinct().Where(label => label != LabelMap.Ignore && coarse.Labels.Contains(label)))
        {
            Spread(coarse, label, distance);
            for (var i = 0; i < reach.Length; i++)
                if (truth.Labels[i] == label)
                    reach[i] = distance[i];
        }

        return reach;
    }

    /// <summary>The steps to the nearest pixel of a label, of which there is one: down over the rows, then up.</summary>
    private static void Spread(LabelMap map, byte label, int[] distance)
    {
        var (height, width) = (map.Height, map.Width);
        for (var i = 0; i < distance.Length; i++)
            distance[i] = map.Labels[i] == label ? 0 : height + width;
        for (var row = 0; row < height; row++)
            for (var column = 0; column < width; column++)
                Take(row, column, -1);
        for (var row = height - 1; row >= 0; row--)
            for (var column = width - 1; column >= 0; column--)
                Take(row, column, 1);

        void Take(int row, int column, int side)
        {
            var at = row * width + column;
            if (column + side >= 0 && column + side < width)
                distance[at] = Math.Min(distance[at], distance[at + side] + 1);
            if (row + side < 0 || row + side >= height)
                return;
            for (var near = Math.Max(0, column - 1); near <= Math.Min(width - 1, column + 1); near++)
                distance[at] = Math.Min(distance[at], distance[(row + side) * width + near] + 1);
        }
    }
}

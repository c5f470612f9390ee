namespace Spn;

/// <summary>Weights that know the answer: a pixel listens to all neighbours of its own label alike, and to no other.</summary>
internal static class LabelWeights
{
    public static PropagationWeights Of(LabelMap labels, Connection connection)
    {
        var (height, width) = (labels.Height, labels.Width);
        var weights = new PropagationWeights(connection, new MapShape(1, 1, height, width));
        var own = new List<int>(weights.Neighbours);
        foreach (var direction in Directions.All)
        {
            var lines = ScanLines.Of(direction, height, width);
            for (var line = 1; line < lines.Count; line++)
                for (var across = 0; across < lines.Length; across++)
                {
                    var at = lines.Offset(line, across);
                    own.Clear();
                    for (var k = 0; k < weights.Neighbours; k++)
                    {
                        var neighbour = ScanLines.Neighbour(across, k, weights.Neighbours);
                        if (lines.Has(neighbour) && labels.Labels[lines.Offset(line - 1, neighbour)] == labels.Labels[at])
                            own.Add(k);
                    }

                    foreach (var k in own)
                        weights.Plane(0, direction, k, 0)[at] = 1f / own.Count;
                }
        }

        return weights;
    }
}

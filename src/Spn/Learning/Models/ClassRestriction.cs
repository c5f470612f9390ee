namespace Spn.Learning;

/// <summary>Only classes that are the likeliest somewhere in the coarse map take part.</summary>
internal static class ClassRestriction
{
    /// <summary>Far below any score and finite, so that its exponential is zero and no difference is NaN.</summary>
    private const float Never = -1e30f;

    public static void Apply(FeatureMap scores, FeatureMap coarse)
    {
        var wins = new bool[coarse.Channels];
        for (var n = 0; n < coarse.Batch; n++)
        {
            Array.Clear(wins);
            for (var i = 0; i < coarse.Shape.PlaneSize; i++)
                wins[Likeliest(coarse, n, i)] = true;
            for (var c = 0; c < wins.Length; c++)
                if (!wins[c])
                    scores.Plane(n, c).Fill(Never);
        }
    }

    private static int Likeliest(FeatureMap map, int n, int i)
    {
        var (best, at) = (0, n * map.Channels * map.Shape.PlaneSize + i);
        for (var c = 1; c < map.Channels; c++)
            if (map.Values[at + c * map.Shape.PlaneSize] > map.Values[at + best * map.Shape.PlaneSize])
                best = c;
        return best;
    }
}

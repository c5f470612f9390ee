namespace Spn;

/// <summary>Whether weights and a map belong together.</summary>
internal static class ExpectWeights
{
    /// <summary>Weights of the map's batch, height and width, and of its channels or one.</summary>
    public static void Fit(MapShape weights, MapShape map, string name)
    {
        if (weights != map && weights != map with { Channels = 1 })
        {
            var shared = map.Channels == 1 ? "" : $", or {map with { Channels = 1 }} to share them among channels,";
            throw new ArgumentException(
                $"expected weights of shape {map}{shared} for a map of shape {map}, got {weights}; make both of one image.", name);
        }
    }

    /// <summary>Weights, or gradients of weights, of one connection and shape.</summary>
    public static void Alike(Connection expected, MapShape expectedShape, Connection actual, MapShape actualShape, string name)
    {
        if (expected != actual || expectedShape != actualShape)
            throw new ArgumentException($"expected {expected} weights of shape {expectedShape}, got {actual} weights of shape {actualShape}; take both from one call.", name);
    }
}

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

    /// <summary>An input gate of the map's batch, height and width, and of its channels or one for each direction; or none.</summary>
    public static void FitInputGate(MapShape? gate, MapShape map, string name)
    {
        if (gate is { } shape && shape != map with { Channels = 4 * map.Channels } && shape != map with { Channels = 4 })
            throw new ArgumentException(
                $"expected an input gate of shape {map with { Channels = 4 * map.Channels }}"
                + (map.Channels == 1 ? "" : $", or {map with { Channels = 4 }} to share it among channels,")
                + $" for a map of shape {map}, got {shape}; make both of one image.", name);
    }

    /// <summary>Whether any map could have an input gate of so many channels and weights of so many: each are the map's, or one.</summary>
    public static bool IsInputGate(int gate, int weights) => gate == 4 || (weights == 1 ? gate % 4 == 0 : gate == 4 * weights);

    /// <summary>Weights, or gradients of weights, of one connection and shape.</summary>
    public static void Alike(Connection expected, MapShape expectedShape, Connection actual, MapShape actualShape, string name)
    {
        if (expected != actual || expectedShape != actualShape)
            throw new ArgumentException(
                $"expected {expected} weights of shape {expectedShape}, got {actual} weights of shape {actualShape}; "
                + "take both from one call.", name);
    }

    /// <summary>Weights and their gradients: of one connection and shape, with the same gates.</summary>
    public static void Alike(PropagationWeights expected, PropagationWeights actual, string name)
    {
        Alike(expected.Connection, expected.Shape, actual.Connection, actual.Shape, name);
        if (expected.IsGated != actual.IsGated || expected.InputGate?.Shape != actual.InputGate?.Shape)
            throw new ArgumentException($"expected {expected}, got {actual}; give both the same gates.", name);
    }
}

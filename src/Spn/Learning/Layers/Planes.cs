namespace Spn.Learning;

/// <summary>Planes of a map counted over batch items and channels.</summary>
internal static class Planes
{
    public static Span<float> Of(FeatureMap map, int plane) => map.Values.AsSpan(plane * map.Shape.PlaneSize, map.Shape.PlaneSize);
}

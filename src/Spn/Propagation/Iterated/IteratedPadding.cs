using System.Numerics;

namespace Spn;

/// <summary>
/// Planes with a border: one row above and below, one column before each row, and behind it as many as whole vectors need and one more. All
/// of it is zero, so a row runs in whole vectors and its neighbours need no test.
/// </summary>
internal readonly record struct IteratedPadding(int Height, int Width)
{
    /// <summary>Floats of a row that vectors write.</summary>
    public int Written => (Width + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;

    /// <summary>Floats from a row to the next.</summary>
    public int Stride => Written + 2;

    /// <summary>Floats of a plane.</summary>
    public int Size => checked((Height + 2) * Stride);

    /// <summary>Where the first pixel of a row stands in its plane.</summary>
    public int At(int row) => (row + 1) * Stride + 1;

    /// <summary>How far a neighbour stands from its pixel.</summary>
    public int Step(int neighbour) => IteratedWeights.Offsets[neighbour].Row * Stride + IteratedWeights.Offsets[neighbour].Column;

    /// <summary>So many planes of zeros.</summary>
    public float[] Blank(int planes) => new float[checked(planes * Size)];

    /// <summary>A plane into its place among others.</summary>
    public void Put(ReadOnlySpan<float> plane, float[] padded, int index)
    {
        for (var row = 0; row < Height; row++)
            plane.Slice(row * Width, Width).CopyTo(padded.AsSpan(index * Size + At(row)));
    }

    /// <summary>One of the planes without its border.</summary>
    public void Take(float[] padded, int index, Span<float> plane)
    {
        for (var row = 0; row < Height; row++)
            padded.AsSpan(index * Size + At(row), Width).CopyTo(plane[(row * Width)..]);
    }

    /// <summary>A batch item of a map, a plane a channel.</summary>
    public float[] Put(FeatureMap map, int batch)
    {
        var padded = Blank(map.Channels);
        for (var c = 0; c < map.Channels; c++)
            Put(map.Plane(batch, c), padded, c);
        return padded;
    }

    /// <summary>Planes, one a channel, into a batch item of a map.</summary>
    public void Take(float[] padded, FeatureMap map, int batch)
    {
        for (var c = 0; c < map.Channels; c++)
            Take(padded, c, map.Plane(batch, c));
    }
}

namespace Spn.Segmentation;

/// <summary>The corners and shares of every pixel of a picture, and the table of all vertices.</summary>
internal sealed class LatticePoints : IDisposable
{
    /// <summary>Pixels of a piece of work, whatever the number of threads.</summary>
    private const int Piece = 4096;

    private LatticePoints(long pixels, int corners)
    {
        Corners = corners;
        (Vertex, Share) = (new Rented<int>(pixels * corners, "corners"), new Rented<float>(pixels * corners, "shares"));
    }

    /// <summary>d + 1.</summary>
    public int Corners { get; }

    /// <summary>By pixel and corner, the vertex.</summary>
    public Rented<int> Vertex { get; }

    /// <summary>By pixel and corner, the share.</summary>
    public Rented<float> Share { get; }

    /// <summary>The vertices.</summary>
    public VertexTable Table { get; } = new();

    /// <summary>The lattice of position over one width and colours, in levels of 255, over another.</summary>
    /// <exception cref="ArgumentException">The picture is too large for so small a width.</exception>
    public static LatticePoints Of(FeatureMap photo, double positionSigma, double colourSigma, RowWork work)
    {
        var (pixels, width, d) = (photo.Shape.PlaneSize, photo.Width, photo.Channels + 2);
        var points = new LatticePoints(pixels, d + 1);
        using var packed = new Rented<ulong>(points.Vertex.Length, "packed corners");
        var near = true;
        work.For((pixels + Piece - 1) / Piece, piece =>
        {
            var simplex = new Simplex(d);
            Span<double> features = stackalloc double[d];
            for (var i = piece * Piece; i < Math.Min(pixels, (piece + 1) * Piece); i++)
            {
                (features[0], features[1]) = (i % width / positionSigma, i / width / positionSigma);
                for (var c = 0; c < photo.Channels; c++)
                    features[c + 2] = 255.0 * photo.Values[c * pixels + i] / colourSigma;
                if (!simplex.Find(features, packed.Span.Slice(i * (d + 1), d + 1), points.Share.Span.Slice(i * (d + 1), d + 1)))
                    Volatile.Write(ref near, false);
            }
        });
        if (!near)
        {
            points.Dispose();
            throw new ArgumentException(FormattableString.Invariant(
                $"expected wider bilateral kernels for a photograph of {photo.Height}×{photo.Width}, got σ of {positionSigma} pixels and ")
                + FormattableString.Invariant($"{colourSigma} levels; widen them."), nameof(photo));
        }

        points.Number(packed);
        return points;
    }

    public void Dispose()
    {
        Vertex.Dispose();
        Share.Dispose();
    }

    /// <summary>One pixel after the other: so the numbers of vertices do not depend on threads.</summary>
    private void Number(Rented<ulong> packed)
    {
        Span<ulong> keys = packed.Span;
        Span<int> vertices = Vertex.Span;
        for (var i = 0; i < keys.Length; i++)
            // The pixel to the left often lies in the same simplex.
            vertices[i] = i >= Corners && keys[i] == keys[i - Corners] ? vertices[i - Corners] : Table.Add(keys[i]);
    }
}

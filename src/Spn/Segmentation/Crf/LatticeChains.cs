namespace Spn.Segmentation;

/// <summary>
/// The vertices along one axis of the lattice as chains of neighbours, those that stand alone left out: a blur walks along a chain and
/// needs no memory but its own.
/// </summary>
/// <param name="Vertices">All chains one after the other; the last vertex v of each stands as ~v.</param>
/// <param name="Starts">Where pieces of work begin, each with a chain, and the end.</param>
internal sealed record LatticeChains(int[] Vertices, int[] Starts)
{
    private const int Piece = 4096;

    /// <summary>The chains along an axis.</summary>
    public static LatticeChains Along(VertexTable table, int dimensions, int axis)
    {
        var step = Simplex.Step(dimensions, axis);
        var count = table.Count;
        var (next, hasPrevious) = (new int[count], new bool[count]);
        for (var v = 0; v < count; v++)
        {
            next[v] = table.Find(table.Corners[v] + step);
            if (next[v] >= 0)
                hasPrevious[next[v]] = true;
        }

        List<int> vertices = new(count), starts = [];
        for (var v = 0; v < count; v++)
        {
            if (hasPrevious[v] || next[v] < 0)
                continue;
            if (starts.Count == 0 || vertices.Count - starts[^1] >= Piece)
                starts.Add(vertices.Count);
            for (var at = v; at >= 0; at = next[at])
                vertices.Add(next[at] < 0 ? ~at : at);
        }

        starts.Add(vertices.Count);
        return new LatticeChains([.. vertices], [.. starts]);
    }
}

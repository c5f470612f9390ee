using System.Numerics;

namespace Spn.Segmentation;

/// <summary>A hash table from packed lattice corners to vertices, numbered in the order in which they were first seen.</summary>
internal sealed class VertexTable
{
    private ulong[] _keys = new ulong[1 << 12];
    private int[] _vertices = new int[1 << 12];
    private int _shift = 64 - 12;

    public int Count { get; private set; }

    /// <summary>The packed corners by vertex.</summary>
    public List<ulong> Corners { get; } = [];

    /// <summary>The vertex of a corner, a new one where there is none. No packed corner is zero.</summary>
    public int Add(ulong corner)
    {
        var at = Slot(corner);
        if (_keys[at] == corner)
            return _vertices[at];
        (_keys[at], _vertices[at]) = (corner, Count);
        Corners.Add(corner);
        if (2 * ++Count > _keys.Length)
            Grow();
        return Count - 1;
    }

    /// <summary>The vertex of a corner; −1 where there is none.</summary>
    public int Find(ulong corner)
    {
        var at = Slot(corner);
        return _keys[at] == corner ? _vertices[at] : -1;
    }

    private int Slot(ulong corner)
    {
        var at = (int)((corner * 0x9E3779B97F4A7C15) >> _shift);
        while (_keys[at] != corner && _keys[at] != 0)
            at = (at + 1) & (_keys.Length - 1);
        return at;
    }

    private void Grow()
    {
        var size = checked(4 * _keys.Length);
        (_keys, _vertices, _shift) = (new ulong[size], new int[size], 64 - BitOperations.Log2((uint)size));
        for (var vertex = 0; vertex < Count; vertex++)
        {
            var at = Slot(Corners[vertex]);
            (_keys[at], _vertices[at]) = (Corners[vertex], vertex);
        }
    }
}

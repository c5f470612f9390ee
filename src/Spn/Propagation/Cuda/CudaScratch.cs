namespace Spn;

/// <summary>Places for float32 arrays, one after the other, in the workspace of a call. First all are taken, then they are there.</summary>
internal sealed class CudaScratch(CudaCall call)
{
    private readonly List<long> _places = [];
    private long _bytes;
    private nint _start;

    /// <summary>A place of so many values; its number.</summary>
    public int Take(long values)
    {
        _places.Add(_bytes);
        _bytes += (4 * values + 255) / 256 * 256;
        return _places.Count - 1;
    }

    /// <summary>Makes room for all that was taken.</summary>
    public void Reserve() => _start = call.Workspace.Scratch(_bytes, call.Stream);

    /// <summary>Where a place is.</summary>
    public nint this[int place] => _start + (nint)_places[place];
}

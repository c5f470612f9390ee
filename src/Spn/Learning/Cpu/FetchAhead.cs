namespace Spn.Learning;

/// <summary>
/// Fetches the part of the source that is packed next into the second cache, a few lines after each register block, so that packing it
/// does not wait for memory.
/// </summary>
/// <param name="start">The first float of the first plane; null for nothing.</param>
/// <param name="plane">Floats from a plane to the next one.</param>
/// <param name="length">Floats of each plane that are needed.</param>
/// <param name="planes">Planes.</param>
/// <param name="blocks">Register blocks that run meanwhile.</param>
internal unsafe struct FetchAhead(float* start, nint plane, int length, int planes, int blocks)
{
    private const int LineFloats = 16;

    private readonly int _lines = (int)(((long)planes * ((length + LineFloats - 1) / LineFloats) + blocks - 1) / Math.Max(1, blocks));
    private float* _at = start;
    private int _column, _planes = start == null ? 0 : planes;

    /// <summary>One block's share.</summary>
    public void Some()
    {
        for (var line = 0; line < _lines && _planes > 0; line++)
        {
            Prefetch.Line(_at + _column);
            if ((_column += LineFloats) < length)
                continue;
            _column = 0;
            _at += plane;
            _planes--;
        }
    }
}

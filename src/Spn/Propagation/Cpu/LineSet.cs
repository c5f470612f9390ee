namespace Spn;

/// <summary>
/// The lines of a scan, wherever they stand: rows of a plane, or lines of a transposed tile. Line t of the scan starts at
/// <c>first + t · step</c>; position i of a line is float i from there.
/// </summary>
/// <param name="first">Position 0 of line 0; it may lie outside the memory when only later lines or positions are there.</param>
/// <param name="step">Floats from a line to the next one of the scan.</param>
internal readonly unsafe struct LineSet(float* first, nint step)
{
    public float* this[int line] => first + line * step;

    /// <summary>The rows of a plane, as a vertical scan visits them.</summary>
    public static LineSet Rows(float* plane, in ScanLines lines) => new(plane + lines.Origin, lines.LineStride);

    /// <summary>
    /// Lines <paramref name="start"/>, start + 1, … one after the other, each holding the positions from <paramref name="from"/> on.
    /// </summary>
    public static LineSet Tile(float* tile, int stride, int start, int from) => new(tile - from - (nint)start * stride, stride);
}

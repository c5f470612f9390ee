namespace Spn;

/// <summary>
/// Matrices turned over their diagonal on a team of threads: what lies with the channel fastest becomes planes, and planes become that.
/// </summary>
internal sealed unsafe class TurnTeam : CpuTeam
{
    /// <summary>A cache line of floats, and how far an item goes along the longer side.</summary>
    private const int Side = 16, ItemLength = 1024;

    private static readonly IdleTeams<TurnTeam> Idle = new();

    private float* _source, _target;
    private int _rows, _columns;

    /// <summary>Turns matrices that follow one another: <c>target[b][column][row] = source[b][row][column]</c>.</summary>
    /// <param name="source">batch × rows × columns.</param>
    /// <param name="target">batch × columns × rows; it may not overlap <paramref name="source"/>.</param>
    /// <param name="batch">Matrices.</param>
    /// <param name="rows">Rows of each.</param>
    /// <param name="columns">Columns of each.</param>
    /// <param name="threads">Threads, at least one.</param>
    public static void Run(float* source, float* target, int batch, int rows, int columns, int threads)
    {
        var team = Idle.Take();
        team._source = source;
        team._target = target;
        (team._rows, team._columns) = (rows, columns);
        team.RunAndRelease(1, checked(batch * team.Items), threads);
    }

    private int Items => (Math.Max(_rows, _columns) + ItemLength - 1) / ItemLength;

    protected override int ScratchLength => 0;

    protected override void Release() => Idle.Put(this);

    protected override void Run(int stage, int item, Span<float> scratch)
    {
        var (matrix, part) = Math.DivRem(item, Items);
        var start = (nint)matrix * _rows * _columns;
        var (from, to) = (part * ItemLength, Math.Min(Math.Max(_rows, _columns), (part + 1) * ItemLength));
        // Along the longer side a block's cache lines follow one another, and each is read or written whole.
        for (var across = 0; across < Math.Min(_rows, _columns); across += Side)
            for (var along = from; along < to; along += Side)
                if (_rows > _columns)
                    Block(start, along, Math.Min(Side, to - along), across, Math.Min(Side, _columns - across));
                else
                    Block(start, across, Math.Min(Side, _rows - across), along, Math.Min(Side, to - along));
    }

    private void Block(nint start, int row, int rows, int column, int columns) => Transpose.Rectangle(
        _source + start + (nint)row * _columns + column, _columns, _target + start + (nint)column * _rows + row, _rows, rows, columns);
}

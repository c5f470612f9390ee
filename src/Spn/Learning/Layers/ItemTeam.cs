namespace Spn.Learning;

/// <summary>Work on one item; scratch is undefined at every item.</summary>
internal delegate void ItemBody(int item, Span<float> scratch);

/// <summary>Independent items, on all cores where there is enough to do. What an item computes must not depend on the thread.</summary>
internal sealed class ItemTeam : CpuTeam
{
    /// <summary>Below this many values a second thread costs more than it gives.</summary>
    private const long SmallWork = 1 << 16;

    /// <summary>Values of one block in <see cref="Blocks"/>: a few of them stay in the first cache.</summary>
    public const int BlockLength = 1 << 14;

    private static readonly IdleTeams<ItemTeam> Idle = new();

    private ItemBody? _body;
    private int _scratch;

    protected override int ScratchLength => _scratch;

    /// <summary>Runs items that together touch <paramref name="values"/> values.</summary>
    public static void Run(int items, long values, int threads, int scratch, ItemBody body)
    {
        var team = Idle.Take();
        (team._body, team._scratch) = (body, scratch);
        team.RunAndRelease(1, items, values < SmallWork ? 1 : threads == 0 ? Environment.ProcessorCount : threads);
    }

    /// <summary>Runs over <paramref name="length"/> values in blocks; the body gets the start and the length of each.</summary>
    public static void Blocks(int length, int threads, Action<int, int> body) =>
        Run((length + BlockLength - 1) / BlockLength, length, threads, 0, (item, _) => body(item * BlockLength, Math.Min(BlockLength, length - item * BlockLength)));

    protected override void Run(int stage, int item, Span<float> scratch) => _body!(item, scratch);

    protected override void Release()
    {
        _body = null;
        Idle.Put(this);
    }
}

namespace Spn;

/// <summary>
/// Teams that nobody uses, kept for the next call. A helper that the thread pool starts late holds on to its team after the call has
/// returned, so there may be more than one.
/// </summary>
internal sealed class IdleTeams<TTeam> where TTeam : CpuTeam, new()
{
    private readonly TTeam?[] _slots = new TTeam?[CpuTeam.MostHelpers + 4];

    public TTeam Take()
    {
        for (var i = 0; i < _slots.Length; i++)
            if (_slots[i] is not null && Interlocked.Exchange(ref _slots[i], null) is { } team)
                return team;
        return new TTeam();
    }

    public void Put(TTeam team)
    {
        for (var i = 0; i < _slots.Length; i++)
            if (Interlocked.CompareExchange(ref _slots[i], team, null) is null)
                return;
    }
}

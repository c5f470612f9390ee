namespace Spn;

/// <summary>What decides the plan of a launch.</summary>
internal readonly record struct CudaPlanKey(bool Backward, Connection Connection, MapShape Shape, bool Shared, int Direction)
{
    /// <summary>The kernel.</summary>
    public string Kernel => CudaPlan.KernelName(Backward ? "backward" : "forward", Connection);
}

/// <summary>
/// How many blocks of how many threads do the items of work of a call, and how lines are cut among them. README.md has the arithmetic.
/// </summary>
/// <param name="Scans">Items of work that are scans, or teams of them.</param>
/// <param name="Merges">Items that merge maps of four directions.</param>
/// <param name="Sums">Items that sum gradients of shared weights.</param>
/// <param name="Capacity">Blocks that the device runs at a time.</param>
/// <param name="Threads">Of a block.</param>
/// <param name="SharedBytes">Of a block.</param>
/// <param name="Horizontal">How lines of horizontal scans are cut.</param>
/// <param name="Vertical">How lines of vertical scans are cut.</param>
/// <param name="Portion">Pixels that one item merges or sums.</param>
/// <param name="SyncWords">Counters.</param>
internal sealed record CudaPlan(
    int Scans, int Merges, int Sums, int Capacity, int Threads, int SharedBytes, CudaCut Horizontal, CudaCut Vertical, int Portion,
    int SyncWords)
{
    private const int Columns = 8; // of a tile of a horizontal scan, as in Kernels/scan.h
    private const int LinesPerMeeting = 16; // of a vertical scan
    private const int LinesAhead = 4; // loaded by a vertical scan, as there
    private const double Latency = 0.8e-6; // seconds from a load to its value, under load
    private const double LineTime = 0.15e-6; // seconds from a line to the next one, however short they are
    private const double PositionTime = 0.36e-9; // seconds of a multiprocessor for a position: some 70 instructions of a thread
    private const double MeetingTime = 2.5e-6; // seconds for blocks to meet

    /// <summary>Whether lines are cut, and scans keep the line before a tile in scratch memory.</summary>
    public bool IsCut => Horizontal.Segments > 1 || Vertical.Segments > 1;

    /// <summary>
    /// Whether blocks wait for one another and must all be at work at a time, whatever else the GPU does: a cooperative launch.
    /// </summary>
    public bool IsCooperative { get; private init; }

    /// <summary>Items of work, with or without merging.</summary>
    public int Items(bool merges) => Scans + (merges ? Merges : 0) + Sums;

    /// <summary>Blocks for so many items.</summary>
    public int Blocks(int items) => IsCooperative ? Math.Min(items, Capacity) : items;

    public static string KernelName(string work, Connection connection) => $"{work}_{(int)connection}";

    /// <summary>The plan that should be fastest, by a model of latency and bandwidth.</summary>
    /// <exception cref="CudaException">No plan fits the device.</exception>
    public static CudaPlan Of(CudaDevice device, CudaPlanKey key)
    {
        var (shape, all) = (key.Shape, key.Direction < 0);
        var scans = (long)shape.Planes * (all ? 4 : 1);
        var none = new CudaCut(1, 1, 1, Columns);
        // All blocks of a launch have as many threads, and as much shared memory.
        var most = MostThreads(key);
        while (most > 32 && SharedBytesOf(key, most, all || key.Direction < 2) > device.SharedMemory)
            most -= 32;
        var horizontal = all || key.Direction < 2 ? Choose(device, key, scans, most, isHorizontal: true) : none;
        var vertical = all || key.Direction >= 2 ? Choose(device, key, scans, most, isHorizontal: false) : none;
        var threads = Math.Max(ThreadsOf(key, horizontal), ThreadsOf(key, vertical));
        var shared = SharedBytesOf(key, threads, all || key.Direction < 2);
        var capacity = CapacityOf(device, key, threads, shared);
        if (key.Connection == Connection.ThreeWay)
        {
            horizontal = horizontal with { Teams = Math.Min(horizontal.Teams, capacity) };
            vertical = vertical with { Teams = Math.Min(vertical.Teams, capacity) };
        }

        var portion = Math.Max(4 * threads, (shape.PlaneSize + 63) / 64);
        var portions = (shape.PlaneSize + portion - 1) / portion;
        var perPlane = all ? 2 * (horizontal.Teams + vertical.Teams) : key.Direction < 2 ? horizontal.Teams : vertical.Teams;
        var (work, merges) = ((long)shape.Planes * perPlane, all ? (long)shape.Planes * portions : 0);
        var sums = key.Backward && key.Shared ? (long)shape.Batch * (all ? 4 : 1) * (int)key.Connection * portions : 0;
        var items = work + merges + sums;
        var words = 2 + shape.Planes + scans * Math.Max(horizontal.Teams, vertical.Teams);
        // Blocks that find nothing left to do count once more, so the counter must have room for them.
        if (items > int.MaxValue / 2 || words > int.MaxValue)
            throw new CudaException($"expected at most {int.MaxValue / 2} items of work, {shape} needs {items}; split the batch.");
        var meets = key.Connection == Connection.ThreeWay && (horizontal.Teams > 1 || vertical.Teams > 1);
        return new CudaPlan((int)work, (int)merges, (int)sums, capacity, threads, shared, horizontal, vertical, portion, (int)words)
        {
            IsCooperative = meets,
        };
    }

    private static CudaCut Choose(CudaDevice device, CudaPlanKey key, long scans, int mostThreads, bool isHorizontal)
    {
        var (lines, length) = isHorizontal ? (key.Shape.Width, key.Shape.Height) : (key.Shape.Height, key.Shape.Width);
        var (meets, least) = (key.Connection == Connection.ThreeWay, isHorizontal ? Columns : LinesPerMeeting);
        var (best, bestTime) = (default(CudaCut), double.PositiveInfinity);
        for (var segments = 1; segments <= length; segments += Math.Max(1, segments / 16))
        {
            var own = (length + segments - 1) / segments;
            var cut = new CudaCut((length + own - 1) / own, 1, own, least);
            if (meets && cut.Segments > 1 && own < least)
                break;
            var threads = ThreadsOf(key, cut);
            if (threads > mostThreads)
                continue;
            var capacity = CapacityOf(device, key, threads, SharedBytesOf(key, threads, isHorizontal));
            if (capacity == 0)
                continue;
            cut = cut with { Teams = meets ? Math.Min(cut.Segments, capacity) : cut.Segments };
            var time = Time(device, key, scans, lines, cut, capacity, isHorizontal);
            if (time < 0.95 * bestTime)
                (best, bestTime) = (cut, time);
            if (best.Segments > 0 && scans * segments > 4L * capacity)
                break;
        }

        return best.Segments > 0
            ? best
            : throw new CudaException(
                $"expected a GPU with room for the kernels, {device.Name} has {device.SharedMemory} bytes of shared memory a block; "
                + "use the Cpu backend.");
    }

    /// <summary>
    /// Seconds that all scans take: rounds of as many blocks as the device runs at a time, each as slow as its slowest limit.
    /// </summary>
    private static double Time(CudaDevice device, CudaPlanKey key, long scans, int lines, CudaCut cut, int capacity, bool isHorizontal)
    {
        const int Element = 4; // bytes
        var extent = cut.Own + 2 * Halo(key, cut);
        double bytes = Element * ((int)key.Connection + 2) * (key.Backward ? 3 : 1);
        var inFlight = (double)extent * Element * ((int)key.Connection + 1) * (isHorizontal ? Columns : LinesAhead);
        var bandwidth = device.Bandwidth > 0 ? device.Bandwidth : 15e9 * device.Multiprocessors;
        var groups = (cut.Segments + cut.Teams - 1) / cut.Teams;
        var waits = cut.Segments > 1 && key.Connection == Connection.ThreeWay ? MeetingTime / cut.Lines : 0;
        double time = 0;
        for (long left = scans * cut.Teams; left > 0;)
        {
            // All full rounds take the same time.
            var running = Math.Min(left, capacity);
            var rounds = left / running;
            var rate = Math.Min(bandwidth, running * inFlight / Latency);
            var blocksOfOne = (running + device.Multiprocessors - 1) / device.Multiprocessors;
            time += rounds * lines * (
                waits + groups * Math.Max(LineTime + blocksOfOne * extent * PositionTime, running * extent * bytes / rate));
            left -= running * rounds;
        }

        return time;
    }

    private static int CapacityOf(CudaDevice device, CudaPlanKey key, int threads, int shared) =>
        device.Module.BlocksAtATime(key.Kernel, threads, shared) * device.Multiprocessors;

    private static int MostThreads(CudaPlanKey key) => key.Backward ? 512 : 1024;

    private static int Halo(CudaPlanKey key, CudaCut cut) => key.Connection == Connection.ThreeWay && cut.Segments > 1 ? cut.Lines : 0;

    private static int ThreadsOf(CudaPlanKey key, CudaCut cut) => (cut.Own + 2 * Halo(key, cut) + 31) / 32 * 32;

    /// <summary>
    /// What the kernels lay out in shared memory: two or six lines of a vertical scan, a turned tile of a horizontal one.
    /// </summary>
    private static int SharedBytesOf(CudaPlanKey key, int threads, bool horizontal)
    {
        var (k, pitch) = ((int)key.Connection, threads + 4);
        var floats = (key.Backward ? 6 : 2) * threads;
        if (horizontal)
            floats = Math.Max(floats, Math.Max((1 + Columns + Columns * k) * pitch, key.Backward ? ((3 + k) * Columns + 4) * pitch : 0));
        return 4 * floats;
    }
}

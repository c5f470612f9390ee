namespace Spn;

/// <summary>How many threads a call gets, and whether they share planes. No number of threads changes a bit of the result.</summary>
internal static class CpuSplit
{
    /// <summary>Below this many weights and pixels a second thread costs more than it gives.</summary>
    private const long SmallWork = 1 << 14;

    /// <summary>From this size on, in pixels, threads work on one plane together.</summary>
    private const int SharedPlane = 128 * 128;

    /// <summary>Groups of channels, over all batch items, that gradients of shared weights are summed in at most.</summary>
    public const int MostGroups = 8;

    /// <summary>Channels with shared weights that are scanned side by side at most.</summary>
    public const int MostSideBySide = 8;

    /// <summary>
    /// Channels with shared weights that a group of the backward has at least: enough for what is done once for all of them to weigh
    /// little, few enough for some groups to be there.
    /// </summary>
    public static int LeastSideBySide(int channels) => Math.Clamp(channels / 4, Math.Min(4, (channels + 1) / 2), MostSideBySide);

    /// <summary>Threads for a call: as asked, all cores for 0, one for a small map.</summary>
    public static int Threads(int asked, in CpuProblem problem) =>
        (long)problem.Planes * problem.PlaneSize * problem.Scans < SmallWork ? 1 : asked == 0 ? Environment.ProcessorCount : asked;

    /// <summary>1 where each thread has planes of its own, else the threads that work on one plane.</summary>
    public static int WorkersPerPlane(int planes, int planeSize, int threads)
    {
        if (threads == 1 || planes >= 4 * threads || planes % threads == 0)
            return 1;
        // A plane of a few thousand pixels is done before threads have met at the ends of its blocks.
        return planeSize >= SharedPlane ? threads : 1;
    }

    /// <summary>
    /// In how many groups of channels the gradients of shared weights are summed before the groups are: more of them keep more threads
    /// busy and take a copy of the weights' gradients each. It depends on the shape alone, since it decides the order of the sum.
    /// </summary>
    public static int GradientGroups(in CpuProblem problem)
    {
        var copies = (64L << 20) / (problem.Batch * 4L * problem.Neighbours * problem.PlaneSize * sizeof(float));
        return (int)Math.Min(problem.Channels, Math.Min(1 + copies, Math.Max(1, MostGroups / problem.Batch)));
    }

    /// <summary>
    /// Channels of one item. With shared weights it scans them together: more of them read the weights less often, as long as their planes
    /// stay in the last cache. With weights of their own they follow one another, and the next one is fetched meanwhile. Either way
    /// every thread gets a few items.
    /// </summary>
    public static int ChannelsPerItem(in CpuProblem problem, int threads)
    {
        var sideBySide = SideBySide(problem) && LongLines(problem);
        var fair = Math.Max(1, problem.Planes / ((sideBySide ? 2 : 4) * threads));
        var most = problem.Shared ? Math.Clamp((sideBySide ? 1 << 21 : 1 << 20) / problem.PlaneSize, 1, MostSideBySide) : 16;
        return Math.Min(problem.Channels, Math.Min(most, fair));
    }

    /// <summary>
    /// Whether channels that share weights may go side by side: with one neighbour there is too little to be done once for all of them, and
    /// block by block takes two thirds of the time.
    /// </summary>
    public static bool SideBySide(in CpuProblem problem) => problem is { Shared: true, Neighbours: 3 };

    /// <summary>Whether lines of a plane are long enough for one of them to be a piece of work.</summary>
    public static bool LongLines(in CpuProblem problem) => problem.PlaneSize >= SharedPlane;

    /// <summary>Whether the weights of two scans of a plane, its input and its output fit into the second cache of a core.</summary>
    public static bool TwoScansFit(in CpuProblem problem) => (2L * problem.Neighbours + 3) * problem.PlaneSize * sizeof(float) <= 3 << 18;
}

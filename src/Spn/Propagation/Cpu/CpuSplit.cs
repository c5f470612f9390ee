namespace Spn;

/// <summary>How many threads a call gets, and whether they share planes. None of this changes a bit of the result.</summary>
internal static class CpuSplit
{
    /// <summary>Below this many weights and pixels a second thread costs more than it gives.</summary>
    private const long SmallWork = 1 << 14;

    /// <summary>From this size on, in pixels, threads work on one plane together.</summary>
    private const int SharedPlane = 128 * 128;

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
    /// busy on small planes, and depend on the shape alone.
    /// </summary>
    public static int GradientGroups(int channels, int batch, int planeSize) =>
        planeSize >= SharedPlane ? 1 : Math.Min(channels, Math.Max(1, 8 / batch));

    /// <summary>
    /// Channels that one item scans with the weights they share: more of them read the weights less often, as long as their planes stay
    /// in the second cache and every thread has something to do.
    /// </summary>
    public static int ChannelsPerGroup(int channels, int batch, int planeSize, int threads)
    {
        var fitting = Math.Clamp((1 << 18) / planeSize, 1, 8);
        var fair = Math.Max(1, channels * batch / (2 * threads));
        return Math.Min(channels, Math.Min(fitting, fair));
    }
}

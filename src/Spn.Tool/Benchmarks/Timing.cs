using System.Diagnostics;

namespace Spn.Tool.Benchmarks;

/// <summary>How long a piece of work takes, in seconds.</summary>
/// <param name="Median">The median of the runs.</param>
/// <param name="Best">The fastest run.</param>
/// <param name="Runs">Runs that were timed.</param>
internal sealed record Timing(double Median, double Best, int Runs)
{
    /// <summary>Runs the work until it is warm, then until a time is used up, and at least <paramref name="leastRuns"/> times.</summary>
    public static Timing Of(Action work, double seconds = 0.7, int leastRuns = 5)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < 2 || (i < 200 && Stopwatch.GetElapsedTime(start).TotalSeconds < seconds / 2); i++)
            work();
        var times = new List<double>();
        start = Stopwatch.GetTimestamp();
        while (times.Count < leastRuns || (times.Count < 5000 && Stopwatch.GetElapsedTime(start).TotalSeconds < seconds))
        {
            var begin = Stopwatch.GetTimestamp();
            work();
            times.Add(Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }

        times.Sort();
        return new Timing(times[times.Count / 2], times[0], times.Count);
    }
}

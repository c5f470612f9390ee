using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Json;

namespace Spn.Tool.Benchmarks;

/// <summary>The figures of one run of <c>spn bench propagation</c>, as a table or as JSON.</summary>
internal sealed record PropagationReport(int Threads, Bandwidth Bandwidth, IReadOnlyList<PropagationFigure> Figures, TorchPeer Torch)
{
    public static string Machine { get; } =
        $"{Processor()}, {Environment.ProcessorCount} cores, {VectorBits}-bit SIMD, {RuntimeInformation.FrameworkDescription}";

    public static string Header { get; } = Row("shape", "K", "work", "median ms", "best ms", "MB", "GB/s", "of triad");

    public string Introduction() => FormattableString.Invariant(
        $"{Machine}, {Threads} threads; copy {Bandwidth.Copy / 1e9:f1} GB/s, triad {Bandwidth.Triad / 1e9:f1} GB/s");

    public static string Line(PropagationFigure figure, Bandwidth bandwidth) => Row(
        figure.Shape.ToString(), $"{(int)figure.Connection}", figure.Work,
        Number(1e3 * figure.Time.Median, 3), Number(1e3 * figure.Time.Best, 3),
        Number(figure.Bytes / 1e6, 1), Number(figure.Rate / 1e9, 1), Number(100 * figure.Rate / bandwidth.Triad, 0) + " %");

    /// <summary>PyTorch's figures, and how much longer its fastest form takes than ours.</summary>
    public string TorchText()
    {
        if (Torch.Figures.Count == 0)
            return $"PyTorch: skipped, {Torch.Skipped}.\n";
        var text = new StringBuilder(FormattableString.Invariant($"PyTorch {Torch.Figures[0].Version}, medians in ms\n"));
        foreach (var f in Torch.Figures)
            text.Append(CultureInfo.InvariantCulture, $"{f.Shape,-14} {f.Threads} threads {f.Form,-7} one scan {1e3 * f.OneScan,9:f2}")
                .Append(CultureInfo.InvariantCulture, $"   four + max {1e3 * f.Four,9:f2}   forward + backward {1e3 * f.Both,9:f2}\n");
        foreach (var (shape, work, ours, theirs) in Comparisons())
            text.Append(
                CultureInfo.InvariantCulture,
                $"{shape,-14} {work}: PyTorch {1e3 * theirs:f2} ms, spn {1e3 * ours:f3} ms, {theirs / ours:f1} times\n");
        return text.ToString();
    }

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            machine = Machine,
            threads = Threads,
            copy_gb_per_s = Bandwidth.Copy / 1e9,
            triad_gb_per_s = Bandwidth.Triad / 1e9,
            figures = Figures.Select(f => new
            {
                shape = new[] { f.Shape.Batch, f.Shape.Channels, f.Shape.Height, f.Shape.Width },
                neighbours = (int)f.Connection,
                work = f.Work,
                median_ms = 1e3 * f.Time.Median,
                best_ms = 1e3 * f.Time.Best,
                runs = f.Time.Runs,
                bytes = f.Bytes,
                gb_per_s = f.Rate / 1e9,
                share_of_triad = f.Rate / Bandwidth.Triad,
            }),
            torch = Torch.Figures.Select(f => new
            {
                version = f.Version,
                threads = f.Threads,
                shape = new[] { f.Shape.Batch, f.Shape.Channels, f.Shape.Height, f.Shape.Width },
                form = f.Form,
                one_scan_ms = 1e3 * f.OneScan,
                four_ms = 1e3 * f.Four,
                forward_backward_ms = 1e3 * f.Both,
            }),
            torch_skipped = Torch.Skipped,
            comparisons = Comparisons().Select(c => new
            {
                shape = $"{c.Shape}",
                work = c.Work,
                ours_ms = 1e3 * c.Ours,
                torch_ms = 1e3 * c.Theirs,
                times = c.Theirs / c.Ours,
            }),
        },
        new JsonSerializerOptions { WriteIndented = true });

    private IEnumerable<(MapShape Shape, string Work, double Ours, double Theirs)> Comparisons()
    {
        foreach (var figure in Figures.Where(f => f.Connection == Connection.ThreeWay))
        {
            var same = Torch.Figures.Where(f => f.Shape == figure.Shape).ToArray();
            var theirs = figure.Work switch
            {
                PropagationBenchmark.Four => same.Select(f => (double?)f.Four),
                PropagationBenchmark.Both => same.Select(f => f.Both),
                _ => figure.Work == Direction.LeftToRight.ToWords() ? same.Select(f => (double?)f.OneScan) : [],
            };
            if (theirs.Min() is { } fastest)
                yield return (figure.Shape, figure.Work, figure.Time.Median, fastest);
        }
    }

    private static string Row(string shape, string k, string work, string median, string best, string bytes, string rate, string share) =>
        $"{shape,-14} {k,1}  {work,-42} {median,10} {best,10} {bytes,9} {rate,7} {share,9}";

    private static string Number(double value, int digits) => value.ToString($"f{digits}", CultureInfo.InvariantCulture);

    private static int VectorBits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    private static string Processor()
    {
        const string file = "/proc/cpuinfo";
        IEnumerable<string> lines = File.Exists(file) ? File.ReadLines(file) : [];
        var line = lines.FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}

using System.CommandLine;
using System.Text.Json;
using Spn.Learning;
using Spn.Tool.Benchmarks;

namespace Spn.Tool.Commands;

/// <summary><c>spn bench kernels</c>: what bounds the op where channels share weights.</summary>
internal static class BenchKernelsCommand
{
    private const string Description = """
        Time the pieces of the op's kernels alone, on one core and in its caches, and what they and the memory allow for four scans of
        shared three-way weights and their maximum, alone and with their backward, beside what the op takes; then tensors in
        channels_last on their way to planes.
        """;

    private static readonly MapShape Shape = new(1, 32, 512, 512);

    public static Command Create()
    {
        var (json, threads) = (BenchArguments.Json(), BenchArguments.Threads());
        var command = new Command("kernels", Description) { json, threads };
        command.SetAction(parsed =>
        {
            var asked = parsed.GetValue(threads);
            var used = asked == 0 ? Environment.ProcessorCount : asked;
            var output = BenchArguments.Table(parsed, json);
            var bandwidth = Bandwidth.Measure();
            using var kernels = new KernelBenchmark();
            var pieces = kernels.Pieces();
            var bounds = KernelBenchmark.Bounds(Shape, pieces, bandwidth, used);
            MapShape[] turned = TorchLibrary.Status().IsAvailable ? [Shape, Shape with { Channels = 48 }] : [];
            var layouts = Array.ConvertAll(turned, LayoutFigure.Measure);
            Print(output, pieces, bounds, layouts, bandwidth, used);
            BenchArguments.Write(parsed, json, JsonSerializer.Serialize(
                new { machine = PropagationReport.Machine, threads = used, triad = bandwidth.Triad, pieces, bounds, layouts },
                new JsonSerializerOptions { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower }));
            return 0;
        });
        return command;
    }

    private static void Print(
        TextWriter output, IReadOnlyList<KernelFigure> pieces, IReadOnlyList<SharedBound> bounds, LayoutFigure[] layouts,
        Bandwidth bandwidth, int threads)
    {
        void Line(FormattableString text) => output.WriteLine(FormattableString.Invariant(text));
        Line($"{PropagationReport.Machine}; triad {bandwidth.Triad / 1e9:f1} GB/s");
        Line($"{"piece, one core, in its caches",-44} ns per eight floats");
        foreach (var piece in pieces)
            Line($"{piece.Piece,-44} {8e9 * piece.Seconds,7:f2}");
        foreach (var bound in bounds)
        {
            Line($"{bound.Work}, constraint, shared weights, {Shape}, {threads} threads, ms");
            Line($"{"its bytes, once each, at the triad",-44} {1e3 * bound.Least / bandwidth.Triad,7:f2}   {bound.Least / 1e6:f0} MB");
            Line($"{"the pieces alone",-44} {1e3 * bound.Computing,7:f2}");
            Line($"{"bytes that pass the L2 caches, at the triad",-44} {1e3 * bound.Moving,7:f2}   {bound.Bytes / 1e6:f0} MB");
            var times = bound.Measured / (bound.Computing + bound.Moving);
            Line($"{"measured, the best run",-44} {1e3 * bound.Measured,7:f2}   {times:f2} times the pieces and these bytes together");
        }

        foreach (var (shape, turn, back, copy) in layouts)
            Line($"channels_last {shape}, ms: to planes {1e3 * turn.Median:f2}, back {1e3 * back.Median:f2}, torch {1e3 * copy.Median:f2}");
        if (layouts.Length == 0)
            output.WriteLine("channels_last: skipped, there is no libtorch here.");
    }
}

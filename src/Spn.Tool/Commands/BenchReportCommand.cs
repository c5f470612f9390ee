using System.CommandLine;
using System.Diagnostics;
using Spn.Tool.Benchmarks;
using Spn.Tool.Reports;

namespace Spn.Tool.Commands;

/// <summary><c>spn bench report</c>: writes a report of many images that says how long it took to open.</summary>
internal static class BenchReportCommand
{
    private const string Description = """
        Write the page of spn report about generated scenes, refined by weights made by hand, and say how large it is and how long it took
        to make. Opened in a browser with #measure behind its address, it shows how long it took to open.
        """;

    public static Command Create()
    {
        var folder = new Option<string>("--out") { Description = "The folder to write to.", Required = true, HelpName = "DIR" };
        var images = BenchArguments.Count("--images", "Images of the report.", 1000);
        var command = new Command("report", Description) { folder, images };
        command.SetAction((parsed, cancellation) => Task.Run(
            () => Run(parsed, parsed.GetValue(folder)!, parsed.GetValue(images), cancellation), cancellation));
        return command;
    }

    private static void Run(ParseResult parsed, string folder, int images, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, FormattableString.Invariant($"report-{images}.html"));
        AtomicFile.Check(path);
        var start = Stopwatch.GetTimestamp();
        var report = ReportBenchmark.Of(images, Thumbnail.Side(images), cancellation);
        var gathered = Stopwatch.GetElapsedTime(start).TotalSeconds;
        AtomicFile.WriteText(path, ModelReportPage.Of(report, measured: true));
        var written = Stopwatch.GetElapsedTime(start).TotalSeconds - gathered;
        var bytes = new FileInfo(path).Length;
        parsed.InvocationConfiguration.Output.WriteLine(FormattableString.Invariant(
            $"wrote {path}, {bytes / 1e6:f2} MB, {bytes / 1e3 / images:f1} kB an image; ")
            + FormattableString.Invariant($"scenes and counts {gathered:f1} s, page {written:f1} s"));
    }
}

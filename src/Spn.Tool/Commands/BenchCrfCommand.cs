using System.CommandLine;
using Spn.Imaging;
using Spn.Photos;
using Spn.Scenes;
using Spn.Segmentation;
using Spn.Tool.Benchmarks;

namespace Spn.Tool.Commands;

/// <summary><c>spn bench crf</c>: the dense CRF beside the propagation op and a whole refiner, as the paper has them.</summary>
internal static class BenchCrfCommand
{
    public static Command Create()
    {
        var (json, threads) = (BenchArguments.Json(), BenchArguments.Threads());
        var photo = new Option<string?>("--image")
        {
            Description = "A photograph, resized to --size; a generated scene unless given. The lattice depends on it.", HelpName = "FILE",
        };
        var size = BenchArguments.Count("--size", "The side in pixels.", 512).In(32, 4096);
        var classes = BenchArguments.Count("--classes", "Classes.", 21).In(2, 255);
        var runs = BenchArguments.Count("--runs", "Runs of each piece of work, at least.", 5);
        var largeFov = new Option<bool>("--large-fov") { Description = "The kernels of DeepLab's LargeFOV model instead of v2's." };
        var command = new Command("crf", "Time the dense CRF and its parts, the propagation op, and a whole refiner.")
        {
            photo, size, classes, largeFov, runs, threads, json,
        };
        command.SetAction(parsed =>
        {
            var table = BenchArguments.Table(parsed, json);
            var (side, asked) = (parsed.GetValue(size), parsed.GetValue(threads));
            var map = Photo(parsed.GetValue(photo), side);
            var options = (parsed.GetValue(largeFov) ? DenseCrfOptions.LargeFov : DenseCrfOptions.Default).WithThreads(asked);
            var report = new CrfReport(map.Shape, parsed.GetValue(classes), asked == 0 ? Environment.ProcessorCount : asked, options);
            table.WriteLine(report.Introduction());
            foreach (var figure in new CrfBenchmark(map, report.Classes, options, parsed.GetValue(runs)).Run())
                Add(figure);
            Add(CrfPeer.Measure(map, report.Classes, options));

            table.WriteLine(CrfReport.OfThePaper);
            BenchArguments.Write(parsed, json, report.ToJson());
            return 0;

            void Add(CrfFigure figure)
            {
                report.Figures.Add(figure);
                table.WriteLine(CrfReport.Line(figure));
            }
        });
        return command;
    }

    private static FeatureMap Photo(string? path, int side)
    {
        if (path is null)
            return SceneGenerator.Render(new SceneOptions { Seed = 3, Height = side, Width = side, Noise = 0.004 }).Photo;
        var photo = RefineByModel.ThreeChannels(Photograph.Read(path).ToFeatureMap());
        return photo.Height >= side && photo.Width >= side ? Resize.Area(photo, side, side) : Resize.Bilinear(photo, side, side);
    }
}

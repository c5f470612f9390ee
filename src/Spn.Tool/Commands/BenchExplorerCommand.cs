using System.CommandLine;
using Spn.Scenes;
using Spn.Segmentation;
using Spn.Visuals;

namespace Spn.Tool.Commands;

/// <summary><c>spn bench explorer</c>: writes affinity explorers that time themselves in the browser that opens them.</summary>
internal static class BenchExplorerCommand
{
    private const string Description = """
        Write affinity explorers of generated scenes, seven classes, three-way weights made by hand. Opened in a browser with #measure
        behind its address, a page times itself and shows the figures: from pointer to heat, and from brush stroke to refined map.
        """;

    public static Command Create()
    {
        var folder = new Option<string>("--out") { Description = "The folder to write to.", Required = true, HelpName = "DIR" };
        var sizes = new Option<int[]>("--size")
        {
            Description = "Sides of the maps in pixels; 256, 512 and 1024 unless given.", HelpName = "N",
            AllowMultipleArgumentsPerToken = true,
        }.In(SceneGenerator.MinSize, 1024);
        var command = new Command("explorer", Description) { folder, sizes };
        command.SetAction(parsed =>
        {
            foreach (var size in parsed.GetValue(sizes) is { Length: > 0 } given ? given : [256, 512, 1024])
            {
                var path = Path.Combine(parsed.GetValue(folder)!, FormattableString.Invariant($"explorer-{size}.html"));
                AtomicFile.Check(path);
                var widget = Explorer(size);
                AtomicFile.WriteText(path, WidgetPage.Whole(widget.Title, widget.ToHtml() + WidgetPage.Script("Explorer.measure")));
                parsed.InvocationConfiguration.Output.WriteLine(
                    FormattableString.Invariant($"wrote {path}, {new FileInfo(path).Length / 1e6:f2} MB"));
            }

            return 0;
        });
        return command;
    }

    private static Widget Explorer(int size)
    {
        var scene = SceneGenerator.Render(new SceneOptions { Seed = 3, Height = size, Width = size });
        return Widgets.Affinity(HandWeights.ColourDistance(scene.Photo), scene.Photo, new AffinityExplorerOptions
        {
            Evidence = OneHot.Encode(scene.Coarse(), scene.Palette.Count),
            Confidence = RefinementOptions.Default.Confidence,
            Truth = scene.Labels,
            Palette = scene.Palette,
        });
    }
}

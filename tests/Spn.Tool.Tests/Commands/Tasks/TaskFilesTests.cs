using System.CommandLine;
using Spn.Imaging;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands.Tasks;

/// <summary>What the tasks share: kinds of files that cannot hold a result are refused before the work.</summary>
public sealed class TaskFilesTests : TaskCase
{
    [Fact]
    public void A_name_that_cannot_hold_the_result_is_refused_before_the_work()
    {
        // The second file is one that the work itself would refuse.
        var blank = Write("blank.png", FeatureMap.Constant(Scene.Photo.Shape with { Channels = 1 }, 0));
        var grey = Write("grey.png", FeatureMap.Constant(Scene.Photo.Shape with { Channels = 1 }, 0.5f));
        foreach (var (command, photo, name, known) in new (Command, string, string, string[])[]
        {
            (MatteCommand.Create(), Path("photo.png"), "a.ppm", ["--trimap", blank]),
            (DepthCommand.Create(), Path("photo.png"), "a.PPM", ["--hints", blank]),
            (ColouriseCommand.Create(), grey, "a.pgm", ["--scribbles", blank]),
            (SmoothCommand.Create(), grey, "a.ppm", []),
            (SmoothCommand.Create(), Path("photo.png"), "a.pgm", []),
        })
        {
            var (fits, what) = name.EndsWith("ppm", StringComparison.OrdinalIgnoreCase)
                ? (".pgm", "a grey result") : (".ppm", "a result in colours");
            Assert.Equal(
                $"expected a file name that ends in .png or {fits} for {what}, got '{name}'; change its extension.",
                Assert.Throws<ArgumentException>(() => CommandLine.Run(command, [photo, "--out", Path(name), .. known])).Message);
        }
    }

    [Fact]
    public void The_other_kinds_hold_it()
    {
        var grey = Write("grey.png", FeatureMap.Constant(Scene.Photo.Shape with { Channels = 1 }, 0.5f));
        CommandLine.Run(SmoothCommand.Create(), grey, "--out", Path("grey.pgm"));
        CommandLine.Run(SmoothCommand.Create(), Path("photo.png"), "--out", Path("colours.ppm"));
        Assert.Equal((1, 3), (ImageFile.Read(Path("grey.pgm")).Channels, ImageFile.Read(Path("colours.ppm")).Channels));
    }
}

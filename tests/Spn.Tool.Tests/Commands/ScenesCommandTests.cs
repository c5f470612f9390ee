using Spn.Imaging;
using Spn.Scenes;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary><c>spn scenes</c>.</summary>
public sealed class ScenesCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Photographs_labels_and_coarse_maps_are_those_of_the_generator()
    {
        var said = CommandLine.Run(
            ScenesCommand.Create(), "--out", In("s"), "--count", "2", "--seed", "4", "--height", "48", "--width", "70", "--block", "6");
        Assert.Equal($"wrote 2 photographs to {In("s")}: photos, labels and coarse", said.TrimEnd());
        var scene = SceneGenerator.Render(5, 48, 70);
        Assert.Equal(scene.Photo.Values, Png.Read(In("s/photos/scene-005.png")).ToFeatureMap().Values);
        Assert.Equal(scene.Labels.Labels, Png.Read(In("s/labels/scene-005.png")).ToLabelMap().Labels);
        Assert.Equal(scene.Coarse(6).Labels, Png.Read(In("s/coarse/scene-005.png")).ToLabelMap().Labels);
        Assert.Equal(Palette.Scenes[1], Png.Read(In("s/labels/scene-004.png")).ColourTable[1]);
    }

    [Fact]
    public void What_cannot_be_written_is_said_before_anything_is_drawn()
    {
        File.WriteAllText(In("file"), "");
        Assert.Contains(
            "is a file, not a folder",
            Assert.Throws<IOException>(() => CommandLine.Run(ScenesCommand.Create(), "--out", In("file"))).Message);
        Assert.Equal(
            "expected a whole number from 32 to 8192 for --height, got '7'.",
            Assert.Single(ScenesCommand.Create().Parse(["--out", "x", "--height", "7"]).Errors).Message);
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);
}

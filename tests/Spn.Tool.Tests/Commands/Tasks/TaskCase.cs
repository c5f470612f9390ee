using System.CommandLine;
using Spn.Imaging;
using Spn.Scenes;

namespace Spn.Tool.Tests.Commands.Tasks;

/// <summary>A generated scene, and what a person would give for it, as files in a folder of their own.</summary>
public abstract class TaskCase : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spn-tasks-").FullName;

    protected TaskCase() => Png.Write(Path("photo.png"), Scene.Photo);

    protected static TaskScene Scene { get; } = TaskScene.Render(new SceneOptions { Seed = 5, Height = 60, Width = 84, EdgeSoftness = 3 });

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string Path(string name) => System.IO.Path.Combine(_folder, name);

    /// <summary>Writes an image.</summary>
    /// <returns>Its path.</returns>
    protected string Write(string name, Image image)
    {
        Png.Write(Path(name), image);
        return Path(name);
    }

    /// <summary>Writes a map as an image.</summary>
    /// <returns>Its path.</returns>
    protected string Write(string name, FeatureMap map) => Write(name, Image.FromFeatureMap(map));

    /// <summary>Runs a command on the photograph, into out.png.</summary>
    private protected string Run(Command command, params string[] arguments) =>
        CommandLine.Run(command, [Path("photo.png"), "--out", Path("out.png"), .. arguments]);

    /// <summary>The sentence of a refusal; nothing has been written.</summary>
    private protected string Refusal(Command command, params string[] arguments)
    {
        var sentence = Assert.ThrowsAny<Exception>(() => Run(command, arguments)).Message;
        Assert.False(File.Exists(Path("out.png")));
        return sentence;
    }

    /// <summary>What was written, in [0, 1].</summary>
    private protected FeatureMap Result() => Png.Read(Path("out.png")).ToFeatureMap();
}

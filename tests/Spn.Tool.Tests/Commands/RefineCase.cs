using Spn.Imaging;
using Spn.Scenes;
using Spn.Segmentation;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary>A photograph, its true and its coarse map in a folder of their own, and <c>spn refine</c> run on them.</summary>
public abstract class RefineCase : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spn-refine-").FullName;

    protected RefineCase()
    {
        Png.Write(Path("photo.png"), Scene.Photo);
        Png.Write(Path("truth.png"), Scene.Labels, Scene.Palette);
        Png.Write(Path("coarse.png"), Scene.Coarse(), Scene.Palette);
    }

    protected static Scene Scene { get; } = SceneGenerator.Render(5, 60, 84);

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string Path(string name) => System.IO.Path.Combine(_folder, name);

    protected (string, string)[] Contents() =>
        [.. Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Order().Select(
            file => (file, Convert.ToBase64String(File.ReadAllBytes(file))))];

    protected void Write(string name, LabelMap labels) =>
        Png.Write(Path(name), new Image(labels.Height, labels.Width, 1, Array.ConvertAll(labels.Labels, label => (ushort)label)));

    protected static string Run(params string[] arguments) => Run(new StringWriter(), arguments);

    protected static string Run(TextWriter error, params string[] arguments)
    {
        var (output, parsed) = (new StringWriter(), RefineCommand.Create().Parse(arguments));
        if (Program.Wrong(parsed) is { } wrong)
            throw new ArgumentException(wrong);
        Assert.Equal(0, parsed.Invoke(new() { EnableDefaultExceptionHandler = false, Output = output, Error = error }));
        return output.ToString();
    }
}

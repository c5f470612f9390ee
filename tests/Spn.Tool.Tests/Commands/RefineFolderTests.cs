using System.CommandLine;
using Spn.Arrays;
using Spn.Imaging;
using Spn.Photos;
using Spn.Scenes;
using Spn.Segmentation;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary><c>spn refine</c> over a folder as people have them: every file gets its result, or a sentence that names it.</summary>
public sealed class RefineFolderTests : IDisposable
{
    private static readonly Scene Scene = SceneGenerator.Render(5, 60, 84);

    private readonly string _folder = Directory.CreateTempSubdirectory("spn-refine-folder-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Mixed_files_get_their_result_or_a_sentence()
    {
        var jpeg = Photograph.EncodeJpeg(Image.FromFeatureMap(Scene.Photo));
        Bytes("photos/a.jpg", jpeg);
        Photo("photos/b.png");
        Photo("photos/C.PNG");
        Photo("photos/alone.png");
        Photo("photos/twice.png");
        Photo("photos/twice.ppm");
        Bytes("photos/cut.jpg", jpeg[..^200]);
        Bytes("photos/scan.tif", [(byte)'I', (byte)'I', 42, 0]);
        Photo("photos/two-maps.png");
        Photo("photos/blank.png");
        Png.Write(Path("maps/blank.png"), LabelMap.Generate(8, 8, (_, _) => LabelMap.Ignore));
        Bytes("photos/._a.jpg", [1, 2, 3]);
        Bytes("photos/notes.txt", [1]);
        Photo("photos/inner/d.png");
        foreach (var name in new[] { "a", "twice", "cut", "scan", "two-maps", "d" })
            Png.Write(Path($"maps/{name}.png"), Scene.Coarse(), Scene.Palette);
        var labels = Array.ConvertAll(Scene.Coarse().Labels, label => (float)label);
        foreach (var name in new[] { "b.npy", "C.NPY", "two-maps.npy" })
            Npy.Write(Path($"maps/{name}"), labels, Scene.Coarse().Height, Scene.Coarse().Width);

        var (code, output, error) = Run();
        Assert.Equal((2, $"wrote 3 files to {Path("out")}"), (code, output.TrimEnd()));
        Assert.Equal(["C.png", "a.png", "b.png"], Results());
        var told = error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith("spn: ")).ToArray();
        string[] expected =
        [
            "expected alone.png, alone.npy or alone.safetensors in", "got twice.png and twice.ppm; rename all but one.",
            "cut.jpg: expected a whole JPEG file", "scan.tif: expected an image file",
            "got two-maps.npy and two-maps.png; remove all but one.", "blank.png: expected a coarse map with at least one label",
        ];
        Assert.Equal(expected.Length, told.Length);
        Assert.All(expected, sentence => Assert.Single(told, line => line.Contains(sentence)));
    }

    [Fact]
    public void Where_every_file_fails_nothing_is_written()
    {
        Bytes("photos/a.png", [1]);
        Bytes("photos/b.png", []);
        foreach (var name in new[] { "a", "b" })
            Png.Write(Path($"maps/{name}.png"), Scene.Coarse(), Scene.Palette);
        var (code, output, error) = Run("--report", Path("page.html"));
        Assert.Equal((2, ""), (code, output));
        Assert.Equal(2, error.Split('\n').Count(line => line.StartsWith("spn: ")));
        Assert.False(Directory.Exists(Path("out")) || File.Exists(Path("page.html")));
    }

    [Fact]
    public void Folders_in_a_folder_without_photographs_are_named()
    {
        Photo("photos/city/a.png");
        Directory.CreateDirectory(Path("maps"));
        var error = Assert.Throws<FileNotFoundException>(() => Run());
        Assert.Contains($"found none but folders; name one of them, as {Path("photos/city")}.", error.Message);
    }

    [Fact]
    public void Maps_may_stand_beside_their_photographs()
    {
        Bytes("photos/a.jpg", Photograph.EncodeJpeg(Image.FromFeatureMap(Scene.Photo)));
        Npy.Write(
            Path("photos/a.npy"), Array.ConvertAll(Scene.Labels.Labels, label => (float)label), Scene.Labels.Height, Scene.Labels.Width);
        var (code, _, error) = Run("--coarse", Path("photos"));
        Assert.Equal((0, 1), (code, Results().Length));
        Assert.DoesNotContain("spn: ", error);
    }

    private (int Code, string Output, string Error) Run(params string[] more)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        string[] coarse = more.Contains("--coarse") ? [] : ["--coarse", Path("maps")];
        var code = RefineCommand.Create().Parse(["--image", Path("photos"), .. coarse, "--out", Path("out"), .. more]).Invoke(
            new() { EnableDefaultExceptionHandler = false, Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    private string[] Results() =>
        [.. Directory.GetFiles(Path("out")).Select(file => System.IO.Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private string Path(string name) => System.IO.Path.Combine(_folder, name);

    private void Photo(string name) => Bytes(
        name, name.EndsWith(".ppm") ? Pnm.Encode(Image.FromFeatureMap(Scene.Photo)) : Png.Encode(Image.FromFeatureMap(Scene.Photo)));

    private void Bytes(string name, byte[] bytes) => AtomicFile.WriteBytes(Path(name), bytes);
}

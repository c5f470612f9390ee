using Spn.Imaging;
using Spn.Photos;

namespace Spn.DataSets.Tests;

/// <summary>A folder that a test fills with a small data set, and that goes when the test ends.</summary>
public sealed class SetFolder : IDisposable
{
    public const int Height = 6, Width = 8;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("spn-sets-");

    public string Path => _folder.FullName;

    public string At(string path) => System.IO.Path.Combine(Path, path);

    /// <summary>Labels of a function of row and column.</summary>
    public static LabelMap Labels(Func<int, int, int> label) => LabelMap.Generate(Height, Width, (row, column) => (byte)label(row, column));

    public string Text(string path, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
        return At(path);
    }

    /// <summary>A photograph; JPEG by its name, else PNG.</summary>
    public void Photo(string path, int height = Height, int width = Width)
    {
        var image = new Image(height, width, 3, [.. Enumerable.Range(0, 3 * height * width).Select(i => (ushort)(i * 7 % 256))]);
        Bytes(path, path.EndsWith(".jpg", StringComparison.Ordinal) ? Photograph.EncodeJpeg(image) : Png.Encode(image));
    }

    /// <summary>A grey file of numbers.</summary>
    public void Grey(string path, Func<int, int, int> value) => Bytes(path, Png.Encode(new Image(Height, Width, 1, Samples(value))));

    /// <summary>A palette file.</summary>
    public void Indexed(string path, Func<int, int, int> value, IReadOnlyList<Rgb> table) =>
        Bytes(path, Png.Encode(Image.Indexed(Height, Width, Array.ConvertAll(Samples(value), sample => (byte)sample), table)));

    /// <summary>A file of colours.</summary>
    public void Coloured(string path, Func<int, int, int> colour) => Bytes(path, Png.Encode(new Image(
        Height, Width, 3, [.. Samples(colour, int.MaxValue).SelectMany(c => (ushort[])[(ushort)(c >> 16), (ushort)(c >> 8 & 255), (ushort)(c & 255)])])));

    public void Bytes(string path, byte[] bytes)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(At(path))!);
        File.WriteAllBytes(At(path), bytes);
    }

    /// <summary>The labels that occur, the smallest first.</summary>
    public static int[] Values(LabelMap labels) => [.. labels.Labels.Distinct().Order().Select(label => (int)label)];

    /// <summary>Every file below with its bytes.</summary>
    public static IReadOnlyDictionary<string, string> Contents(string folder) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(file => System.IO.Path.GetRelativePath(folder, file), file => Convert.ToHexString(File.ReadAllBytes(file)));

    public void Dispose() => _folder.Delete(recursive: true);

    private static ushort[] Samples(Func<int, int, int> value) => [.. Samples(value, 0).Select(sample => (ushort)sample)];

    private static IEnumerable<int> Samples(Func<int, int, int> value, int _) =>
        Enumerable.Range(0, Height * Width).Select(i => value(i / Width, i % Width));
}

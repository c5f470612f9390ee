using System.Text;
using Spn.Arrays;
using Spn.Imaging;
using Spn.Photos;
using Spn.Tool.Notebooks.Documents;

namespace Spn.Tool.Tests.MutatedInputs;

/// <summary>A kind of file that is read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Samples">Whole files of it.</param>
/// <param name="Read">Reads the bytes of a file as the commands do; only <see cref="InvalidDataException"/> may come out.</param>
/// <param name="Words">What stands in such files and may stand in the wrong place.</param>
/// <param name="Repair">Makes its outer checks pass again; null where it has none.</param>
internal sealed record InputKind(
    string Name, IReadOnlyList<byte[]> Samples, Action<byte[]> Read, IReadOnlyList<string> Words, Func<byte[], byte[]>? Repair = null)
{
    /// <summary>The most pixels that an image may claim here.</summary>
    public const int MostPixels = 1 << 16;

    private static readonly string[] JsonWords =
    [
        "null", "true", "-1", "1e999", "\"\"", "[]", "{}", "\"\\ud800\"", "\\u0000",
        "[[[[[[[[", "{\"a\":{\"a\":{\"a\":", "\"cells\":", "\"source\":[",
        new string('[', 3000), "\"__metadata__\":{\"a\":\"b\"},", "\"data_offsets\":[0,",
        "\"shape\":[2147483647,2147483647]", "\"dtype\":\"F64\"",
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<InputKind> All { get; } =
    [
        new("png", [.. Corpus("*.png"), .. Drawn()], Image, ["IHDR", "PLTE", "tRNS", "IDAT", "IEND", "\0\0\0\0"], Mend.Png),
        new("jpeg", Corpus("*.jpg"), Image, ["\u00ff", "Exif\0\0", "Adobe"]),
        new("webp", Corpus("*.webp"), Image, ["RIFF", "WEBP", "VP8 ", "VP8L", "VP8X", "ALPH"]),
        new("gif", Corpus("*.gif"), Image, ["GIF87a", "GIF89a", ",", "!"]),
        new("bmp", Corpus("*.bmp"), Image, ["BM"]),
        new("pnm", Netpbm(), Image, ["P5", "P6", "#", "\n", " "]),
        new("npy", [.. Corpus("*.npy"), .. Arrays()], Array,
            ["'descr'", "'shape'", "(1,)", "<f8", ">f4", "|b1", "True", "L", ",", "'"], Mend.Npy),
        new("safetensors", Corpus("*.safetensors"), file => Map(file, tensors: true), JsonWords, Mend.SafeTensors),
        new("ipynb", Notebooks(), file => Notebook("a.ipynb", file), JsonWords),
        new("dib",
            [Encoding.UTF8.GetBytes(
                "#!meta\n{\"kernelInfo\":{\"defaultKernelName\":\"fsharp\"}}\n#!csharp\n1 + 1\n#!markdown\n# a\n#!fsharp\n1\n")],
            file => Notebook("a.dib", file), [.. JsonWords, "#!", "#!meta\n", "#!csharp\n"]),
        .. ArchiveKinds.All,
    ];

    private static void Image(byte[] file)
    {
        Photograph.Decode(file, MostPixels).ToFeatureMap();
        try
        {
            Map(file, tensors: false);
        }
        catch (InvalidDataException)
        {
            // A photograph is no map.
        }
    }

    private static void Map(byte[] file, bool tensors) => MapFile.Decode(file, new MapOptions { MaxPixels = MostPixels }, tensors);

    private static void Array(byte[] file)
    {
        var array = Npy.Decode(file);
        try
        {
            Map(file, tensors: false);
        }
        catch (InvalidDataException)
        {
            // Weights are no maps, and the other way round.
            if (array.Shape.Count == 6)
                array.ToWeights();
            else
                array.ToFeatureMap();
        }
    }

    private static void Notebook(string name, byte[] file)
    {
        var document = NotebookDocument.Read(name, file);
        NotebookWriter.Write(document, new Dictionary<int, CellResult>());
    }

    private static IReadOnlyList<byte[]> Corpus(string pattern)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "MutatedInputs", "Corpus");
        var paths = Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories);
        byte[][] files = [.. paths.Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        return files.Length > 0 ? files : throw new InvalidOperationException($"{folder}: expected files {pattern}, got none.");
    }

    /// <summary>A palette, a grey, a colour and a 16-bit file as we write them.</summary>
    private static IEnumerable<byte[]> Drawn()
    {
        var photo = FeatureMap.Random(new MapShape(1, 3, 9, 11), seed: 1);
        yield return Png.Encode(Imaging.Image.FromFeatureMap(photo));
        yield return Png.Encode(Imaging.Image.FromLabelMap(
            new LabelMap(3, 5, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255, 0, 1, 2]), Palette.CamVid));
    }

    private static IReadOnlyList<byte[]> Netpbm() =>
    [
        [.. "P5\n3 2\n255\n"u8, 1, 2, 3, 4, 5, 6], [.. "P6 2 1 255\n"u8, 1, 2, 3, 4, 5, 6], [.. "P5 # note\n1 2 65535\n"u8, 1, 2, 3, 4],
        [.. "P2\n3 1\n9\n1 5 9\n"u8], [.. "P3\n1 1\n255\n1 2 3\n"u8],
    ];

    private static IEnumerable<byte[]> Arrays()
    {
        yield return Npy.Encode(NpyArray.FromFeatureMap(FeatureMap.Random(new MapShape(2, 3, 4, 5), seed: 2)), NpyType.Float64);
        yield return Npy.Encode(new NpyArray(new float[4 * 3 * 2 * 3 * 2], [1, 4, 3, 2, 3, 2]));
    }

    private static IReadOnlyList<byte[]> Notebooks() =>
    [
        """
        {"cells": [{"cell_type": "markdown", "id": "a", "metadata": {"tags": ["x"]}, "source": ["# One\n", "two"]},
         {"cell_type": "code", "execution_count": 3, "id": "b", "metadata": {"polyglot_notebook": {"kernelName": "fsharp"}},
          "outputs": [{"output_type": "stream", "name": "stdout", "text": ["é\n"]},
           {"output_type": "display_data", "data": {"text/html": "<b>1</b>"}, "metadata": {}}],
          "source": "let x = 1\nx"}], "metadata": {"kernelspec": {"name": ".net-csharp", "language": "C#"}},
         "nbformat": 4, "nbformat_minor": 5}
        """u8.ToArray(),
        "{\n\t\"nbformat\": 4,\r\n \"cells\": [ ], \"metadata\": { }, \"nbformat_minor\": 2 }"u8.ToArray(),
    ];
}

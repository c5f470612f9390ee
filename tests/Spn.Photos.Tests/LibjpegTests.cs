using System.Diagnostics;
using Spn.Imaging;

namespace Spn.Photos.Tests;

/// <summary>Many more JPEG files, made and read by the cjpeg and djpeg of this machine.</summary>
public sealed class LibjpegTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [LibjpegFact]
    public void Every_quality_subsampling_and_odd_size_gives_the_pixels_of_djpeg()
    {
        string[] samplings = ["1x1", "2x1", "1x2", "2x2", "4x1", "1x4", "4x2"];
        (int Height, int Width)[] sizes = [(1, 1), (7, 9), (8, 8), (16, 17), (33, 31), (64, 65), (121, 50)];
        var compared = 0;
        for (var i = 0; i < 98; i++)
        {
            var (height, width) = sizes[i % sizes.Length];
            var channels = i % 5 == 4 ? 1 : 3;
            var photo = Image.FromFeatureMap(FeatureMap.Generate(new MapShape(1, channels, height, width), (_, c, row, column) =>
                0.5f + 0.5f * MathF.Sin(0.002f * (row + 2) * (column + 3 * c + i) + c)));
            Pnm.Write(At("in.pnm"), photo);
            List<string> arguments = ["-quality", $"{30 + i % 69}"];
            if (channels == 3)
                arguments.AddRange(["-sample", samplings[i / 7 % 7] + ",1x1,1x1"]);
            if (i % 3 == 1)
                arguments.Add("-progressive");
            if (i % 4 == 2)
                arguments.AddRange(["-restart", "1"]);
            Run("cjpeg", [.. arguments, "-outfile", At("a.jpg"), At("in.pnm")]);
            Run("djpeg", ["-outfile", At("out.pnm"), At("a.jpg")]);
            var difference = CorpusFile.Difference(ImageFile.Read(At("out.pnm")), Photograph.Read(At("a.jpg")));
            Assert.True(difference == 0, $"{height}×{width} {string.Join(' ', arguments)}: a sample differs by {difference}");
            compared++;
        }

        Assert.Equal(98, compared);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private static void Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
    }
}

/// <summary>A test that needs libjpeg's programs, skipped with the reason where they are not installed.</summary>
public sealed class LibjpegFactAttribute : FactAttribute
{
    /// <summary>Looks for cjpeg and djpeg.</summary>
    public LibjpegFactAttribute()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!new[] { "cjpeg", "djpeg" }.All(name => folders.Any(folder => File.Exists(Path.Combine(folder, name)))))
            Skip = "No cjpeg and djpeg found: install libjpeg-turbo-progs.";
    }
}

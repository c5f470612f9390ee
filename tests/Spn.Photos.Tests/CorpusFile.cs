using Spn.Imaging;

namespace Spn.Photos.Tests;

/// <summary>The files of <c>Corpus</c>; <c>make.sh</c> there says how each was made.</summary>
internal static class CorpusFile
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Corpus");

    public static string At(string name) => Path.Combine(Folder, name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(At(name));

    /// <summary>The largest difference of a sample.</summary>
    public static int Difference(Image expected, Image got)
    {
        Assert.Equal((expected.Height, expected.Width, expected.Channels, 255), (got.Height, got.Width, got.Channels, got.MaxValue));
        return expected.Samples.Zip(got.Samples, (a, b) => Math.Abs(a - b)).Max();
    }
}

using Spn.Imaging;

namespace Spn.Learning.Tests.Data;

/// <summary>Coarse maps of any segmenter from files.</summary>
public sealed class CoarseFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("spn-coarse-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_black_and_white_map_is_not_taken_for_class_0_and_what_is_not_labelled()
    {
        var path = Path.Combine(_folder.FullName, "mask.png");
        Png.Write(path, new Image(1, 2, 1, [0, 255]));
        FeatureMap Read(byte? ignored) => CoarseFile.Read(path, 2, ignored, 1, 2, Image.MaxPixels);
        Assert.StartsWith(
            $"{path}: expected labels, got 0 and 255 alone", Assert.Throws<InvalidDataException>(() => Read(null)).Message);
        Assert.Equal(1, Read(255)[0, 0, 0, 0]);
        Png.Write(path, new Image(1, 2, 1, [0, 1]));
        Assert.Equal([1, 0, 0, 1], Read(null).Values);
    }
}

using System.Numerics;
using Spn.DataSets.Acquire;
using Spn.DataSets.Schemes;
using Spn.Imaging;
using Spn.Photos;

namespace Spn.DataSets.Conversions;

/// <summary>
/// HELEN as the paper takes it: each face turned upright and brought to the middle by a similarity transform of five points, then cut or
/// padded to a square, masks likewise. The result is laid out as the set itself.
/// </summary>
public static class HelenConversion
{
    private const int Parts = 11, Quality = 95;

    /// <summary>What of the archive is kept: <c>annotation</c> has HELEN's landmarks, where it is there.</summary>
    public static Func<string, string?> Keep { get; } =
        EntryPath.Under(["images", "labels", "annotation", .. HelenFiles.Lists.Select(list => list.File)]);

    /// <summary>Aligns all faces.</summary>
    /// <param name="conversion">The folders.</param>
    /// <param name="archive">The name of the archive.</param>
    /// <param name="size">The side of the squares, 64 to 4096; the paper's is 1024.</param>
    /// <param name="eyes">About how far apart the eyes are to be, in pixels, by the best fit of all five points; 0 keeps the resolution, as the paper does.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or two that must agree in size do not.</exception>
    public static void Run(Conversion conversion, string archive, int size = 1024, int eyes = 0)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        if (size is < 64 or > 4096 || eyes < 0 || eyes > size)
            throw new ArgumentException($"expected squares of 64 to 4096 pixels and eyes within them, got {size} and {eyes}.");
        var from = conversion.Unpacked(archive);
        var landmarks = Landmarks(Path.Combine(from, "annotation"));
        List<string> names = [];
        foreach (var list in HelenFiles.Lists)
        {
            var path = Path.Combine(from, list.File);
            names.AddRange(NameList.Read(path));
            AtomicFile.WriteBytes(Path.Combine(conversion.Folder, list.File), File.ReadAllBytes(path));
        }

        conversion.Each("aligning faces", names, name => Align(from, conversion.Folder, name, landmarks.GetValueOrDefault(name), size, eyes));
    }

    private static void Align(string from, string to, string name, string? landmarks, int size, int eyes)
    {
        var photo = Path.Combine(to, "images", $"{name}.jpg");
        if (File.Exists(photo))
            return;
        var picture = Photograph.Read(Path.Combine(from, "images", $"{name}.jpg")).ToFeatureMap();
        FeatureMap Mask(int part) => HelenMasks.ReadOne(HelenFiles.MaskFile(Path.Combine(from, "labels"), name, part), picture.Shape);
        var points = landmarks is null ? OfMasks(Mask) : Inside(FacePoints.ReadLandmarks(landmarks), picture, landmarks);
        var transform = FacePoints.Upright(points, size, eyes) ?? throw new InvalidDataException(
            $"{name}: expected at least two of eyes, nose and mouth in the masks, found fewer; leave it out of the list.");
        for (var part = 0; part < Parts; part++)
        {
            var mask = transform.Warp(Mask(part).Plane(0, 0), picture.Height, picture.Width, size, outside: part == 0 ? 1 : 0);
            ImageFile.Write(HelenFiles.MaskFile(Path.Combine(to, "labels"), name, part), new FeatureMap(new MapShape(1, 1, size, size), mask));
        }

        var square = new FeatureMap(picture.Shape with { Height = size, Width = size });
        for (var channel = 0; channel < picture.Channels; channel++)
            transform.Warp(picture.Plane(0, channel), picture.Height, picture.Width, size, outside: 0).CopyTo(square.Plane(0, channel));
        // Last, since a face whose photograph is there is done.
        AtomicFile.WriteBytes(photo, Photograph.EncodeJpeg(Image.FromFeatureMap(square), Quality));
    }

    private static Complex?[] OfMasks(Func<int, FeatureMap> mask) =>
        FacePoints.Of(Pixels(mask, 4), Pixels(mask, 5), Pixels(mask, 6), Pixels(mask, 7, 8, 9));

    /// <summary>The pixels where a mask is surer than not.</summary>
    private static List<Complex> Pixels(Func<int, FeatureMap> mask, params int[] parts)
    {
        List<Complex> pixels = [];
        foreach (var one in parts.Select(mask))
            for (var i = 0; i < one.Shape.PlaneSize; i++)
                if (one.Values[i] > 0.5f)
                    pixels.Add(new Complex(i % one.Width, i / one.Width));
        return pixels;
    }

    private static Complex?[] Inside(Complex?[] points, FeatureMap picture, string path) => Array.TrueForAll(
        points, point => point is not { } p || p.Real >= 0 && p.Imaginary >= 0 && p.Real < picture.Width && p.Imaginary < picture.Height)
        ? points
        : throw new InvalidDataException(
            $"{path}: expected landmarks inside the photograph of {picture.Height}×{picture.Width}, got some outside; they belong to "
            + "photographs of another size: leave the folder annotation out.");

    /// <summary>The landmark file of each photograph: its first line is the photograph's name.</summary>
    private static Dictionary<string, string> Landmarks(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal).DistinctBy(FirstLine).ToDictionary(FirstLine)
        : [];

    private static string FirstLine(string path) => File.ReadLines(path).FirstOrDefault("").Trim();
}

using System.Globalization;
using System.Numerics;
using Spn.DataSets.Acquire;
using Spn.DataSets.Conversions;
using Spn.Imaging;

namespace Spn.DataSets.Tests.Conversions;

public sealed class HelenConversionTests : IDisposable
{
    private const int Size = 256;

    private readonly SetFolder _folder = new();

    [Fact]
    public void An_upright_face_is_only_shifted_to_the_middle()
    {
        SmallSets.Helen(_folder);
        var set = Converted();
        Assert.Equal("train 1, val 1, test 1", string.Join(", ", set.Splits));
        var sample = set.Split("train").Samples[0];
        var labels = sample.Labels();
        Assert.Equal((Size, Size), (labels.Height, labels.Width));
        var eyes = (Middle(labels, 4), Middle(labels, 5));
        Assert.Equal(40, (eyes.Item2 - eyes.Item1).Real, 0.2);
        Assert.Equal(0, (eyes.Item2 - eyes.Item1).Imaginary, 0.2);
        Assert.Equal((Size - 1) / 2.0, Middle(labels, 6).Real, 1.0);
        // The middle of the five points is 0.552 of the distance of the eyes below them.
        Assert.Equal((Size - 1) / 2.0 - 0.552 * 40, eyes.Item1.Imaginary, 2.0);
        // Padding is background, surely, and black.
        Assert.Equal((0, 1f), (labels[0, 0], sample.Masks()[0, 0, 0, 0]));
        Assert.InRange(sample.Photo().Samples[0], 0, 3);
        // Photograph and labels went the same way.
        var photo = sample.Photo();
        var nose = Middle(labels, 6);
        Assert.Equal(120, photo.Samples[3 * ((int)nose.Imaginary * Size + (int)nose.Real)], 12.0);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(-35)]
    public void A_turned_face_is_turned_back(double degrees)
    {
        SmallSets.Helen(_folder, degrees);
        var labels = Converted().Split("val").Samples[0].Labels();
        var across = Middle(labels, 5) - Middle(labels, 4);
        Assert.Equal(0, across.Phase * 180 / Math.PI, 1.0);
        Assert.Equal(40, Complex.Abs(across), 0.7);
        Assert.Equal((Size - 1) / 2.0, Middle(labels, 6).Real, 1.5);
    }

    [Fact]
    public void Eyes_come_to_a_distance_where_one_is_asked_for()
    {
        SmallSets.Helen(_folder, 10);
        var labels = Converted(eyes: 80).Split("test").Samples[0].Labels();
        Assert.Equal(80, Complex.Abs(Middle(labels, 5) - Middle(labels, 4)), 3.0);
    }

    [Fact]
    public void Landmarks_come_before_masks_and_must_lie_in_the_photograph()
    {
        SmallSets.Helen(_folder);
        // Landmarks of the same face with the nose 10 columns to the left: what comes to the middle tells which were taken.
        string Annotation(double shift) => "a\n" + string.Concat(Enumerable.Range(0, 194).Select(i =>
        {
            var point = i switch
            {
                < 41 => new Complex(90, 100), < 58 => new Complex(90, 80), < 86 => new Complex(i % 2 == 0 ? 73 : 107, 105),
                < 114 => new Complex(90, 105), < 134 => new Complex(70, 60), < 154 => new Complex(110, 60), _ => new Complex(90, 50),
            };
            return string.Create(CultureInfo.InvariantCulture, $"{point.Real + shift} , {point.Imaginary}\n");
        }));
        _folder.Text("SmithCVPR2013_dataset_resized/annotation/1.txt", Annotation(10));
        var set = Converted();
        Assert.Equal((Size - 1) / 2.0 - 10, Middle(set.Split("train").Samples[0].Labels(), 6).Real, 1.5);
        Assert.Equal((Size - 1) / 2.0, Middle(set.Split("val").Samples[0].Labels(), 6).Real, 1.5);
        Directory.Delete(_folder.At("made"), recursive: true);
        _folder.Text("SmithCVPR2013_dataset_resized/annotation/1.txt", Annotation(500));
        Assert.Contains("expected landmarks inside the photograph of 160×200", Assert.Throws<InvalidDataException>(() => Converted()).Message);
        _folder.Text("SmithCVPR2013_dataset_resized/annotation/1.txt", "a\n1 , 2\n");
        Assert.Contains("expected 194 landmarks, got 1", Assert.Throws<InvalidDataException>(() => Converted()).Message);
        _folder.Text("SmithCVPR2013_dataset_resized/annotation/1.txt", "a\nx , 2\n");
        Assert.Contains("expected column, row in point 1", Assert.Throws<InvalidDataException>(() => Converted()).Message);
    }

    [Fact]
    public void A_face_without_parts_and_a_mask_of_another_size_are_named()
    {
        SmallSets.Helen(_folder);
        var labels = "SmithCVPR2013_dataset_resized/labels/a/a_lbl";
        _folder.Bytes($"{labels}04.png", Png.Encode(new Image(5, 5, 1, new ushort[25])));
        Assert.Contains("a_lbl04.png: expected a mask of 160×200", Assert.Throws<InvalidDataException>(() => Converted()).Message);
        foreach (var part in new[] { 4, 5, 6, 7, 8, 9 })
            _folder.Bytes($"{labels}{part:d2}.png", Png.Encode(new Image(160, 200, 1, new ushort[160 * 200])));
        Assert.Contains("a: expected at least two of eyes, nose and mouth", Assert.Throws<InvalidDataException>(() => Converted()).Message);
    }

    [Fact]
    public void A_face_with_one_eye_hidden_is_aligned_by_the_rest()
    {
        SmallSets.Helen(_folder, 15);
        _folder.Bytes("SmithCVPR2013_dataset_resized/labels/a/a_lbl05.png", Png.Encode(new Image(160, 200, 1, new ushort[160 * 200])));
        var labels = Converted().Split("train").Samples[0].Labels();
        Assert.Equal((Size - 1) / 2.0, Middle(labels, 6).Real, 6.0);
        Assert.Equal(0, (Middle(labels, 3) - Middle(labels, 2)).Phase * 180 / Math.PI, 8.0);
    }

    private SegmentationSet Converted(int eyes = 0)
    {
        var conversion = new Conversion(_folder.Path, _folder.At("made"), (_, _, _) => { }, CancellationToken.None);
        HelenConversion.Run(conversion, "SmithCVPR2013_dataset_resized", Size, eyes);
        return SegmentationSet.Open(_folder.At("made"));
    }

    private static Complex Middle(LabelMap labels, int label)
    {
        var pixels = Enumerable.Range(0, labels.Labels.Length).Where(i => labels.Labels[i] == label)
            .Select(i => new Complex(i % labels.Width, i / labels.Width)).ToArray();
        Assert.NotEmpty(pixels);
        return pixels.Aggregate(Complex.Zero, (sum, one) => sum + one) / pixels.Length;
    }

    public void Dispose() => _folder.Dispose();
}

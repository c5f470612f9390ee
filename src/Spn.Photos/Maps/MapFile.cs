using Spn.Arrays;
using Spn.Imaging;

namespace Spn.Photos;

/// <summary>What a grey file or an array of two axes is to be read as.</summary>
public enum MapKind
{
    /// <summary>As its values say, and refused where they leave it open.</summary>
    Auto,

    /// <summary>Class indices.</summary>
    Labels,

    /// <summary>The probability of one object.</summary>
    Mask,
}

/// <summary>How a segmentation is read from a file.</summary>
public sealed record MapOptions
{
    /// <summary>What it holds, where somebody said it.</summary>
    public MapKind Kind { get; init; }

    /// <summary>What is known about its labels.</summary>
    public LabelOptions Labels { get; init; } = LabelOptions.Default;

    /// <summary>The most pixels it may claim, 1 to <see cref="Image.MostPixels"/>.</summary>
    public int MaxPixels { get; init; } = Image.MaxPixels;

    /// <summary>
    /// Where its values leave it open what a grey image holds: what it is then read as. <see cref="MapKind.Auto"/>: it is refused.
    /// </summary>
    internal MapKind Open { get; init; }

    internal MapOptions Check()
    {
        ArgumentNullException.ThrowIfNull(Labels);
        Labels.Check();
        if (!Enum.IsDefined(Kind))
            throw new ArgumentOutOfRangeException(
                nameof(Kind), $"expected a kind of map ({string.Join(", ", Enum.GetNames<MapKind>())}), got {Kind}.");
        return MaxPixels is >= 1 and <= Image.MostPixels ? this : throw new ArgumentOutOfRangeException(
            nameof(MaxPixels), $"expected a limit from 1 to {Image.MostPixels} pixels, got {MaxPixels}.");
    }
}

/// <summary>
/// Segmentations as segmenters and data sets write them: palette, grey and coloured images, <c>.npy</c> arrays, and the one tensor of a
/// <c>.safetensors</c> file, told apart by content. Labels come as labels, a grey mask as a probability, C×H×W floats as probabilities.
/// </summary>
public static class MapFile
{
    /// <summary>The endings of files with arrays.</summary>
    public static IReadOnlyList<string> ArrayExtensions { get; } = Array.AsReadOnly([".npy", ".safetensors"]);

    /// <summary>The endings of all files that are read here, those of arrays first.</summary>
    public static IReadOnlyList<string> Extensions { get; } = Array.AsReadOnly(ArrayExtensions.Concat(Photograph.Extensions).ToArray());

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What is known about it; all defaults when null.</param>
    /// <exception cref="InvalidDataException">
    /// It is none of these, is damaged, a value is out of range (named with its place), or it can be read as labels and as a mask.
    /// </exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="IOException">It cannot be read, or is a folder.</exception>
    public static MapContent Read(string path, MapOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var known = (options ?? new MapOptions()).Check();
        var file = ImageFile.ReadBytes(path, "a label map or probabilities");
        try
        {
            return Decode(file, known, path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase));
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a file that must hold labels.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What is known about its labels; all defaults when null.</param>
    /// <param name="maxPixels">The most pixels it may claim.</param>
    /// <exception cref="InvalidDataException">
    /// It holds something else, is damaged, a label is out of range, or it has no palette and holds 0 and 255 alone, which is an object on
    /// its background unless <see cref="LabelOptions.Ignored"/> is 255.
    /// </exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="IOException">It cannot be read, or is a folder.</exception>
    public static LabelContent ReadLabels(string path, LabelOptions? options = null, int maxPixels = Image.MaxPixels)
    {
        var labels = LabelsOf(path, options ?? LabelOptions.Default, maxPixels);
        return labels.IsOpen ? throw new InvalidDataException($"{path}: {BlackAndWhite().Message}") : labels;
    }

    /// <summary>The same, where 0 and 255 alone are left to the caller.</summary>
    internal static LabelContent LabelsOf(string path, LabelOptions known, int maxPixels) =>
        Read(path, new MapOptions { Kind = MapKind.Labels, Labels = known, MaxPixels = maxPixels }) as LabelContent
        ?? throw new InvalidDataException($"{path}: expected labels, got probabilities; give the label map.");

    /// <summary>What is said of 0 and 255 alone.</summary>
    internal static InvalidDataException BlackAndWhite(string orKind = "") => new(
        "expected labels, got 0 and 255 alone, which can be an object on its background or class 0 and pixels that are not labelled; save "
        + $"the object as 1, or say that 255 is not labelled by LabelOptions.Ignored = 255{orKind}.");

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="options">What is known about them, checked.</param>
    /// <param name="tensors">Whether they are safetensors, which have no mark of their own.</param>
    internal static MapContent Decode(byte[] file, MapOptions options, bool tensors)
    {
        if (file is [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..])
        {
            var array = Npy.Decode(file);
            return ArrayMaps.Read(array.Values, array.Shape, NpyTypes.IsInteger(NpyTypes.Code(array.StoredAs)), options);
        }

        if (!tensors)
            return FromImage(file, options);
        var all = SafeTensors.Decode(file).Tensors;
        return all.Count == 1
            ? ArrayMaps.Read(all[0].Values, all[0].Shape, NpyTypes.IsInteger(all[0].StoredAs), options)
            : throw new InvalidDataException(
                $"expected one tensor, H×W labels or C×H×W probabilities, got {all.Count} tensors; save those of one photograph alone.");
    }

    private static MapContent FromImage(byte[] file, MapOptions options)
    {
        var format = Photograph.FormatOf(file);
        var image = format.Decode(file, options.MaxPixels);
        if (options.Kind == MapKind.Mask)
            return Mask(image, "soft mask");
        var named = image.Channels > 2 && options.Labels.Palette is not null;
        var open = options.Kind == MapKind.Auto && options.Labels.Encoding == LabelEncoding.Index && !image.IsIndexed && !named
            && LabelImage.IsGrey(image);
        if (open)
            switch (GreyImage.Read(image, options.Labels))
            {
                case GreyReading.Mask:
                    var how = image.Samples.AsSpan().ContainsAnyExcept((ushort)0, (ushort)image.MaxValue) ? "grey over the whole range"
                        : "black and white";
                    return Mask(image, $"soft mask ({how}); MapOptions.Kind = Labels reads class indices");
                case GreyReading.Either when options.Open == MapKind.Mask:
                    return Mask(image, "soft mask");
                case GreyReading.Either:
                    throw Open(image);
            }

        if (!format.IsLossless)
            throw new InvalidDataException(
                $"expected a label map without loss, got a {format.Name} file, whose compression changes labels; save it as PNG, or say "
                + "MapOptions.Kind = Mask for a soft mask.");
        var labels = LabelImage.Read(image, options.Labels);
        var from = image.IsIndexed ? "palette" : named ? "colours of a palette" : open ? "grey, few small values" : "grey";
        var reading = $"labels ({from})" + (open && !options.Labels.SayLabels ? "; MapOptions.Kind = Mask reads a soft mask" : "");
        return new LabelContent(labels, image.ColourTable, image.ColourTableAlpha, reading)
        {
            IsOpen = !image.IsIndexed && !named && LabelImage.IsGrey(image)
                && GreyImage.IsBlackAndWhite<ushort>(image.Samples, options.Labels),
        };
    }

    private static InvalidDataException Open(Image image) => image.Samples.AsSpan().ContainsAnyExcept((ushort)0, (ushort)255)
        ? new("expected greys that are plainly class indices or plainly a soft mask, got values that can be both; say MapOptions.Kind = "
            + "Labels or MapOptions.Kind = Mask.")
        : BlackAndWhite(", or that it is a mask by MapOptions.Kind = Mask");

    private static MaskContent Mask(Image image, string reading)
    {
        if (image.IsIndexed || !LabelImage.IsGrey(image))
            throw new InvalidDataException(
                $"expected a grey image as a soft mask, got {image}; for class indices say MapOptions.Kind = Labels.");
        var map = image.ToFeatureMap();
        var mask = map.Channels == 1 ? map : new FeatureMap(map.Shape with { Channels = 1 }, map.Plane(0, 0).ToArray());
        return new MaskContent(mask, image.BitDepth, reading);
    }
}

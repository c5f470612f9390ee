namespace Spn.Imaging;

/// <summary>
/// A picture as a file holds it: integer samples, H×W×C interleaved, or palette indices with their colour table. Colours are taken
/// as gamma-encoded sRGB; colour profiles in files are not applied.
/// </summary>
/// <remarks>
/// C is 1 (grey), 2 (grey and alpha), 3 (RGB) or 4 (RGBA). An indexed image has C = 1 and its samples are the indices. Alpha is
/// straight, not premultiplied. <see cref="ToFeatureMap"/> leaves alpha out; <see cref="Over"/> composites, <see cref="ToAlphaMap"/> gives
/// it.
/// </remarks>
public sealed class Image
{
    /// <summary>
    /// The most pixels a file may claim unless its reader is told another limit, 2²⁶ = 8192×8192: one that claims more is refused before
    /// memory is taken.
    /// </summary>
    public const int MaxPixels = 1 << 26;

    /// <summary>The most pixels any image may have: what four channels of one array hold.</summary>
    public const int MostPixels = 500_000_000;

    /// <summary>An image over <paramref name="samples"/>, which are kept, not copied.</summary>
    /// <param name="height">Rows, at least one.</param>
    /// <param name="width">Columns, at least one.</param>
    /// <param name="channels">1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.</param>
    /// <param name="samples">H·W·C samples, interleaved, channel fastest, none above <paramref name="maxValue"/>.</param>
    /// <param name="maxValue">The sample that stands for 1.0, from 1 to 65535: 255 for 8 bits, 65535 for 16.</param>
    /// <exception cref="ArgumentException">An extent, the number of samples or a sample is out of range.</exception>
    public Image(int height, int width, int channels, ushort[] samples, int maxValue = 255)
        : this(height, width, channels, samples, maxValue, [], []) { }

    private Image(
        int height, int width, int channels, ushort[] samples, int maxValue, IReadOnlyList<Rgb> table, IReadOnlyList<byte> tableAlpha)
    {
        ArgumentNullException.ThrowIfNull(samples);
        CheckSize(height, width);
        if (channels is < 1 or > 4)
            throw new ArgumentOutOfRangeException(
                nameof(channels), $"expected 1 (grey), 2 (grey and alpha), 3 (RGB) or 4 (RGBA) channels, got {channels}.");
        if (maxValue is < 1 or > 65535)
            throw new ArgumentOutOfRangeException(nameof(maxValue), $"expected a largest sample from 1 to 65535, got {maxValue}.");
        Expect.Length(samples.Length, (long)height * width * channels, $"an image of {height}×{width}×{channels}", nameof(samples));
        var largest = System.Numerics.Tensors.TensorPrimitives.Max<ushort>(samples);
        if (largest > maxValue)
            throw new ArgumentException(
                $"expected samples up to {maxValue}, got {largest}; give the right largest sample.", nameof(samples));
        (Height, Width, Channels, Samples, MaxValue, ColourTable, ColourTableAlpha) = (height, width, channels, samples, maxValue, table, tableAlpha);
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>1 grey or palette index, 2 grey and alpha, 3 RGB, 4 RGBA.</summary>
    public int Channels { get; }

    /// <summary>H·W·C samples, interleaved, from 0 to <see cref="MaxValue"/>; the indices of an indexed image.</summary>
    public ushort[] Samples { get; }

    /// <summary>The sample that stands for 1.0: 255 for 8 bits, 65535 for 16; 1, 3 or 15 for greys of 1, 2 or 4 bits.</summary>
    public int MaxValue { get; }

    /// <summary>8 when a sample fits a byte, else 16.</summary>
    public int BitDepth => MaxValue <= 255 ? 8 : 16;

    /// <summary>Whether the samples are indices into <see cref="ColourTable"/>.</summary>
    public bool IsIndexed => ColourTable.Count > 0;

    /// <summary>The palette of an indexed image, 1 to 256 colours; empty for other images. An index beyond it is black.</summary>
    public IReadOnlyList<Rgb> ColourTable { get; }

    /// <summary>The alpha of the first entries of the colour table; entries beyond it are opaque. Empty when all are.</summary>
    public IReadOnlyList<byte> ColourTableAlpha { get; }

    /// <summary>Whether any pixel may be other than opaque: an alpha channel, or alpha in the colour table.</summary>
    public bool HasAlpha => Channels is 2 or 4 || ColourTableAlpha.Count > 0;

    /// <summary>A palette image over <paramref name="indices"/>.</summary>
    /// <param name="height">Rows, at least one.</param>
    /// <param name="width">Columns, at least one.</param>
    /// <param name="indices">H·W indices, width fastest.</param>
    /// <param name="table">1 to 256 colours.</param>
    /// <param name="tableAlpha">The alpha of the first colours; opaque when left out.</param>
    /// <exception cref="ArgumentException">An extent or a count is out of range.</exception>
    public static Image Indexed(int height, int width, byte[] indices, IReadOnlyList<Rgb> table, IReadOnlyList<byte>? tableAlpha = null)
    {
        ArgumentNullException.ThrowIfNull(indices);
        ArgumentNullException.ThrowIfNull(table);
        var alpha = tableAlpha ?? [];
        if (table.Count is < 1 or > 256 || alpha.Count > table.Count)
            throw new ArgumentException($"expected 1 to 256 colours and no more alphas than colours, got {table.Count} colours and {alpha.Count} alphas.", nameof(table));
        return new Image(height, width, 1, Array.ConvertAll(indices, i => (ushort)i), 255, Array.AsReadOnly(table.ToArray()), Array.AsReadOnly(alpha.ToArray()));
    }

    /// <summary>A label map as a palette image: the indices are the labels, <see cref="LabelMap.Ignore"/> included.</summary>
    /// <param name="labels">H×W labels.</param>
    /// <param name="palette">Colours; <see cref="Palette.PascalVoc"/>'s when left out.</param>
    public static Image FromLabelMap(LabelMap labels, Palette? palette = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var colours = palette ?? Palette.PascalVoc;
        int largest = labels.Labels.Max();
        return Indexed(labels.Height, labels.Width, labels.Labels, colours.Table(Math.Max(largest + 1, colours.Count)));
    }

    /// <summary>A map of intensities as an image: <c>round(v · maxValue)</c>, values outside [0, 1] clamped.</summary>
    /// <param name="map">1×C×H×W with C = 1 (grey), 2 (grey and alpha), 3 (RGB) or 4 (RGBA), sRGB in [0, 1].</param>
    /// <param name="maxValue">255 for an image of 8 bits, 65535 for one of 16.</param>
    /// <exception cref="ArgumentException">The batch is not 1, C is not 1 to 4, or a value is NaN.</exception>
    public static Image FromFeatureMap(FeatureMap map, int maxValue = 255) => ImageConversion.FromFeatureMap(map, maxValue);

    /// <summary>
    /// The picture as intensities in [0, 1]: 1×1×H×W for greys, 1×3×H×W for colours and palettes. Alpha is left out, as in most pipelines;
    /// see <see cref="Over"/>.
    /// </summary>
    public FeatureMap ToFeatureMap() => ImageConversion.ToFeatureMap(this);

    /// <summary>Opacity in [0, 1], 1×1×H×W; all ones when the image has no alpha. A cut-out's alpha is a soft mask.</summary>
    public FeatureMap ToAlphaMap() => ImageConversion.ToAlphaMap(this);

    /// <summary>The picture in [0, 1], 1×(1|3)×H×W, composited over one colour (in gamma-encoded sRGB, as browsers do).</summary>
    /// <param name="background">The colour behind; a grey image takes its red.</param>
    public FeatureMap Over(Rgb background) => ImageConversion.Over(this, background);

    /// <summary>
    /// The class index of each pixel: the palette index, or the grey sample as it stands (not rescaled: a 1-bit mask has classes 0 and 1).
    /// Alpha is left out.
    /// </summary>
    /// <exception cref="InvalidDataException">The image has colours without a palette, or a grey above 255.</exception>
    public LabelMap ToLabelMap() => ImageConversion.ToLabelMap(this);

    /// <summary>Size, kind and sample range.</summary>
    public override string ToString()
    {
        var kind = IsIndexed ? FormattableString.Invariant($"{ColourTable.Count} colours") : Channels switch { 1 => "grey", 2 => "grey and alpha", 3 => "RGB", _ => "RGBA" };
        return FormattableString.Invariant($"Image {Height}×{Width}, {kind}, samples to {MaxValue}");
    }

    /// <summary>An image's extent within bounds.</summary>
    internal static void CheckSize(int height, int width)
    {
        if (height < 1 || width < 1 || (long)height * width > MostPixels)
            throw new ArgumentException(
                $"expected at least one pixel and at most {MostPixels}, got {height}×{width}; tile or shrink the image.", nameof(height));
    }

    /// <summary>What a file claims, before memory is taken.</summary>
    /// <param name="what">What claims it, as in <c>a PNG file</c>.</param>
    /// <param name="height">Rows that it claims.</param>
    /// <param name="width">Columns that it claims.</param>
    /// <param name="maxPixels">The limit, 1 to <see cref="MostPixels"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of its range.</exception>
    /// <exception cref="InvalidDataException">The file claims more, or nothing.</exception>
    internal static void CheckClaim(string what, long height, long width, int maxPixels)
    {
        if (maxPixels is < 1 or > MostPixels)
            throw new ArgumentOutOfRangeException(nameof(maxPixels), $"expected a limit from 1 to {MostPixels} pixels, got {maxPixels}.");
        if (height < 1 || width < 1 || height > MostPixels || width > MostPixels || height * width > maxPixels)
            throw new InvalidDataException(
                $"expected {what} of 1 to {maxPixels} pixels, got {height}×{width}; shrink or tile the image, or raise the limit "
                + "(maxPixels).");
    }
}

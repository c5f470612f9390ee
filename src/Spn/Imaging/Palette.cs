namespace Spn.Imaging;

/// <summary>
/// Names and colours of the classes of a label map. Every label from 0 to 255 has a name and a colour: labels beyond the named
/// classes take <c>class 23</c> and the colour of <see cref="VocColour"/>, and <see cref="LabelMap.Ignore"/> takes
/// <see cref="IgnoreColour"/>.
/// </summary>
public sealed class Palette
{
    /// <summary>A palette of named classes.</summary>
    /// <param name="names">One name a class, 1 to 255 of them.</param>
    /// <param name="colours">One colour a class.</param>
    /// <param name="ignoreColour">The colour of <see cref="LabelMap.Ignore"/>; black when left out.</param>
    /// <exception cref="ArgumentException">The counts differ, or are zero or above 255.</exception>
    public Palette(IReadOnlyList<string> names, IReadOnlyList<Rgb> colours, Rgb ignoreColour = default)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(colours);
        if (names.Count != colours.Count || names.Count is < 1 or > 255)
            throw new ArgumentException(
                $"expected 1 to 255 names and as many colours, got {names.Count} names and {colours.Count} colours; "
                + "give each class one of both.", nameof(colours));
        (Names, Colours, IgnoreColour) = (Array.AsReadOnly(names.ToArray()), Array.AsReadOnly(colours.ToArray()), ignoreColour);
    }

    /// <summary>The names of the classes, in label order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The colours of the classes, in label order.</summary>
    public IReadOnlyList<Rgb> Colours { get; }

    /// <summary>The colour of <see cref="LabelMap.Ignore"/>.</summary>
    public Rgb IgnoreColour { get; }

    /// <summary>The number of named classes.</summary>
    public int Count => Names.Count;

    /// <summary>The colour of a label, whether or not it has a name.</summary>
    public Rgb this[byte label] => label < Count ? Colours[label] : label == LabelMap.Ignore ? IgnoreColour : VocColour(label);

    /// <summary>The name of a label: its own, <c>ignore</c>, or <c>class 23</c>.</summary>
    public string NameOf(byte label) =>
        label < Count ? Names[label] : label == LabelMap.Ignore ? "ignore" : FormattableString.Invariant($"class {label}");

    /// <summary>The first label whose class has this name, or −1.</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Count; i++)
            if (string.Equals(Names[i], name, StringComparison.OrdinalIgnoreCase))
                return i;
        return -1;
    }

    /// <summary>The colours of labels 0 to <paramref name="count"/> − 1: the colour table of an indexed image.</summary>
    /// <param name="count">1 to 256.</param>
    public IReadOnlyList<Rgb> Table(int count = 256)
    {
        if (count is < 1 or > 256)
            throw new ArgumentOutOfRangeException(nameof(count), $"expected 1 to 256 colours, got {count}.");
        return Array.AsReadOnly(Enumerable.Range(0, count).Select(i => this[(byte)i]).ToArray());
    }

    /// <summary>
    /// The colour that PASCAL VOC gives a label: the label's bits, three at a time from the lowest, go to red, green and blue,
    /// filling each channel from its highest bit. So 0 is black, 1 is (128, 0, 0), 255 is (224, 224, 192).
    /// </summary>
    public static Rgb VocColour(byte label)
    {
        int red = 0, green = 0, blue = 0;
        for (int bits = label, shift = 7; bits != 0; bits >>= 3, shift--)
        {
            red |= (bits & 1) << shift;
            green |= (bits >> 1 & 1) << shift;
            blue |= (bits >> 2 & 1) << shift;
        }

        return new Rgb((byte)red, (byte)green, (byte)blue);
    }

    /// <summary>The number of classes.</summary>
    public override string ToString() => FormattableString.Invariant($"Palette of {Count}: {string.Join(", ", Names)}");

    /// <summary>PASCAL VOC 2012: background and 20 classes of objects, in VOC's colours; ignored boundaries are (224, 224, 192).</summary>
    public static Palette PascalVoc => Palettes.PascalVoc;

    /// <summary>
    /// CamVid, the 11 classes of SegNet: 0 sky to 10 bicyclist; 11 is unlabelled and is to be ignored (<see cref="LabelMap.WithIgnored"/>).
    /// </summary>
    public static Palette CamVid => Palettes.CamVid;

    /// <summary>
    /// HELEN face parsing, the 11 parts of Smith et al. (CVPR 2013): 0 background, 1 skin, brows, eyes, nose, lips, 10 hair.
    /// </summary>
    public static Palette Helen => Palettes.Helen;

    /// <summary>Cityscapes, the 19 classes that are scored (train ids): 0 road to 18 bicycle, in Cityscapes' colours.</summary>
    public static Palette Cityscapes => Palettes.Cityscapes;

    /// <summary>
    /// ADE20K's scene parsing benchmark (Zhou et al. 2017): 150 classes, 0 wall to 149 flag, in the colours of PASCAL VOC from its second
    /// on.
    /// </summary>
    public static Palette Ade20k => Ade20kClasses.Palette;

    /// <summary>The seven classes of generated scenes, in colours that people with any common colour blindness tell apart.</summary>
    public static Palette Scenes => Palettes.Scenes;

    /// <summary>
    /// Eight colours that people with any common colour blindness tell apart (Okabe and Ito, 2008), black first; classes are named by
    /// number.
    /// </summary>
    public static Palette Categorical => Palettes.Categorical;
}

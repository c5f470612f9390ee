namespace Spn.Visuals;

/// <summary>A colour of a drawing: sRGB bytes and an opacity from 0 to 1.</summary>
internal readonly record struct Ink(byte R, byte G, byte B, double Opacity = 1)
{
    public static readonly Ink White = new(255, 255, 255);
    public static readonly Ink Text = new(0x1f, 0x23, 0x28);
    public static readonly Ink Muted = new(0x57, 0x5e, 0x68);
    public static readonly Ink Frame = new(0x8a, 0x91, 0x9b);
    public static readonly Ink Grid = new(0xe1, 0xe4, 0xe8);
    public static readonly Ink Blue = new(0x1f, 0x5f, 0xae);
    public static readonly Ink Orange = new(0xc4, 0x4e, 0x00);

    /// <summary>Zero, on a logarithmic scale that has no place for it.</summary>
    public static readonly Ink Zero = new(0xe9, 0xec, 0xef);

    /// <summary>Where a value is not finite: no colour map contains it.</summary>
    public static readonly Ink NotFinite = new(0xff, 0x00, 0xc8);

    /// <summary>Notices: what was cut, what is not finite.</summary>
    public static readonly Ink Notice = new(0x9a, 0x3f, 0x00);

    public static Ink From(Imaging.Rgb colour) => new(colour.R, colour.G, colour.B);

    public Ink WithOpacity(double opacity) => this with { Opacity = opacity };

    /// <summary>
    /// Dark or white text, whichever reads better on this colour. The two read equally well at a relative luminance near 0.37 by the
    /// perceptual measure APCA; WCAG 2's ratio would put dark text on mid tones such as teal, where white is easier to read.
    /// </summary>
    public Ink Contrast() => Luminance() > 0.37 ? Text : White;

    /// <summary>This colour over <paramref name="below"/>, opaque.</summary>
    public Ink Over(Ink below)
    {
        var a = Opacity;
        byte Mix(byte top, byte under) => (byte)Math.Round(a * top + (1 - a) * under);
        return new Ink(Mix(R, below.R), Mix(G, below.G), Mix(B, below.B));
    }

    public string ToHex() => FormattableString.Invariant($"#{R:x2}{G:x2}{B:x2}");

    private double Luminance()
    {
        static double Linear(byte c) => c / 255.0 <= 0.04045 ? c / 255.0 / 12.92 : Math.Pow((c / 255.0 + 0.055) / 1.055, 2.4);
        return 0.2126 * Linear(R) + 0.7152 * Linear(G) + 0.0722 * Linear(B);
    }
}

namespace Spn.Imaging;

/// <summary>A colour, 8 bits a channel, gamma-encoded sRGB.</summary>
/// <param name="R">Red, 0 to 255.</param>
/// <param name="G">Green, 0 to 255.</param>
/// <param name="B">Blue, 0 to 255.</param>
public readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>The colour as CSS writes it, for example <c>#c00080</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"#{R:x2}{G:x2}{B:x2}");
}

using Spn.Imaging;

namespace Spn.DataSets;

/// <summary>How the label files of an open set are read: the scheme's own classes, or those that were named.</summary>
/// <param name="Palette">The classes.</param>
/// <param name="Ignored">A label besides 255 that is no class.</param>
/// <param name="MaxPixels">The most pixels that an image may claim.</param>
internal sealed record SetReading(Palette Palette, byte? Ignored, int MaxPixels)
{
    /// <summary>What the reader of label maps is told.</summary>
    public LabelOptions Labels => new() { Palette = Palette, Ignored = Ignored };

    /// <exception cref="ArgumentException">The options do not go with the scheme.</exception>
    public static SetReading Of(SetScheme scheme, SetOptions options)
    {
        if (options.MaxPixels is < 1 or > Image.MostPixels)
            throw new ArgumentOutOfRangeException(
                nameof(options), $"expected a limit from 1 to {Image.MostPixels} pixels, got {options.MaxPixels}.");
        if (scheme.Palette is not { } own)
            return new SetReading(
                options.Palette ?? throw new ArgumentException(
                    $"expected the classes (SetOptions.Palette) for a set of the scheme '{scheme.Name}', whose folders do not say them; "
                    + $"name one of {DataSet.Names}, or a palette of your own (data.classes in a config).", nameof(options)),
                options.IgnoredLabel, options.MaxPixels);
        var same = options.Palette is not { } given || given.Names.SequenceEqual(own.Names);
        return same || scheme.AnyClasses
            ? new SetReading(options.Palette ?? own, options.IgnoredLabel ?? (same ? scheme.IgnoredLabel : null), options.MaxPixels)
            : throw new ArgumentException(
                $"expected the classes of the scheme '{scheme.Name}' ({own.Count}: {own.Names[0]} to {own.Names[^1]}), got "
                + $"{options.Palette!.Count} others ({options.Palette.Names[0]} to {options.Palette.Names[^1]}); name the classes of this "
                + "set (data.classes in a config), or leave them out.", nameof(options));
    }
}

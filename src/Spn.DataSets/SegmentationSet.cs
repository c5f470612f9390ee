using Spn.Imaging;

namespace Spn.DataSets;

/// <summary>
/// A data set for segmentation: photographs, the class of each pixel, what the classes are called, and splits. Immutable; files are read
/// when a sample is asked for them.
/// </summary>
public sealed class SegmentationSet
{
    private SegmentationSet(string name, SetScheme scheme, Palette palette, IReadOnlyList<SetSplit> splits) =>
        (Name, Scheme, Palette, Splits) = (name, scheme, palette, splits);

    /// <summary>What messages and tables call it: the name of its folder.</summary>
    public string Name { get; }

    /// <summary>How its files are laid out and read; <see cref="SetScheme.Folders"/> for a set of your own.</summary>
    public SetScheme Scheme { get; }

    /// <summary>How the scheme was found, in words, as in <c>by its folders JPEGImages and SegmentationClass</c>.</summary>
    public string FoundBy { get; private init; } = "as it was named";

    /// <summary>Names and colours of the classes; labels are below their number, or <see cref="LabelMap.Ignore"/>.</summary>
    public Palette Palette { get; }

    /// <summary>A label of the files besides 255 that means "not labelled"; samples give <see cref="LabelMap.Ignore"/> for it.</summary>
    public byte? IgnoredLabel { get; private init; }

    /// <summary>The columns of the set's usual table, merged classes among them; empty where every class is a column.</summary>
    public IReadOnlyList<ClassGroup> Groups => Scheme.Groups;

    /// <summary>The splits, train first.</summary>
    public IReadOnlyList<SetSplit> Splits { get; }

    /// <summary>The number of classes.</summary>
    public int Classes => Palette.Count;

    /// <summary>A set of your own.</summary>
    /// <param name="name">What messages and tables call it.</param>
    /// <param name="palette">The classes.</param>
    /// <param name="splits">At least one, of different names.</param>
    /// <exception cref="ArgumentException">There is no split, or two of one name.</exception>
    public static SegmentationSet Of(string name, Palette palette, IReadOnlyList<SetSplit> splits)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(palette);
        ArgumentNullException.ThrowIfNull(splits);
        if (splits.Count == 0 || splits.DistinctBy(split => split.Name).Count() != splits.Count)
            throw new ArgumentException(
                $"expected at least one split and each name once, got '{string.Join(", ", splits.Select(split => split.Name))}'.",
                nameof(splits));
        return new SegmentationSet(name, SetScheme.Folders, palette, [.. splits]);
    }

    /// <summary>Opens a set whose scheme is found by the folder's <c>spn-set.json</c>, or else by the folders in it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">What else is known; the scheme's own when null.</param>
    /// <exception cref="IOException">There is no such folder, or no set that is known in it.</exception>
    /// <exception cref="InvalidDataException">The files are not of the scheme: the first that is wrong is named.</exception>
    public static SegmentationSet Open(string folder, SetOptions? options = null)
    {
        var found = SchemeFinder.Find(Existing(folder));
        return Open(folder, found.Scheme, options ?? SetOptions.Default, found.By);
    }

    /// <summary>Opens a set.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="scheme">How its files are laid out and read.</param>
    /// <param name="options">What else is known; the scheme's own when null.</param>
    /// <exception cref="IOException">A folder or a file is missing.</exception>
    /// <exception cref="InvalidDataException">
    /// The first sample of a split is not of the scheme: another palette, a label out of range (named with its place), another size.
    /// </exception>
    /// <exception cref="ArgumentException">The options do not go with the scheme.</exception>
    public static SegmentationSet Open(string folder, SetScheme scheme, SetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        return Open(Existing(folder), scheme, options ?? SetOptions.Default, "as it was named");
    }

    /// <summary>Whether there is a split of this name.</summary>
    public bool Has(string split) => Splits.Any(one => one.Name == split);

    /// <summary>The split of a name.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public SetSplit Split(string name) => Splits.FirstOrDefault(split => split.Name == name) ?? throw new ArgumentException(
        $"expected a split of {Name} ({string.Join(", ", Splits.Select(split => split.Name))}), got '{name}'.", nameof(name));

    /// <summary>Name, scheme, splits with their sizes, number of classes.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Name} ({Scheme.Name}): {string.Join(", ", Splits)}; {Classes} classes");

    private static SegmentationSet Open(string folder, SetScheme scheme, SetOptions options, string foundBy)
    {
        var reading = SetReading.Of(scheme, options);
        var splits = scheme.Find(folder, reading);
        if (options.CheckFirst)
            foreach (var split in splits)
                split.Samples[0].Load(reading.Palette);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return new SegmentationSet(name.Length > 0 ? name : scheme.Name, scheme, reading.Palette, splits)
        {
            FoundBy = foundBy, IgnoredLabel = reading.Ignored,
        };
    }

    private static string Existing(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Directory.Exists(folder) ? folder : throw new DirectoryNotFoundException(
            $"expected the folder of a data set at {Path.GetFullPath(folder)}, found none; correct the path, or fetch the set with one of "
            + "data-scripts.");
    }
}

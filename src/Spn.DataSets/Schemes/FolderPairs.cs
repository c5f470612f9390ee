using Spn.Photos;

namespace Spn.DataSets.Schemes;

/// <summary>Pairs of folders, of photographs and of label maps of the same names.</summary>
internal static class FolderPairs
{
    /// <summary>What the splits are called; the first is always there.</summary>
    private static readonly string[] s_splits = ["train", "val", "test"];

    private static readonly string[] s_photos = ["photos", "images"];

    private static readonly string[] s_labels = ["labels", "masks", "annotations"];

    /// <summary>The end of the name of a folder of label maps beside that of its photographs.</summary>
    private const string Annotations = "annot";

    /// <summary>CamVid's way: <c>train</c> and <c>trainannot</c>, <c>val</c> and <c>valannot</c>, perhaps <c>test</c>.</summary>
    public static IReadOnlyList<SetSplit> FindAnnotated(string folder, SetReading reading) =>
        FindAnnotated(folder, reading, path => Labels(path, reading));

    /// <summary>The same with a reader of labels of one's own.</summary>
    public static IReadOnlyList<SetSplit> FindAnnotated(string folder, SetReading reading, Func<string, LabelMap> labels) =>
    [
        .. s_splits.Where(split => split != "test" || Directory.Exists(Path.Combine(folder, split))).Select(split => new SetSplit(
            split, SchemeFolders.Pairs(
                SchemeFolders.Existing(folder, split, SetScheme.CamVid),
                SchemeFolders.Existing(folder, split + Annotations, SetScheme.CamVid), reading, labels))),
    ];

    /// <summary>Whether a folder has pairs at its top or in folders of splits.</summary>
    public static bool IsOne(string folder) =>
        Pair(folder) is not null || s_splits.Any(split => Pair(Path.Combine(folder, split)) is not null);

    /// <summary>A pair at the top, or one in a folder of each split.</summary>
    public static IReadOnlyList<SetSplit> Find(string folder, SetReading reading)
    {
        if (Pair(folder) is { } top)
            return [Split("all", top, reading)];
        SetSplit[] splits =
        [
            .. s_splits.Select(name => (Name: name, Pair: Pair(Path.Combine(folder, name)))).Where(one => one.Pair is not null)
                .Select(one => Split(one.Name, one.Pair!, reading)),
        ];
        return splits.Length > 0 ? splits : throw new DirectoryNotFoundException(
            $"expected folders of photographs and labels in {folder}, found none; give a folder laid out as {SetScheme.Folders.Layout}.");
    }

    /// <summary>The labels of a file in any form that <see cref="MapFile"/> reads.</summary>
    public static LabelMap Labels(string path, SetReading reading) =>
        MapFile.ReadLabels(path, reading.Labels, reading.MaxPixels).Labels;

    private static SetSplit Split(string name, FolderPair pair, SetReading reading) =>
        new(name, SchemeFolders.Pairs(pair.Photos, pair.Labels, reading, path => Labels(path, reading)));

    private static FolderPair? Pair(string folder)
    {
        string? Of(string[] names) => names.Select(name => Path.Combine(folder, name)).FirstOrDefault(Directory.Exists);
        return (Of(s_photos), Of(s_labels)) is ({ } photos, { } labels) ? new FolderPair(photos, labels) : null;
    }

    private sealed record FolderPair(string Photos, string Labels);
}

using Spn.DataSets.Schemes;
using Spn.Imaging;

namespace Spn.DataSets;

/// <summary>
/// How a data set lies in a folder and how its label files say classes. One line of <see cref="All"/> is one scheme: commands, configs and
/// <see cref="SegmentationSet.Open(string, SetOptions?)"/> take theirs from there.
/// </summary>
public sealed class SetScheme
{
    private SetScheme(string name, string layout, IReadOnlyList<string> marks, Func<string, SetReading, IReadOnlyList<SetSplit>> find)
        => (Name, Layout, Marks, Find) = (name, layout, marks, find);

    /// <summary>
    /// PASCAL VOC 2012: <c>JPEGImages</c>, <c>SegmentationClass</c> (palette PNG in VOC's colours, 255 is ignored),
    /// <c>ImageSets/Segmentation/*.txt</c>. The list <c>trainaug</c> also takes labels from <c>SegmentationClassAug</c>.
    /// </summary>
    public static SetScheme Voc { get; } = new(
        "voc", "JPEGImages, SegmentationClass, ImageSets/Segmentation/*.txt", ["JPEGImages", "SegmentationClass"], VocFiles.Find)
    {
        Classes = DataSet.Named("voc"),
    };

    /// <summary>
    /// HELEN with the masks of Smith et al. (CVPR 2013): <c>images/NAME.jpg</c>, eleven soft masks <c>labels/NAME/NAME_lbl00.png</c> to
    /// <c>_lbl10.png</c>, lists <c>exemplars.txt</c> (train), <c>tuning.txt</c> (val) and <c>testing.txt</c> (test).
    /// </summary>
    public static SetScheme Helen { get; } = new(
        "helen", "images, labels/NAME/NAME_lbl00.png to _lbl10.png, exemplars.txt, tuning.txt, testing.txt",
        ["images", "labels", "exemplars.txt"], HelenFiles.Find)
    {
        Classes = DataSet.Named("helen"), Groups = HelenFiles.Groups,
    };

    /// <summary>
    /// CamVid as SegNet has it: photographs in <c>train</c>, <c>val</c> and, where it is there, <c>test</c>; label maps of the same names
    /// in <c>trainannot</c>, <c>valannot</c>, <c>testannot</c>: indices (11 is ignored), or the colours of CamVid's 32 classes.
    /// Other classes may be named: any set that is laid out so.
    /// </summary>
    public static SetScheme CamVid { get; } = new(
        "camvid", "train, trainannot, val, valannot, test, testannot", ["train", "trainannot"], CamVidFiles.Find)
    {
        Classes = DataSet.Named("camvid"), AnyClasses = true,
    };

    /// <summary>
    /// Cityscapes: <c>leftImg8bit/SPLIT/CITY/*_leftImg8bit.png</c> and <c>gtFine/SPLIT/CITY/*_gtFine_labelTrainIds.png</c>, or
    /// <c>_labelIds.png</c> where there are no train ids. The labels of its test split are not public: it is left out.
    /// </summary>
    public static SetScheme Cityscapes { get; } = new(
        "cityscapes", "leftImg8bit/SPLIT/CITY, gtFine/SPLIT/CITY", ["leftImg8bit", "gtFine"], CityscapesFiles.Find)
    {
        Classes = DataSet.Named("cityscapes"),
    };

    /// <summary>
    /// ADE20K's scene parsing benchmark: <c>images/training</c>, <c>images/validation</c>, <c>annotations</c> likewise, grey PNG where 0
    /// is other (ignored) and 1 to 150 are the classes.
    /// </summary>
    public static SetScheme Ade20k { get; } = new(
        "ade20k", "images/training, images/validation, annotations/training, annotations/validation",
        ["images/training", "annotations/training"], Ade20kFiles.Find)
    {
        Classes = DataSet.Named("ade20k"),
    };

    /// <summary>Generated scenes, laid out like CamVid: what <c>data-scripts/scenes.cs</c> writes.</summary>
    public static SetScheme Scenes { get; } = new(
        "scenes", "train, trainannot, val, valannot, test, testannot", [], FolderPairs.FindAnnotated)
    {
        Classes = DataSet.Named("scenes"),
    };

    /// <summary>
    /// Plain pairs of folders: <c>photos</c> (or <c>images</c>) and <c>labels</c> (or <c>masks</c>, <c>annotations</c>) with files of the
    /// same names, at the top (one split, <c>all</c>) or in a folder for each split. The classes must be named.
    /// </summary>
    public static SetScheme Folders { get; } = new(
        "folders", "photos and labels, or SPLIT/photos and SPLIT/labels", [], FolderPairs.Find);

    /// <summary>All of them, in the order in which layouts are tried.</summary>
    public static IReadOnlyList<SetScheme> All { get; } = Array.AsReadOnly([Voc, Helen, CamVid, Cityscapes, Ade20k, Scenes, Folders]);

    /// <summary>Their names as a sentence lists them.</summary>
    public static string Names { get; } = $"{string.Join(", ", All.SkipLast(1).Select(scheme => scheme.Name))} or {All[^1].Name}";

    /// <summary>The word that names it in a config or on a command line.</summary>
    public string Name { get; }

    /// <summary>How its folder is laid out, in words.</summary>
    public string Layout { get; }

    /// <summary>Names and colours of its classes; null where the folder does not say them.</summary>
    public Palette? Palette => Classes?.Palette;

    /// <summary>A label besides 255 that means "not labelled"; null when there is none.</summary>
    public byte? IgnoredLabel => Classes?.IgnoredLabel;

    /// <summary>The columns of its usual table, merged classes among them; empty where every class is a column.</summary>
    public IReadOnlyList<ClassGroup> Groups { get; private init; } = [];

    /// <summary>The classes of its label files; null where the folder does not say them.</summary>
    private DataSet? Classes { get; init; }

    /// <summary>Whether other classes may be named for it.</summary>
    internal bool AnyClasses { get; private init; }

    /// <summary>The paths by which the layout is known; none where it is not known by them.</summary>
    internal IReadOnlyList<string> Marks { get; }

    /// <summary>Finds the splits in a folder.</summary>
    internal Func<string, SetReading, IReadOnlyList<SetSplit>> Find { get; }

    /// <summary>The scheme of a name.</summary>
    /// <param name="name">One of <see cref="Names"/>; case does not matter.</param>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static SetScheme Named(string name) =>
        All.FirstOrDefault(scheme => string.Equals(scheme.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"expected a scheme {Names}, got '{name}'.", nameof(name));

    /// <summary>Name and layout.</summary>
    public override string ToString() => $"{Name}: {Layout}";
}

using System.Runtime.ExceptionServices;
using Spn.Imaging;
using Spn.Photos;

namespace Spn.Tool.Commands;

/// <summary>Where the results of a refinement go, as the command line says it; what was not asked for is null.</summary>
/// <param name="Map">The refined map, or the folder of them.</param>
/// <param name="Overlay">The refined map over the photograph.</param>
/// <param name="Contours">Its outlines.</param>
/// <param name="Errors">What is right and wrong.</param>
internal sealed record RefineOutputs(string? Map = null, string? Overlay = null, string? Contours = null, string? Errors = null)
{
    /// <summary>Those that were given.</summary>
    public IReadOnlyList<NamedPath> Given() => [.. NamedPath.Given(
        ("--out", Map, "the result"), ("--overlay", Overlay, "the overlay"), ("--contours", Contours, "the outlines"),
        ("--errors", Errors, "the errors"))];
}

/// <summary>The files of one refinement; a coarse map, truth or output that was not asked for is null.</summary>
internal sealed record RefineFiles(string Image, string? Coarse, string? Truth, RefineOutputs Outputs)
{
    /// <summary>
    /// One photograph with its files, or, when <paramref name="image"/> is a folder, all its photographs with the files of the same name in
    /// the other folders.
    /// </summary>
    /// <param name="image">A photograph, or a folder of them.</param>
    /// <param name="coarse">Their coarse maps, if they are files.</param>
    /// <param name="truth">Their true maps, if there are any.</param>
    /// <param name="outputs">Where results go.</param>
    /// <param name="tell">Is told in a sentence of every photograph that is left out: its map is missing, or its name stands twice.</param>
    /// <exception cref="IOException">A folder holds none, or all are left out: the first one's sentence.</exception>
    public static IReadOnlyList<RefineFiles> Match(
        string image, string? coarse, string? truth, RefineOutputs outputs, Action<string> tell)
    {
        if (!Path.Exists(image))
            throw new FileNotFoundException(
                $"expected a photograph or a folder of them for --image, found nothing at {image}; correct the path.");
        if (!Directory.Exists(image))
            return Checked([new RefineFiles(image, coarse, truth, outputs)]);
        NamedPath.KeepApart(
            "folder",
            NamedPath.Given(
                ("--image", image, "the folder of photographs"),
                ("--coarse", coarse, "the folder of coarse maps"),
                ("--truth", truth, "the folder of true maps")),
            outputs.Given());
        foreach (var output in outputs.Given())
            if (File.Exists(output.Path) || (Photograph.HasExtension(output.Path) && !Directory.Exists(output.Path)))
                throw new ArgumentException(
                    $"expected {output.Option} to be a folder, as --image is one, got the file '{output.Path}'; name a folder.");
        var photographs = MapFolder.Photographs(image);
        var (coarseMaps, truthMaps) = (Maps(coarse, "--coarse"), Maps(truth, "--truth"));
        List<RefineFiles> files = [];
        List<Exception> left = [];
        foreach (var named in photographs.GroupBy(Path.GetFileNameWithoutExtension, NamedPath.Comparer))
            try
            {
                string? In(string? folder) => folder is null ? null : Path.Combine(folder, named.Key + ".png");
                var photograph = named.Count() == 1 ? named.Single() : throw new InvalidDataException(
                    $"expected photographs of different names in {image}, got {string.Join(" and ", named.Select(Path.GetFileName))}; "
                    + "rename all but one.");
                files.Add(new RefineFiles(
                    photograph, coarseMaps?.Of(photograph), truthMaps?.Of(photograph),
                    new RefineOutputs(In(outputs.Map), In(outputs.Overlay), In(outputs.Contours), In(outputs.Errors))));
            }
            catch (Exception exception) when (exception is FileNotFoundException or InvalidDataException)
            {
                left.Add(exception);
            }

        if (files.Count == 0)
            ExceptionDispatchInfo.Throw(left[0]);
        RefineFiles[] matched = Checked([.. files]);
        left.ForEach(exception => tell(Sentence.Of(exception)));
        return matched;
    }

    /// <summary>The files as they are, once every output can be written and none stands where any of the inputs does.</summary>
    private static RefineFiles[] Checked(RefineFiles[] files)
    {
        NamedPath.KeepApart("file",
            files.SelectMany(f => NamedPath.Given(
                ("--image", f.Image, "the photograph"), ("--coarse", f.Coarse, "the coarse map"), ("--truth", f.Truth, "the true map"))),
            files.SelectMany(f => f.Outputs.Given()));
        foreach (var output in files.SelectMany(f => f.Outputs.Given()))
        {
            AtomicFile.Check(output.Path);
            _ = ImageFile.Writable(output.Path);
        }

        return files;
    }

    private static MapFolder? Maps(string? folder, string option) => folder is null ? null
        : Directory.Exists(folder) ? new MapFolder(folder)
        : throw new DirectoryNotFoundException($"expected {option} to be a folder, as --image is one, got {folder}.");
}

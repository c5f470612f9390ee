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
    public string? Output => Outputs.Map;

    public string? Overlay => Outputs.Overlay;

    public string? Contours => Outputs.Contours;

    public string? Errors => Outputs.Errors;

    /// <summary>
    /// One photograph with its files, or, when <paramref name="image"/> is a folder, all its photographs with the files of the same name in
    /// the other folders.
    /// </summary>
    /// <param name="image">A photograph, or a folder of them.</param>
    /// <param name="coarse">Their coarse maps, if they are files.</param>
    /// <param name="truth">Their true maps, if there are any.</param>
    /// <param name="outputs">Where results go.</param>
    public static IReadOnlyList<RefineFiles> Match(string image, string? coarse, string? truth, RefineOutputs outputs)
    {
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
            if (File.Exists(output.Path))
                throw new ArgumentException(
                    $"expected {output.Option} to be a folder, as --image is one, got the file '{output.Path}'; name a folder.");
        var photographs = Directory.EnumerateFiles(image).Where(Photograph.HasExtension).Order(StringComparer.Ordinal).ToArray();
        if (photographs.Length == 0)
            throw new FileNotFoundException(
                $"expected photographs ({string.Join(", ", Photograph.Extensions)}) in {image}, found none.");
        var groups = photographs.GroupBy(Path.GetFileNameWithoutExtension, NamedPath.Comparer);
        if (groups.FirstOrDefault(group => group.Count() > 1) is { } clash)
            throw new ArgumentException(
                $"expected photographs of different names in {image}, got {string.Join(" and ", clash.Select(Path.GetFileName))}; rename "
                + "all but one.");
        return Checked(photographs.Select(photograph =>
        {
            var name = Path.GetFileNameWithoutExtension(photograph);
            string? In(string? folder) => folder is null ? null : Path.Combine(folder, name + ".png");
            var results = new RefineOutputs(In(outputs.Map), In(outputs.Overlay), In(outputs.Contours), In(outputs.Errors));
            return new RefineFiles(photograph, Find(coarse, name, "--coarse"), Find(truth, name, "--truth"), results);
        }).ToArray());
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
            ImageFile.CheckWritable(output.Path);
            AtomicFile.Check(output.Path);
        }

        return files;
    }

    private static string? Find(string? folder, string name, string option)
    {
        if (folder is null)
            return null;
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"expected {option} to be a folder, as --image is one, got {folder}.");
        return MapFile.Extensions.Select(extension => Path.Combine(folder, name + extension)).FirstOrDefault(File.Exists)
               ?? throw new FileNotFoundException(
                   $"expected {name}.png in {folder} for the photograph of that name; add it or remove the photograph.");
    }
}

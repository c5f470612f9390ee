using Spn.Learning;

namespace Spn.Tool.Commands;

/// <summary>The files of one refinement; a coarse map, truth or output that was not asked for is null.</summary>
internal sealed record RefineFiles(string Image, string? Coarse, string? Truth, string? Output)
{
    private static readonly string[] Extensions = [".png", ".ppm", ".pgm", ".pnm"];

    /// <summary>
    /// One photograph with its files, or, when <paramref name="image"/> is a folder, all its photographs with the files of the same name in
    /// the other folders.
    /// </summary>
    /// <param name="image">A photograph, or a folder of them.</param>
    /// <param name="coarse">Their coarse maps, if they are files.</param>
    /// <param name="truth">Their true maps, if there are any.</param>
    /// <param name="output">Where results go, if they are written.</param>
    /// <param name="arrays">Whether a coarse map may be a <c>.npy</c> or <c>.safetensors</c> file.</param>
    public static IReadOnlyList<RefineFiles> Match(string image, string? coarse, string? truth, string? output, bool arrays = false)
    {
        if (!Directory.Exists(image))
            return KeepApart([new RefineFiles(image, coarse, truth, output)]);
        NamedPath.KeepApart(
            "folder",
            NamedPath.Given(
                ("--image", image, "the folder of photographs"),
                ("--coarse", coarse, "the folder of coarse maps"),
                ("--truth", truth, "the folder of true maps")),
            NamedPath.Given(("--out", output, "the folder of results")));
        var photographs = Directory.EnumerateFiles(image).Where(IsImage).Order(StringComparer.Ordinal).ToArray();
        if (photographs.Length == 0)
            throw new FileNotFoundException($"expected photographs ({string.Join(", ", Extensions)}) in {image}, found none.");
        var groups = photographs.GroupBy(Path.GetFileNameWithoutExtension, NamedPath.Comparer);
        if (groups.FirstOrDefault(group => group.Count() > 1) is { } clash)
            throw new ArgumentException(
                $"expected photographs of different names in {image}, got {string.Join(" and ", clash.Select(Path.GetFileName))}; rename "
                + "all but one.");
        return KeepApart(photographs.Select(photograph =>
        {
            var name = Path.GetFileNameWithoutExtension(photograph);
            var result = output is null ? null : Path.Combine(output, name + ".png");
            return new RefineFiles(photograph, Find(coarse, name, "--coarse", arrays), Find(truth, name, "--truth"), result);
        }).ToArray());
    }

    /// <summary>The files as they are, once no output stands where any of the inputs does.</summary>
    private static RefineFiles[] KeepApart(RefineFiles[] files)
    {
        NamedPath.KeepApart("file",
            files.SelectMany(f => NamedPath.Given(
                ("--image", f.Image, "the photograph"), ("--coarse", f.Coarse, "the coarse map"), ("--truth", f.Truth, "the true map"))),
            files.SelectMany(f => NamedPath.Given(("--out", f.Output, "the result"))));
        return files;
    }

    private static string? Find(string? folder, string name, string option, bool arrays = false)
    {
        if (folder is null)
            return null;
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"expected {option} to be a folder, as --image is one, got {folder}.");
        string[] extensions = arrays ? [.. CoarseFile.Arrays, .. Extensions] : Extensions;
        return extensions.Select(extension => Path.Combine(folder, name + extension)).FirstOrDefault(File.Exists)
               ?? throw new FileNotFoundException(
                   $"expected {name}{Extensions[0]} in {folder} for the photograph of that name; add it or remove the photograph.");
    }

    private static bool IsImage(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}

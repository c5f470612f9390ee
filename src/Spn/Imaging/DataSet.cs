namespace Spn.Imaging;

/// <summary>A data set whose label maps are known by name: the one table that commands, configs and lessons choose from.</summary>
/// <param name="Name">The word that names it on a command line or in a config, as in <c>camvid</c>.</param>
/// <param name="Palette">Names and colours of its classes.</param>
/// <param name="IgnoredLabel">A label besides 255 that means "not labelled"; null when there is none.</param>
public sealed record DataSet(string Name, Palette Palette, byte? IgnoredLabel = null)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<DataSet> All { get; } = Array.AsReadOnly<DataSet>(
    [
        new("voc", Palette.PascalVoc),
        new("camvid", Palette.CamVid, 11),
        new("cityscapes", Palette.Cityscapes),
        new("ade20k", Palette.Ade20k),
        new("helen", Palette.Helen),
        new("scenes", Palette.Scenes),
        new("categorical", Palette.Categorical),
    ]);

    /// <summary>Their names as a sentence lists them: <c>voc, camvid, … or categorical</c>.</summary>
    public static string Names { get; } = $"{string.Join(", ", All.SkipLast(1).Select(set => set.Name))} or {All[^1].Name}";

    /// <summary>The data set of a name.</summary>
    /// <param name="name">One of <see cref="Names"/>; case does not matter.</param>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static DataSet Named(string name) =>
        All.FirstOrDefault(set => string.Equals(set.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"expected a palette {Names}, got '{name}'.");
}

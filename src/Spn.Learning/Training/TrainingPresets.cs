namespace Spn.Learning;

/// <summary>
/// The configs that have a name: <c>scenes</c>, <c>helen</c>, <c>helen-baseline</c>, <c>helen-highres</c>, <c>voc</c>,
/// <c>camvid-baseline</c>, <c>camvid</c>, <c>camvid-resnet-baseline</c>, <c>camvid-resnet</c>.
/// </summary>
public static class TrainingPresets
{
    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "scenes", "helen", "helen-baseline", "helen-highres", "voc", "camvid-baseline", "camvid", "camvid-resnet-baseline", "camvid-resnet",
    ];

    /// <summary>The JSON of a preset: save it, change it, train by it.</summary>
    /// <exception cref="ArgumentException">There is none of this name; the message lists those there are.</exception>
    public static string Text(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Names.Contains(name))
            throw new ArgumentException($"expected a preset {string.Join(", ", Names)}, got '{name}'.", nameof(name));
        using var stream = typeof(TrainingPresets).Assembly.GetManifestResourceStream($"Spn.Learning.Training.Presets.{name}.json")!;
        return new StreamReader(stream).ReadToEnd();
    }
}

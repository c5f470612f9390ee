namespace Spn.Tests.Learning;

/// <summary>This program in a folder of its own, without the note of where the packages are: as on a machine that never built it.</summary>
internal sealed class ProgramCopy : IDisposable
{
    public ProgramCopy()
    {
        var here = AppContext.BaseDirectory;
        foreach (var file in Directory.EnumerateFiles(here).Where(file => Path.GetExtension(file) is ".dll" or ".json"))
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(here, "runtimes"), "*LibTorchSharp.*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(here, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("spn-torch-").FullName;

    /// <summary>An environment in which no package is found.</summary>
    public IReadOnlyDictionary<string, string?> Environment(string? named = null)
    {
        var empty = Directory.CreateDirectory(Path.Combine(Folder, "empty")).FullName;
        return new Dictionary<string, string?>
        {
            ["HOME"] = empty, ["USERPROFILE"] = empty, ["NUGET_PACKAGES"] = empty, ["SPN_LIBTORCH"] = named,
        };
    }

    public Task<ChildResult> RunAsync(string[] arguments, string? named = null) =>
        ChildProcess.RunAsync(arguments, Environment(named), Path.Combine(Folder, "Spn.Learning.Tests.dll"));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

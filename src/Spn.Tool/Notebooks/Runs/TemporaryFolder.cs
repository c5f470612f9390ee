namespace Spn.Tool.Notebooks.Runs;

/// <summary>The folder where a notebook's process puts its temporary files: compilers and packages leave some behind.</summary>
internal sealed class TemporaryFolder(Action<string> note) : IDisposable
{
    private const int Tries = 5;

    public string Path { get; } = Directory.CreateTempSubdirectory("spn-cells-").FullName;

    /// <summary>Makes it the folder for temporary files of a process that is to start.</summary>
    public void Set(IDictionary<string, string?> environment)
    {
        // Processes that install packages at one time take turns by files that stand here.
        var user = OperatingSystem.IsWindows() ? "" : Environment.UserName;
        environment.TryAdd("NUGET_SCRATCH", System.IO.Path.Combine(System.IO.Path.GetTempPath(), "NuGetScratch" + user));
        foreach (var name in OperatingSystem.IsWindows() ? new[] { "TMP", "TEMP" } : ["TMPDIR"])
            environment[name] = Path;
    }

    /// <summary>Deletes it. What a cell has started may still write for a moment; a folder that then stays is told.</summary>
    public void Dispose()
    {
        for (var tries = 1; Directory.Exists(Path); tries++)
            try
            {
                Directory.Delete(Path, recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                if (tries == Tries)
                {
                    note($"the folder {Path} is left behind: {exception.Message}");
                    return;
                }

                Thread.Sleep(100 * tries);
            }
    }
}

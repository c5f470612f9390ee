namespace Spn.Tests.Cuda;

/// <summary>When tests/gpu/gpu.sh calls a run passed: spn and compute-sanitizer are stand-ins that say what a test wants.</summary>
public sealed class GpuScriptTests : IDisposable
{
    private const string Passed = "echo '========= ERROR SUMMARY: 0 errors'";
    private readonly string _folder = Directory.CreateTempSubdirectory("spn-gpu").FullName;

    [LinuxFact]
    public void A_run_passes_where_every_tool_says_so() => Assert.Equal(0, Run(Passed, 0));

    [LinuxFact]
    public void A_sanitizer_that_reports_errors_fails_the_run() =>
        Assert.Equal(1, Run("echo '========= ERROR SUMMARY: 2 errors'; exit 3", 0));

    [LinuxFact]
    public void A_sanitizer_that_cannot_start_or_has_no_summary_fails_the_run()
    {
        Assert.Equal(1, Run("echo 'unable to attach'; exit 1", 0));
        Assert.Equal(1, Run("echo 'nothing to say'", 0));
        Assert.Equal(1, Run(Passed + "; exit 1", 0));
        Assert.Equal(1, Run($"[ \"$2\" = racecheck ] || {Passed}", 0));
    }

    [LinuxFact]
    public void A_program_that_ends_badly_fails_the_run() => Assert.Equal(1, Run(Passed, 139));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private int Run(string sanitizer, int exitCode)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "spn"));
        File.Copy(Path.Combine(Compiler.Root, "tests", "gpu", "gpu.sh"), Path.Combine(_folder, "gpu.sh"), overwrite: true);
        Write("spn/Spn.Tool", $"[ \"$1\" = check ] && echo '7 checks, 0 failures' && exit {exitCode}; echo \"$1\"");
        Write("compute-sanitizer", sanitizer);
        Write("python3", "exit 1");
        return Compiler.Run(
            "env", $"PATH={_folder}:{Environment.GetEnvironmentVariable("PATH")}", "bash", Path.Combine(_folder, "gpu.sh"), "run").ExitCode;
    }

    private void Write(string name, string body)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        if (OperatingSystem.IsLinux())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}

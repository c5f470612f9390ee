using System.Diagnostics;

namespace Spn.Tests.Cuda;

/// <summary>What the tests of the CUDA source need of this machine: a C++ compiler for the host, and clang for PTX.</summary>
internal static class Compiler
{
    private static readonly Lazy<string?> SanitizingCompiler = new(() => new[] { "g++", "clang++" }.FirstOrDefault(Sanitizes));
    private static readonly Lazy<string?> HostCompiler = new(
        () => new[] { "g++", "clang++" }.FirstOrDefault(name => Runs(name, "--version")));

    /// <summary>A compiler whose programs run under the address and undefined-behaviour sanitizers; null where there is none.</summary>
    public static string? Sanitizing => SanitizingCompiler.Value;

    /// <summary>A compiler; null where there is none.</summary>
    public static string? Host => HostCompiler.Value;

    /// <summary>The root of the repository.</summary>
    public static string Root
    {
        get
        {
            var root = new DirectoryInfo(AppContext.BaseDirectory);
            while (root is not null && !File.Exists(Path.Combine(root.FullName, "Spn.Notebooks.sln")))
                root = root.Parent;
            return root?.FullName ?? throw new DirectoryNotFoundException(
                "expected Spn.Notebooks.sln above the tests, got none; run the tests inside the repository.");
        }
    }

    /// <summary>The folder of propagation.cu.</summary>
    public static string CudaFolder => Path.Combine(Root, "src", "Spn", "Propagation", "Cuda");

    /// <summary>The folder of the host shim.</summary>
    public static string ShimFolder => Path.Combine(Root, "tests", "Spn.Tests", "Propagation", "Cuda", "Host");

    /// <summary>The major version of clang on the path; null where there is none.</summary>
    public static string? ClangMajor => Runs("clang", "-dumpversion") ? Run("clang", "-dumpversion").Output.Split('.')[0].Trim() : null;

    /// <summary>
    /// Compiles sources of the shim's folder, one process each, and links them. Fails the test with the compiler's words where it cannot.
    /// </summary>
    public static void Build(string compiler, string output, IReadOnlyList<string> flags, params string[] sources)
    {
        var folder = Path.GetDirectoryName(output)!;
        string[] common = ["-std=c++17", "-Wall", "-Wextra", "-Wno-unknown-pragmas", "-I" + CudaFolder, "-I" + ShimFolder, .. flags];
        var objects = sources.Select(source => Path.Combine(folder, source + ".o")).ToArray();
        Parallel.For(
            0, sources.Length, i => Expect(Run(compiler, [.. common, "-c", Path.Combine(ShimFolder, sources[i]), "-o", objects[i]])));
        Expect(Run(compiler, [.. flags, .. objects, "-o", output]));
    }

    /// <summary>Runs a program to its end.</summary>
    public static (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Fibers are not what the leak checker looks for, and it cannot attach everywhere.
        start.Environment["ASAN_OPTIONS"] = "detect_leaks=0";
        start.Environment["UBSAN_OPTIONS"] = "print_stacktrace=1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    private static void Expect((int ExitCode, string Output) result) => Assert.True(result.ExitCode == 0, result.Output);

    private static bool Runs(string program, params string[] arguments)
    {
        try
        {
            return Run(program, arguments).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // there is no such program
        }
    }

    private static bool Sanitizes(string compiler)
    {
        var folder = Directory.CreateTempSubdirectory("spn-compiler").FullName;
        try
        {
            var (source, program) = (Path.Combine(folder, "empty.cpp"), Path.Combine(folder, "empty"));
            File.WriteAllText(source, "int main() { return 0; }\n");
            return Runs(compiler, "-fsanitize=address,undefined", source, "-o", program) && Runs(program);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

/// <summary>A fact that needs g++ or clang++ with sanitizers; skipped, and the test run says so, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SanitizerFactAttribute : FactAttribute
{
    public SanitizerFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || Compiler.Sanitizing is null)
            Skip = "No g++ or clang++ with address and undefined-behaviour sanitizers found: install g++.";
    }
}

/// <summary>
/// A fact that runs kernels through the double of the CUDA driver; skipped, and the test run says so, where no compiler can build it.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DoubleFactAttribute : FactAttribute
{
    public DoubleFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || Compiler.Host is null)
            Skip = "No g++ or clang++ found to build the double of the CUDA driver: install g++.";
    }
}

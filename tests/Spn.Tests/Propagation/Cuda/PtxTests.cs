using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Spn.Tests.Cuda;

/// <summary>The committed PTX is what the source gives.</summary>
public class PtxTests
{
    private static string Committed => Path.Combine(Compiler.CudaFolder, "propagation.ptx.gz");

    [ClangFact]
    public void The_committed_ptx_is_what_its_script_makes_of_the_source()
    {
        var made = Path.GetTempFileName();
        try
        {
            var (exitCode, text) = Compiler.Run("bash", Path.Combine(Compiler.CudaFolder, "build-ptx.sh"), made);
            Assert.True(exitCode == 0, text);
            Assert.True(
                Text(made) == Text(Committed),
                "expected the text of the committed propagation.ptx.gz, got another text; run src/Spn/Propagation/Cuda/build-ptx.sh.");
        }
        finally
        {
            File.Delete(made);
        }
    }

    // PTX has as many registers as it likes: what the driver's compiler spills, only a machine with a GPU shows (`spn check cuda`).
    [Fact]
    public void The_ptx_is_for_sm_70_with_every_kernel_and_declares_no_array_in_local_memory()
    {
        var text = Text(Committed);
        Assert.Contains(".version 6.3", text, StringComparison.Ordinal);
        Assert.Contains(".target sm_70", text, StringComparison.Ordinal);
        Assert.DoesNotContain(".local", text, StringComparison.Ordinal);
        var entries = Regex.Matches(text, @"^\.visible \.entry (\w+)\(", RegexOptions.Multiline).Select(match => match.Groups[1].Value);
        Assert.Equal(CudaModule.Kernels.Order(StringComparer.Ordinal), entries.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_committed_file_is_at_most_200_KB() => Assert.InRange(new FileInfo(Committed).Length, 1, 200_000);

    private static string Text(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }

    /// <summary>The major version of the clang that made the committed text, from its first line.</summary>
    public static string MadeWith() => Text(Committed).Split("clang ")[1].Split('.')[0];
}

/// <summary>
/// A fact that needs the clang that propagation.ptx.gz was made with; skipped, and the test run says so, where there is another or none.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ClangFactAttribute : FactAttribute
{
    public ClangFactAttribute()
    {
        var (made, present) = (PtxTests.MadeWith(), OperatingSystem.IsLinux() ? Compiler.ClangMajor : null);
        if (made != present)
            Skip = $"propagation.ptx.gz was made with clang {made}, here is {(present is null ? "none" : $"clang {present}")}: "
                + $"install clang {made} to make it again.";
    }
}

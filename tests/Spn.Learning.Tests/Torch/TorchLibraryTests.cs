using Spn.Learning;
using TorchSharp;

namespace Spn.Tests.Learning;

/// <summary>Where libtorch is found, and what is said where it is not; each load in a process of its own.</summary>
public sealed class TorchLibraryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spn-torch-").FullName;

    private static string TorchSharpFolder => Path.GetDirectoryName(typeof(torch).Assembly.Location)!;

    /// <summary>The libtorch that these tests run on.</summary>
    private static string Found => TorchFolders.LibTorch(null);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Status_says_which_libtorch_and_where()
    {
        var status = TorchLibrary.Status();
        Assert.True(status.IsAvailable);
        Assert.Equal($"libtorch {TorchFolders.Version} in {Found}", status.Sentence);
        Assert.True(status.Threads > 0);
        Assert.Equal(TorchFolders.Version, torch.NormalizeNuGetVersion(torch.__version__));
    }

    [Xunit.Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_libtorch_there_is_a_sentence_and_nothing_is_copied_beside_the_program(bool packagesAreThere)
    {
        var environment = new Dictionary<string, string?> { ["SPN_LIBTORCH"] = _folder };
        if (!packagesAreThere)
            environment["HOME"] = environment["USERPROFILE"] = environment["NUGET_PACKAGES"] = _folder;
        foreach (var word in new[] { "status", "load" })
        {
            var child = await ChildProcess.RunAsync([word], environment);
            Assert.Equal(word == "status" ? 0 : 3, child.ExitCode);
            Assert.Equal(
                $"expected {TorchFolders.FileName("torch_cpu")} in {_folder}, which SPN_LIBTORCH names, found none; "
                + "name the folder of a libtorch 2.10.0.\n", child.Text.ReplaceLineEndings("\n"));
        }

        Assert.False(Directory.Exists(Path.Combine(TorchSharpFolder, "cpu")));
    }

    [Fact]
    public async Task A_machine_without_packages_is_told_what_to_do()
    {
        using var program = new ProgramCopy();
        var child = await program.RunAsync(["load"]);
        Assert.Equal(3, child.ExitCode);
        Assert.Matches(@"^expected libtorch 2\.10\.0 for \S+, found none; build with -p:Torch=cpu .* SPN_LIBTORCH; ", child.Text);
        Assert.EndsWith("everything but learning works without it.", child.Text.TrimEnd(), StringComparison.Ordinal);

        Directory.Delete(Path.Combine(program.Folder, "runtimes"), recursive: true);
        child = await program.RunAsync(["load"], named: Found);
        Assert.Equal(3, child.ExitCode);
        Assert.Matches(@"^expected \S*LibTorchSharp\S+ of the package TorchSharp .*: TorchSharp does not support this system", child.Text);
    }

    [Fact]
    public async Task It_is_found_in_a_folder_that_is_named_and_beside_the_program_but_never_twice()
    {
        using var program = new ProgramCopy();
        Assert.Equal("sum 3\n", (await program.RunAsync(["load"], named: Found)).Text.ReplaceLineEndings("\n"));
        Assert.Equal("sum 3\n", (await program.RunAsync(["load", Path.Combine(Found, "..", "..", "..")])).Text.ReplaceLineEndings("\n"));

        foreach (var file in Directory.EnumerateFiles(Found))
            File.CreateSymbolicLink(Path.Combine(program.Folder, Path.GetFileName(file)), file);
        Assert.Equal("sum 3\n", (await program.RunAsync(["load"])).Text.ReplaceLineEndings("\n"));
        var twice = await program.RunAsync(["load"], named: Found);
        Assert.Equal(3, twice.ExitCode);
        var refusal = $"expected one libtorch, got that of {Found} and the program's own in {program.Folder}";
        Assert.StartsWith(refusal, twice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_comes_too_late_is_refused_and_the_same_one_again_is_not()
    {
        Assert.Equal(0, (await ChildProcess.RunAsync(["load", Found, Found])).ExitCode);
        var late = await ChildProcess.RunAsync(["load", Found, _folder]);
        Assert.Equal(3, late.ExitCode);
        Assert.StartsWith($"expected to load libtorch of {_folder}, but that of {Found} is loaded", late.Text, StringComparison.Ordinal);
    }

    [Xunit.Theory]
    [InlineData("")]
    [InlineData("no library at all")]
    [InlineData("\u007fELF\u0002\u0001")]
    public async Task A_libtorch_that_does_not_load_is_told_in_one_sentence(string content)
    {
        foreach (var library in new[] { "c10", "torch_cpu", "torch" })
            File.WriteAllText(Path.Combine(_folder, TorchFolders.FileName(library)), content, System.Text.Encoding.Latin1);
        var child = await ChildProcess.RunAsync(["load"], new Dictionary<string, string?> { ["SPN_LIBTORCH"] = _folder });
        Assert.Equal(3, child.ExitCode);
        Assert.StartsWith($"expected libtorch in {_folder} to load, got: ", child.Text, StringComparison.Ordinal);
        Assert.Single(child.Text.Trim().Split('\n'));
        Assert.False(Directory.Exists(Path.Combine(TorchSharpFolder, "cpu")));
    }

    [LinuxFact]
    public async Task After_a_libtorch_of_which_parts_are_loaded_another_is_refused()
    {
        var c10 = TorchFolders.FileName("c10");
        File.CreateSymbolicLink(Path.Combine(_folder, c10), Path.Combine(Found, c10));
        File.WriteAllText(Path.Combine(_folder, TorchFolders.FileName("torch_cpu")), "no library at all");
        var child = await ChildProcess.RunAsync(["retry", _folder, Found]);
        var refusal = $"expected libtorch of {_folder}, of which parts are loaded, got that of {Found}";
        Assert.StartsWith(refusal, child.Text, StringComparison.Ordinal);
        Assert.Equal(0, child.ExitCode);
    }

    [LinuxFact]
    public void The_marked_copy_is_written_once_and_again_when_it_is_damaged()
    {
        var file = TorchFolders.LibTorchSharp();
        var copy = WeakVersion.CopyOf(file, _folder);
        var whole = File.ReadAllBytes(copy);
        Assert.Equal(WeakVersion.Marked(File.ReadAllBytes(file)), whole);
        Assert.StartsWith(_folder, copy, StringComparison.Ordinal);

        var written = File.GetLastWriteTimeUtc(copy);
        Assert.Equal(copy, WeakVersion.CopyOf(file, _folder));
        Assert.Equal(written, File.GetLastWriteTimeUtc(copy));

        foreach (var damaged in new[] { [], whole[..^1], File.ReadAllBytes(file), whole.Append((byte)0).ToArray() })
        {
            File.WriteAllBytes(copy, damaged);
            Assert.Equal(whole, File.ReadAllBytes(WeakVersion.CopyOf(file, _folder)));
        }

        Assert.Single(Directory.EnumerateFiles(Path.GetDirectoryName(copy)!));
    }

    [LinuxFact]
    public void A_cache_that_cannot_be_written_is_told_with_the_way_out()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        var problem = Assert.Throws<TorchUnavailableException>(() => WeakVersion.CopyOf(TorchFolders.LibTorchSharp(), file));
        Assert.Contains("is a file, not a folder", problem.Message, StringComparison.Ordinal);
        Assert.Contains("set XDG_CACHE_HOME", problem.Message, StringComparison.Ordinal);
        problem = Assert.Throws<TorchUnavailableException>(() => WeakVersion.CopyOf(file, _folder));
        Assert.Contains("expected a 64-bit little-endian ELF file", problem.Message, StringComparison.Ordinal);
    }
}

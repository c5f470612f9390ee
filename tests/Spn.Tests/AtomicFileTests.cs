namespace Spn.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private string In(string name) => Path.Combine(_folder.FullName, name);

    [Fact]
    public void A_file_is_written_over_the_old_one_in_a_folder_that_is_made()
    {
        AtomicFile.WriteBytes(In("new/deep/a.bin"), [1, 2, 3]);
        AtomicFile.WriteBytes(In("new/deep/a.bin"), [4]);
        Assert.Equal([4], File.ReadAllBytes(In("new/deep/a.bin")));
        AtomicFile.WriteText(In("a.txt"), "ü");
        Assert.Equal([0xC3, 0xBC], File.ReadAllBytes(In("a.txt")));
        Assert.Equal(["a.txt", "new"], _folder.GetFileSystemInfos().Select(entry => entry.Name).Order());
    }

    [Fact]
    public void When_writing_fails_the_old_file_stays_and_nothing_else_is_left()
    {
        File.WriteAllText(In("a.txt"), "old");
        var error = Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(In("a.txt"), stream =>
        {
            stream.Write(new byte[100_000]);
            throw new InvalidOperationException("stopped half way");
        }));
        Assert.Equal("stopped half way", error.Message);
        Assert.Equal("old", File.ReadAllText(In("a.txt")));
        Assert.Equal(["a.txt"], _folder.GetFiles().Select(file => file.Name));
    }

    [Fact]
    public void Readers_see_the_old_file_whole_or_the_new_one_whole()
    {
        var contents = Enumerable.Range(0, 4).Select(i => Enumerable.Repeat((byte)i, 50_000 + i).ToArray()).ToArray();
        AtomicFile.WriteBytes(In("a.bin"), contents[0]);
        Parallel.For(0, 4, writer =>
        {
            for (var i = 0; i < 20; i++)
            {
                AtomicFile.WriteBytes(In("a.bin"), contents[writer]);
                var read = File.ReadAllBytes(In("a.bin"));
                Assert.Equal(contents[read[0]], read);
            }
        });
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void A_link_that_leads_nowhere_gives_way_to_the_file()
    {
        File.CreateSymbolicLink(In("link.txt"), In("nowhere/a.txt"));
        AtomicFile.Check(In("link.txt"));
        AtomicFile.WriteText(In("link.txt"), "new");
        Assert.Equal("new", File.ReadAllText(In("link.txt")));
        Assert.Equal(["link.txt"], _folder.GetFileSystemInfos().Select(entry => entry.Name));
    }

    [Fact]
    public void A_read_only_file_is_not_replaced()
    {
        File.WriteAllText(In("kept.txt"), "old");
        File.SetAttributes(In("kept.txt"), FileAttributes.ReadOnly);
        Assert.Equal(
            $"cannot write '{In("kept.txt")}': the file is read-only; name another file, or make this one writable.",
            Refusal(In("kept.txt")));
        Assert.Equal("old", File.ReadAllText(In("kept.txt")));
        File.SetAttributes(In("kept.txt"), FileAttributes.Normal);
        AtomicFile.WriteText(In("kept.txt"), "new");
        Assert.Equal("new", File.ReadAllText(In("kept.txt")));
    }

    [Fact]
    public void A_file_in_the_place_of_a_folder_and_a_folder_in_the_place_of_the_file_are_named()
    {
        File.WriteAllText(In("text"), "old");
        var file = $"'{In("text")}' is a file, not a folder; choose a folder you can write to.";
        Assert.Equal($"cannot write '{In("text/a.png")}': {file}", Refusal(In("text/a.png")));
        Assert.Equal($"cannot write '{In("text/deep/a.png")}': {file}", Refusal(In("text/deep/a.png")));
        Assert.Equal($"cannot write '{_folder.FullName}': it is a folder; name a file in it.", Refusal(_folder.FullName));
        Assert.Equal(["text"], _folder.GetFileSystemInfos().Select(entry => entry.Name));
    }

    [Fact]
    public void A_name_that_is_too_long_is_said_to_be() =>
        Assert.Contains(": the path is too long; choose", Refusal(In(new string('a', 300))));

    [LinuxFact]
    public void Places_that_take_no_files_are_named()
    {
        Assert.Equal("cannot write '/proc/x.png': '/proc' takes no new files; choose a folder you can write to.", Refusal("/proc/x.png"));
        Assert.Equal(
            "cannot write '/proc/x/y.png': '/proc' takes no new files; choose a folder you can write to.", Refusal("/proc/x/y.png"));
        Assert.Equal("cannot write '/dev/null': it is a device; choose a folder you can write to.", Refusal("/dev/null"));
    }

    [Fact]
    public void What_the_callback_throws_is_passed_on() =>
        Assert.Equal("mine", Assert.Throws<IOException>(() => AtomicFile.Write(In("a.txt"), _ => throw new IOException("mine"))).Message);

    private static string Refusal(string path) => Assert.Throws<IOException>(() => AtomicFile.WriteBytes(path, [1])).Message;

    public void Dispose() => _folder.Delete(recursive: true);
}

/// <summary>A fact about the folders of Linux, skipped elsewhere.</summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
            Skip = "not on Linux";
    }
}

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

    public void Dispose() => _folder.Delete(recursive: true);
}

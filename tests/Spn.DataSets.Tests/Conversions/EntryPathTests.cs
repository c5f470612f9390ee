using Spn.DataSets.Conversions;

namespace Spn.DataSets.Tests.Conversions;

public sealed class EntryPathTests
{
    internal static Func<string, string?> Under(params string[] tops) => EntryPath.Under(tops);

    [Theory]
    [InlineData("train/1.png", "train/1.png")]
    [InlineData("some/where/train/1.png", "train/1.png")]
    [InlineData("some/train.txt", null)]
    [InlineData("trainannot/1.png", null)]
    [InlineData("x/data/cls/1.mat", "data/cls/1.mat")]
    [InlineData("cls/1.mat", null)]
    [InlineData("list.txt", "list.txt")]
    [InlineData("mylist.txt", null)]
    [InlineData("__MACOSX/train/._1.png", null)]
    [InlineData("train/.DS_Store", null)]
    public void What_lies_under_a_top_is_kept_by_its_path_from_there(string path, string? kept) =>
        Assert.Equal(kept, Under("train", "data/cls", "list.txt")(path));
}

namespace Spn.Tool.Tests.Notebooks.Runs;

/// <summary>Two runs give the same bytes.</summary>
[Collection(nameof(TwoRunsCollection))]
public sealed class DeterminismTests(TwoRunsFixture two)
{
    [Fact]
    public async Task Two_runs_in_two_folders_give_the_same_bytes_and_none_of_the_folders_names()
    {
        var (one, other) = (two.Runs[0].Result, two.Runs[1].Result);
        var first = await File.ReadAllBytesAsync(one.Item.Executed);
        Assert.Equal(first, await File.ReadAllBytesAsync(other.Item.Executed));
        Assert.Equal(await File.ReadAllBytesAsync(one.Item.Page), await File.ReadAllBytesAsync(other.Item.Page));
        Assert.DoesNotContain(two.Root, System.Text.Encoding.UTF8.GetString(first), StringComparison.Ordinal);
        Assert.Empty(one.Run.Failures);
    }
}

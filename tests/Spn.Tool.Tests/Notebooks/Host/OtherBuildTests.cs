using Spn.Tool.Tests.Notebooks.Runs;

namespace Spn.Tool.Tests.Notebooks.Host;

/// <summary>A notebook beside another build of this library than the tool's own.</summary>
[Collection(nameof(TwoRunsCollection))]
public sealed class OtherBuildTests(TwoRunsFixture two)
{
    [Fact]
    public void The_notebooks_own_build_is_the_one_that_runs_in_both_languages()
    {
        Assert.Equal("14", two.Runs[0].Text(two.CSharpBuild));
        Assert.Equal("14", two.Runs[0].Text(two.FSharpBuild));
    }
}

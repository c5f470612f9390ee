using Spn.Tool.Reports;

namespace Spn.Tool.Tests.Reports;

/// <summary>The page of <c>spn inspect</c> for an iterated operator.</summary>
public class IteratedPageTests
{
    [Fact]
    public void Each_neighbour_is_named_by_where_it_stands_and_by_the_way_of_its_value()
    {
        Assert.Equal(IteratedWeights.Offsets.Count, IteratedPage.Neighbours.Length);
        Assert.All(IteratedWeights.Offsets.Zip(IteratedPage.Neighbours), pair =>
        {
            var ((row, column), name) = pair;
            bool Says(params string[] words) => words.Any(word => name.Contains(word, StringComparison.Ordinal));
            Assert.Equal(row, Says("upper", "above") ? -1 : Says("lower", "below") ? 1 : 0);
            Assert.Equal(column, Says("left") ? -1 : Says("right") ? 1 : 0);
            Assert.Equal(-row, Says("↘", "↓", "↙") ? 1 : Says("↗", "↑", "↖") ? -1 : 0);
            Assert.Equal(-column, Says("↘", "→", "↗") ? 1 : Says("↙", "←", "↖") ? -1 : 0);
        });
    }
}

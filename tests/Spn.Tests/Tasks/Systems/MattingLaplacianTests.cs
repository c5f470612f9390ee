using Spn.Tasks;

namespace Spn.Tests.Tasks.Systems;

public class MattingLaplacianTests
{
    [Fact]
    public void The_one_unknown_pixel_of_a_matte_that_is_linear_in_the_colours_is_found()
    {
        var shape = new MapShape(1, 1, 6, 7);
        var noise = FeatureMap.Random(shape with { Channels = 3 }, 4);
        var photo = new FeatureMap(noise.Shape, Array.ConvertAll(noise.Values, v => (v + 1) / 2));
        // All but one pixel are known, so the one unknown is found where it must be for its windows to be linear.
        var linear = FeatureMap.Generate(shape, (_, _, row, column) =>
            0.2f + 0.3f * photo[0, 0, row, column] - 0.1f * photo[0, 1, row, column] + 0.25f * photo[0, 2, row, column]);
        var known = FeatureMap.Constant(shape, 1);
        known[0, 0, 3, 3] = 0;
        var given = linear.Copy();
        given[0, 0, 3, 3] = 0;
        var solved = MattingLaplacian.Of(photo, known.Values).Solve(
            new SparseMap(given, known), new LinearSystemOptions { Tolerance = 1e-10 }, null, default);
        Near.Assert_near(linear[0, 0, 3, 3], solved.Values[0, 0, 3, 3], 1e-4);
    }
}

using Spn.Segmentation;
using Spn.Tasks;

namespace Spn.Tests.Tasks;

public class SmoothingTests
{
    private static readonly MapShape Shape = new(1, 3, 24, 30);

    /// <summary>Dark on the left, bright on the right, with noise.</summary>
    private static readonly FeatureMap Clean = FeatureMap.Generate(Shape, (_, _, _, column) => column < 15 ? 0.2f : 0.8f);

    private static readonly FeatureMap Noisy =
        new(Shape, [.. Clean.Values.Zip(FeatureMap.Random(Shape, 2).Values, (clean, noise) => clean + 0.08f * noise)]);

    public static TheoryData<string> Methods => ["one-way", "three-way", "guided"];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Noise_goes_and_the_edge_stays(string method)
    {
        var smooth = Smooth(method, Noisy);
        Assert.True(MapErrors.PeakSignalToNoise(Clean, smooth) > MapErrors.PeakSignalToNoise(Clean, Noisy) + 4);
        for (var row = 0; row < 24; row++)
            Assert.True(smooth[0, 0, row, 15] - smooth[0, 0, row, 14] > 0.4f);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_constant_photograph_stays_as_it_is(string method) =>
        Assert.All(Smooth(method, FeatureMap.Constant(Shape, 0.3f)).Values, value => Assert.Equal(0.3f, value, 1e-6f));

    [Fact]
    public void One_round_one_way_is_four_scans_with_a_domain_transform_one_after_another()
    {
        var options = new SmoothingOptions { Rounds = 1 };
        // Of one round σ_1 is σ_s itself: √3 · 1 / √3.
        var weights = HandWeights.DomainTransform(Noisy, options.DomainTransform);
        var expected = Directions.All.Aggregate(Noisy, (map, direction) => Propagation.Scan(map, weights, direction));
        Near.Assert_near(expected.Values, Smoothing.Propagate(Noisy, options).Values, 1e-5);
    }

    [Fact]
    public void Another_guide_says_where_the_edges_are()
    {
        var flat = GuidedFilter.Smooth(Clean, FeatureMap.Constant(Shape with { Channels = 1 }, 0.5f));
        Assert.InRange(flat[0, 0, 12, 15] - flat[0, 0, 12, 14], 0, 0.1f);
    }

    [Fact]
    public void Wrong_options_are_told_and_work_can_be_stopped()
    {
        SmoothingOptions[] all =
        [
            new() { Rounds = 0 }, new() { Threads = -1 }, new() { DomainTransform = new() { SigmaSpace = 0 } },
            new() { Connection = (Connection)2 },
        ];
        foreach (var wrong in all)
            Assert.Throws<ArgumentOutOfRangeException>(() => Smoothing.Propagate(Noisy, wrong));
        foreach (var wrong in new SmoothingOptions[] { new() { DomainTransform = null! }, new() { ColourDistance = null! } })
            Assert.Throws<ArgumentNullException>(() => Smoothing.Propagate(Noisy, wrong));
        Assert.Throws<OperationCanceledException>(() => Smoothing.Propagate(Noisy, cancellation: new CancellationToken(true)));
        Assert.Throws<ArgumentException>(() => GuidedFilter.Smooth(Noisy, FeatureMap.Constant(new MapShape(1, 1, 3, 3), 0)));
    }

    private static FeatureMap Smooth(string method, FeatureMap photo) => method switch
    {
        "guided" => GuidedFilter.Smooth(photo, null, new GuidedFilterOptions { Radius = 3, Epsilon = 0.01 }),
        "three-way" => Smoothing.Propagate(photo, new SmoothingOptions { Connection = Connection.ThreeWay }),
        _ => Smoothing.Propagate(photo, new SmoothingOptions { DomainTransform = new() { SigmaSpace = 3, SigmaRange = 0.8 } }),
    };
}

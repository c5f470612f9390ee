using Spn.Inspection;
using Spn.Segmentation;

namespace Spn.Tests.Inspection;

public class InspectionFindingsTests
{
    private static readonly InspectionFindingKind[] OfBugs =
    [
        InspectionFindingKind.NotFinite, InspectionFindingKind.ZeroDirection, InspectionFindingKind.Idle, InspectionFindingKind.NeverWins,
        InspectionFindingKind.AtLimit, InspectionFindingKind.OverLimit, InspectionFindingKind.ShortReach,
        InspectionFindingKind.GradientGrows,
    ];

    private static readonly string[] Names = ["sky", "tree", "road"];

    /// <summary>Three areas of a picture with a little noise, and weights made from it.</summary>
    private static readonly FeatureMap Photo = FeatureMap.Generate(new MapShape(1, 3, 24, 30), (_, c, row, column) =>
        0.2f + 0.25f * Area(row, column) + 0.02f * ((row * 7 + column * 13 + c * 5) % 5));

    private static readonly FeatureMap X = FeatureMap.Generate(
        new MapShape(1, 3, 24, 30), (_, c, row, column) => c == Area(row / 8 * 8, column / 8 * 8) ? 1 : 0);

    [Theory]
    [InlineData(Normalisation.Clip)]
    [InlineData(Normalisation.Raw)]
    public void A_sound_propagation_has_nothing_that_stands_out(Normalisation normalisation) =>
        Assert.Empty(Of(HandWeights.ColourDistance(Photo), normalisation));

    [Fact]
    public void A_direction_of_zeros_is_named()
    {
        foreach (var direction in Directions.All)
        {
            var weights = Scaled(HandWeights.ColourDistance(Photo), direction, 0);
            var finding = Assert.Single(Of(weights), one => OfBugs.Contains(one.Kind));
            Assert.Equal((InspectionFindingKind.ZeroDirection, direction), (finding.Kind, finding.Direction));
            Assert.StartsWith($"The direction {direction.ToWords()}", finding.Words, StringComparison.Ordinal);
            Assert.Contains("switched off: all of its weights are zero", finding.Words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Weights_just_over_the_limit_are_named_with_and_without_the_constraint()
    {
        var weights = PropagationWeights.Constant(Connection.ThreeWay, new MapShape(1, 1, 24, 30), 1.05f / 3);
        var constrained = Of(weights);
        Assert.Equal(4, constrained.Count(one => one.Kind == InspectionFindingKind.AtLimit));
        Assert.Contains(", just over it)", constrained[0].Words, StringComparison.Ordinal);
        var raw = Of(weights, normalisation: Normalisation.Raw);
        Assert.Equal(4, raw.Count(one => one.Kind == InspectionFindingKind.OverLimit));
        Assert.Contains("Σ|p| is up to 1.05", raw[0].Words, StringComparison.Ordinal);
        Assert.Contains(Of(Scaled(weights, Direction.TopToBottom, 1.1f), normalisation: Normalisation.Raw), one => one is
            { Kind: InspectionFindingKind.GradientGrows, Direction: Direction.TopToBottom });
    }

    [Fact]
    public void Weak_lame_and_losing_directions_are_told_apart()
    {
        var idle = Of(PropagationWeights.Constant(Connection.OneWay, new MapShape(1, 1, 24, 30), 1e-3f));
        Assert.Equal([InspectionFindingKind.Idle], idle.Select(one => one.Kind));
        var lame = Of(Scaled(HandWeights.ColourDistance(Photo), Direction.RightToLeft, 0.05f));
        Assert.Contains(lame, one => one is { Kind: InspectionFindingKind.ShortReach, Direction: Direction.RightToLeft });

        // Left to right carries the ones of the first column on; no other direction is ever above it.
        var shape = new MapShape(1, 1, 12, 12);
        var x = FeatureMap.Generate(shape, (_, _, _, column) => column == 0 ? 1 : 0);
        var weights = PropagationWeights.Generate(
            Connection.OneWay, shape, (_, direction, _, _, _, _) => direction == Direction.LeftToRight ? 0.99f : 0.5f);
        var losing = InspectionFindings.Of(PropagationInspection.Of(Propagation.Forward(x, weights)));
        Assert.Contains(losing, one => one is { Kind: InspectionFindingKind.NeverWins, Direction: Direction.BottomToTop });
    }

    [Fact]
    public void Equal_directions_win_nothing_and_none_of_them_is_said_not_to_be_used()
    {
        // One-hot and no weight at the edges of the object: most hidden values are 0 or 1 in all directions.
        var x = FeatureMap.Generate(X.Shape, (_, c, row, column) => c == Area(row, column) ? 1 : 0);
        var weights = PropagationWeights.Constant(Connection.OneWay, new MapShape(1, 1, 24, 30), 0.3f);
        var inspection = PropagationInspection.Of(Propagation.Forward(x, weights));
        Assert.InRange(inspection.TieShare, 0.4, 0.99);
        var shares = inspection.Winner.Shares();
        Assert.Equal(inspection.TieShare, inspection.Directions.Sum(one => shares[(int)one.Direction] - one.WinShare), 9);
        Assert.DoesNotContain(InspectionFindings.Of(inspection), one => one.Kind == InspectionFindingKind.NeverWins);
        var constant = PropagationInspection.Of(Propagation.Forward(FeatureMap.Constant(X.Shape, 1), HandWeights.ColourDistance(Photo)));
        Assert.Equal(1, constant.TieShare);
        Assert.DoesNotContain(InspectionFindings.Of(constant), one => one.Kind == InspectionFindingKind.NeverWins);
    }

    [Fact]
    public void Where_no_pixel_has_a_neighbour_nothing_stands_out()
    {
        var weights = PropagationWeights.Constant(Connection.ThreeWay, new MapShape(1, 1, 24, 30), 0.3f);
        Assert.Empty(InspectionFindings.Of(PropagationInspection.Of(
            Propagation.Forward(X, weights, new PropagationOptions { Chunk = 1 }))));
        foreach (var width in new[] { 1, 12 })
        {
            var shape = new MapShape(1, 1, 1, width);
            Assert.Empty(InspectionFindings.Of(PropagationInspection.Of(Propagation.Forward(
                FeatureMap.Random(shape, 1), PropagationWeights.Constant(Connection.OneWay, shape, 0.5f)))));
        }
    }

    [Fact]
    public void A_direction_that_wins_a_few_pixels_does_not_win_none()
    {
        // Bottom to top carries the one large value of the last row up, and left to right wins all else.
        var shape = new MapShape(1, 1, 100, 100);
        var x = FeatureMap.Generate(shape, (_, _, row, column) => column == 0 ? 1 : row == 99 && column == 5 ? 10 : 0);
        var weights = PropagationWeights.Generate(
            Connection.OneWay, shape, (_, direction, _, _, _, _) => direction == Direction.LeftToRight ? 0.99f : 0.5f);
        var inspection = PropagationInspection.Of(Propagation.Forward(x, weights));
        Assert.InRange(inspection.Directions[(int)Direction.BottomToTop].WinShare, 1e-4, 4.9e-4);
        Assert.Contains(InspectionFindings.Of(inspection), one =>
            one.Words.Contains("(↑) wins only under 0.1 % of the maximum alone", StringComparison.Ordinal));
    }

    [Fact]
    public void An_infinite_raw_weight_is_named_though_its_share_is_finite()
    {
        var weights = PropagationWeights.Random(Connection.ThreeWay, new MapShape(1, 1, 24, 30), 1);
        weights[0, Direction.RightToLeft, 2, 0, 5, 5] = float.PositiveInfinity;
        var finding = Assert.Single(Of(weights, Normalisation.RowStochastic), one => one.Kind == InspectionFindingKind.NotFinite);
        Assert.Equal(Direction.RightToLeft, finding.Direction);
        Assert.Contains("has 1 weight that is NaN or infinite", finding.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Directions_that_are_switched_off_do_not_make_the_others_look_idle()
    {
        var shape = new MapShape(1, 1, 24, 30);
        var one = PropagationWeights.Generate(
            Connection.OneWay, shape, (_, direction, _, _, _, _) => direction == Direction.LeftToRight ? 0.05f : 0);
        Assert.Equal(
            [.. Enumerable.Repeat(InspectionFindingKind.ZeroDirection, 3)], Of(one).Select(finding => finding.Kind).Where(kind =>
                kind is InspectionFindingKind.ZeroDirection or InspectionFindingKind.Idle));
        Assert.Equal([InspectionFindingKind.Idle], Of(new PropagationWeights(Connection.OneWay, shape)).Select(finding => finding.Kind));
    }

    [Fact]
    public void With_an_input_gate_what_is_not_carried_is_x_times_the_gate()
    {
        var shape = new MapShape(1, 1, 24, 30);
        var gate = FeatureMap.Random(shape with { Channels = 4 }, 3);
        string Words(float weight, float others) => string.Join('\n', Of(PropagationWeights.Generate(
            Connection.OneWay, shape, (_, direction, _, _, _, _) => direction == Direction.LeftToRight ? weight : others)
            .WithInputGate(gate)).Select(finding => finding.Words));
        Assert.Contains("a scan gives x by its gate, λ·x, alone.", Words(0, 0), StringComparison.Ordinal);
        Assert.Contains("its hidden map is λ·x.", Words(0, 0.5f), StringComparison.Ordinal);
        Assert.Contains("cuts them back to 1.", Words(2, 0.5f), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_thresholds_find_more_or_less()
    {
        var inspection = PropagationInspection.Of(Propagation.Forward(X, HandWeights.ColourDistance(Photo)));
        var strict = InspectionFindings.Of(inspection, new InspectionThresholds { LimitShare = 0, WinShare = 1.1 });
        Assert.Equal(
            [InspectionFindingKind.NeverWins, InspectionFindingKind.AtLimit], strict.Select(one => one.Kind).Distinct().Order());
        var idle = InspectionFindings.Of(inspection, new InspectionThresholds { IdleSum = 10 });
        Assert.Contains(idle, one => one.Kind == InspectionFindingKind.Idle);
        ConfusionMatrix coarse = new(new long[,] { { 90, 10 }, { 5, 95 } }), worse = new(new long[,] { { 85, 15 }, { 5, 95 } });
        Assert.Empty(InspectionFindings.OfScores(coarse, worse, Names));
        Assert.NotEmpty(InspectionFindings.OfScores(coarse, worse, Names, new InspectionThresholds { IoULoss = 0.02 }));
    }

    [Fact]
    public void What_is_not_finite_is_counted()
    {
        var weights = HandWeights.ColourDistance(Photo);
        weights[0, Direction.TopToBottom, 1, 0, 5, 5] = float.NaN;
        var finding = Of(weights)[0];
        Assert.Equal((InspectionFindingKind.NotFinite, Direction.TopToBottom), (finding.Kind, finding.Direction));
        Assert.Contains("has 1 weight that is NaN or infinite", finding.Words, StringComparison.Ordinal);
        var x = X.Copy();
        x.Values[3] = float.PositiveInfinity;
        var of = PropagationInspection.Of(Propagation.Forward(x, HandWeights.ColourDistance(Photo)));
        Assert.Contains("1 value of x is NaN or infinite", InspectionFindings.Of(of)[0].Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Swapped_channels_are_named_whatever_constants_the_softmax_takes_away()
    {
        double[,] sound = { { 5, 1, 0 }, { 2, 4, 1 }, { -1, 0, 9 } };
        Assert.Empty(InspectionFindings.OfPaths(sound, Names));
        double[,] swapped = { { -1 + 7, 0, 9 - 2 }, { 2 + 7, 4, 1 - 2 }, { 5 + 7, 1, 0 - 2 } };
        var finding = Assert.Single(InspectionFindings.OfPaths(swapped, Names));
        Assert.Equal([0, 2], finding.Classes);
        Assert.Contains("'sky' and 'road' are swapped", finding.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Swapped_classes_are_named_and_a_sound_map_is_not()
    {
        ConfusionMatrix coarse = new(new long[,] { { 90, 5, 5 }, { 5, 90, 5 }, { 0, 5, 95 } });
        ConfusionMatrix better = new(new long[,] { { 95, 3, 2 }, { 2, 95, 3 }, { 0, 1, 99 } });
        Assert.Empty(InspectionFindings.OfScores(coarse, better, Names));
        var findings = InspectionFindings.OfScores(coarse, new(new long[,] { { 10, 85, 5 }, { 80, 15, 5 }, { 0, 1, 99 } }), Names);
        Assert.Equal([InspectionFindingKind.WorseThanCoarse, InspectionFindingKind.SwappedClasses], findings.Select(one => one.Kind));
        Assert.Equal([0, 1], findings[1].Classes);
        const string Swapped = "'sky' and 'tree' are swapped: 85.0 % of 'sky' is answered as 'tree', and 80.0 % the other way";
        Assert.StartsWith(Swapped, findings[1].Words, StringComparison.Ordinal);
        var oneWay = InspectionFindings.OfScores(coarse, new(new long[,] { { 20, 80, 0 }, { 5, 90, 5 }, { 0, 5, 95 } }), Names);
        Assert.Contains(oneWay, one => one.Kind == InspectionFindingKind.TakenFor && one.Classes.SequenceEqual([0, 1]));
        Assert.Contains(oneWay, one => one.Kind == InspectionFindingKind.ClassLoses && one.Classes.SequenceEqual([0]));
        Assert.Throws<ArgumentException>(() => InspectionFindings.OfScores(coarse, new(new long[,] { { 1 } }), Names));
    }

    private static int Area(int row, int column) => row < 8 ? 0 : column < 14 ? 1 : 2;

    private static IReadOnlyList<InspectionFinding> Of(PropagationWeights weights, Normalisation normalisation = Normalisation.Clip) =>
        InspectionFindings.Of(PropagationInspection.Of(
            Propagation.Forward(X, weights, new PropagationOptions { Normalisation = normalisation })));

    private static PropagationWeights Scaled(PropagationWeights weights, Direction direction, float factor)
    {
        for (var k = 0; k < weights.Neighbours; k++)
            foreach (ref var weight in weights.Plane(0, direction, k, 0))
                weight *= factor;
        return weights;
    }
}

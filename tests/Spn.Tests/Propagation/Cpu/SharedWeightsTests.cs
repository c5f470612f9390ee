namespace Spn.Tests;

/// <summary>
/// Channels that share weights are scanned side by side: every number of channels, thin maps, several groups, ties and NaN.
/// </summary>
public class SharedWeightsTests
{
    /// <summary>A plane of the size from which on a forward goes line by line.</summary>
    private static readonly MapShape Long = new(1, 3, 131, 130);

    /// <summary>1 to 33 channels of a thin map, planes of both sides of that size, and many batch items.</summary>
    public static TheoryData<int, int, int, int> Shapes()
    {
        var shapes = new TheoryData<int, int, int, int>();
        for (var channels = 1; channels <= 33; channels += InstructionSetTests.IsChild ? 8 : 1)
            shapes.Add(1, channels, 5, 37);
        foreach (var (height, width) in new[] { (1, 40), (40, 1), (2, 65), (65, 2), (1, 16400), (16400, 1), (127, 129), (131, 130) })
            if (!InstructionSetTests.IsChild || height * width < 200 || height > 130)
                shapes.Add(1, 2, height, width);
        shapes.Add(2, 9, 130, 131);
        shapes.Add(9, 2, 12, 19);
        shapes.Add(8, 19, 7, 66);
        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Forward_and_backward_equal_the_reference(int batch, int channels, int height, int width)
    {
        foreach (var connection in new[] { Connection.OneWay, Connection.ThreeWay })
            foreach (var normalisation in new[] { Normalisation.Raw, Normalisation.Clip })
                foreach (var (chunk, gated) in new[] { (0, false), (7, true) })
                {
                    var shape = new MapShape(batch, channels, height, width);
                    var c = new CpuCase(connection, shape, shared: true, normalisation);
                    var options = c.Options with { Chunk = chunk };
                    var weights = gated ? c.Weights.WithInputGate(FeatureMap.Random(shape with { Channels = 4 }, 5)) : c.WithNaNAtAbsent();
                    var actual = Propagation.Forward(c.X, weights, options);
                    var expected = Propagation.Forward(c.X, weights, options with { Backend = PropagationBackend.Reference });
                    AssertClose(expected.Output.Values, actual.Output.Values, $"{c} chunk {chunk}");
                    var gradient = Propagation.Backward(actual, c.Gradient);
                    var expectedGradient = Propagation.Backward(expected with { Winner = actual.Winner }, c.Gradient);
                    AssertClose(expectedGradient.Input.Values, gradient.Input.Values, $"x: {c} chunk {chunk}");
                    AssertClose(expectedGradient.Weights.Values, gradient.Weights.Values, $"p: {c} chunk {chunk}");
                    if (gated)
                        AssertClose(
                            expectedGradient.Weights.InputGate!.Values, gradient.Weights.InputGate!.Values, $"λ: {c} chunk {chunk}");
                }
    }

    [Theory]
    [InlineData(1, 32, 128, 130)]
    [InlineData(1, 7, 130, 140)]
    [InlineData(9, 2, 130, 128)]
    public void Any_number_of_threads_gives_the_same_bits(int batch, int channels, int height, int width)
    {
        var c = new CpuCase(Connection.ThreeWay, new MapShape(batch, channels, height, width), shared: true, Normalisation.Clip);
        var one = Propagation.Forward(c.X, c.Weights, c.Options.WithThreads(1));
        var oneGradient = Propagation.Backward(one, c.Gradient);
        foreach (var threads in new[] { 2, 3, 5 })
        {
            var result = Propagation.Forward(c.X, c.Weights, c.Options.WithThreads(threads));
            Assert.Equal(one.Output.Values, result.Output.Values);
            Assert.Equal(one.Winner.Values, result.Winner.Values);
            var gradient = Propagation.Backward(result, c.Gradient);
            Assert.Equal(oneGradient.Input.Values, gradient.Input.Values);
            Assert.Equal(oneGradient.Weights.Values, gradient.Weights.Values);
        }
    }

    [Fact]
    public void Shared_weights_give_the_bits_of_the_same_weights_in_every_channel()
    {
        var c = new CpuCase(Connection.ThreeWay, Long, shared: true, Normalisation.Clip);
        var own = PropagationWeights.Generate(
            Connection.ThreeWay, Long, (n, direction, k, _, row, column) => c.Weights[n, direction, k, 0, row, column]);
        var (shared, apart) = (Propagation.Forward(c.X, c.Weights, c.Options), Propagation.Forward(c.X, own, c.Options));
        Assert.Equal(apart.Output.Values, shared.Output.Values);
        Assert.Equal(apart.Winner.Values, shared.Winner.Values);
    }

    [Fact]
    public void On_a_tie_the_earliest_direction_wins()
    {
        var weights = new PropagationWeights(Connection.ThreeWay, Long with { Channels = 1 });
        var result = Propagation.Forward(FeatureMap.Random(Long, 3), weights);
        Assert.All(result.Winner.Values, winner => Assert.Equal((byte)Direction.LeftToRight, winner));
    }

    [Fact]
    public void No_NaN_is_lost_in_the_maximum()
    {
        var c = new CpuCase(Connection.ThreeWay, Long, shared: true, Normalisation.Clip);
        c.X[0, 1, 66, 71] = float.NaN;
        var expected = Propagation.Forward(c.X, c.Weights, c.Options with { Backend = PropagationBackend.Reference });
        var actual = Propagation.Forward(c.X, c.Weights, c.Options);
        Assert.Contains(float.NaN, actual.Output.Values);
        Assert.Equal(expected.Output.Values.Select(float.IsNaN), actual.Output.Values.Select(float.IsNaN));
        for (var i = 0; i < actual.Winner.Values.Length; i++)
            Assert.True(
                !float.IsNaN(actual.Output.Values[i]) || actual.Winner.Values[i] == expected.Winner.Values[i], $"the winner at {i}");
    }

    private static void AssertClose(float[] expected, float[] actual, string what) =>
        CpuCase.AssertClose(Array.ConvertAll(expected, value => (double)value), actual, what);
}

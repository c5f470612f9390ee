namespace Spn.Tests;

/// <summary>A steady loop into memory that the caller keeps allocates nothing, and gives what the allocating calls give.</summary>
public class CpuAllocationTests
{
    [Theory]
    [InlineData(4, 64, 64, false)]
    [InlineData(4, 64, 64, true)]
    [InlineData(1, 160, 130, false)]
    public void A_steady_loop_allocates_nothing(int channels, int height, int width, bool shared)
    {
        var c = new CpuCase(Connection.ThreeWay, new MapShape(1, channels, height, width), shared, normalisation: Normalisation.Clip);
        var (hidden, scan) = (new FeatureMap(c.X.Shape), new PropagationGradient(new FeatureMap(c.X.Shape), Like(c.Weights)));
        var result = Empty(c);
        var gradient = new PropagationGradient(new FeatureMap(c.X.Shape), Like(c.Weights));
        var constrained = Like(c.Weights);
        void Step()
        {
            Propagation.ScanInto(c.X, c.Weights, Direction.LeftToRight, hidden, c.Options);
            Propagation.ScanBackwardInto(c.X, c.Weights, Direction.TopToBottom, c.Gradient, scan, c.Options);
            Propagation.ForwardInto(result);
            Propagation.BackwardInto(result, c.Gradient, gradient);
            Propagation.NormaliseInto(c.Weights, constrained);
        }

        for (var i = 0; i < 20; i++)
            Step();
        // The least of many steps: teams and scratch memory are pooled, and a helper that a busy thread pool starts late keeps one longer.
        var least = Enumerable.Range(0, 100).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Step();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.Equal(0, least);
    }

    [Theory]
    [InlineData(PropagationBackend.Cpu)]
    [InlineData(PropagationBackend.Reference)]
    public void Results_go_into_memory_that_is_not_empty(PropagationBackend backend)
    {
        var c = new CpuCase(Connection.ThreeWay, new MapShape(2, 2, 9, 21), shared: false, normalisation: Normalisation.Clip);
        var options = c.Options with { Backend = backend };
        var hidden = FeatureMap.Constant(c.X.Shape, float.NaN);
        Propagation.ScanInto(c.X, c.Weights, Direction.BottomToTop, hidden, options);
        Assert.Equal(Propagation.Scan(c.X, c.Weights, Direction.BottomToTop, options).Values, hidden.Values);

        var result = Empty(c) with { Options = options };
        Array.Fill(result.Output.Values, float.NaN);
        Propagation.ForwardInto(result);
        var expected = Propagation.Forward(c.X, c.Weights, options);
        Assert.Equal(expected.Output.Values, result.Output.Values);
        Assert.Equal(expected.Winner.Values, result.Winner.Values);

        var gradient = new PropagationGradient(FeatureMap.Constant(c.X.Shape, float.NaN), Like(c.Weights));
        Array.Fill(gradient.Weights.Values, float.NaN);
        Propagation.BackwardInto(result, c.Gradient, gradient);
        var expectedGradient = Propagation.Backward(expected, c.Gradient);
        Assert.Equal(expectedGradient.Input.Values, gradient.Input.Values);
        Assert.Equal(expectedGradient.Weights.Values, gradient.Weights.Values);

        var scan = new PropagationGradient(FeatureMap.Constant(c.X.Shape, float.NaN), Like(c.Weights));
        Propagation.ScanBackwardInto(c.X, c.Weights, Direction.RightToLeft, c.Gradient, scan, options);
        var expectedScan = Propagation.ScanBackward(c.X, c.Weights, Direction.RightToLeft, c.Gradient, options);
        Assert.Equal(expectedScan.Input.Values, scan.Input.Values);
        Assert.Equal(expectedScan.Weights.Values, scan.Weights.Values);
    }

    /// <summary>
    /// The forward keeps lines for the backward in its result; a result of another making, or from before, must not use them.
    /// </summary>
    [Theory]
    [InlineData(1, 3, 150, 140, false)]
    [InlineData(1, 3, 150, 140, true)]
    [InlineData(1, 1, 210, 180, false)]
    public void Lines_kept_by_a_forward_serve_its_own_backward_only(int batch, int channels, int height, int width, bool shared)
    {
        var shape = new MapShape(batch, channels, height, width);
        var c = new CpuCase(Connection.ThreeWay, shape, shared, normalisation: Normalisation.Clip);
        var result = Propagation.Forward(c.X, c.Weights, c.Options);
        var expected = Propagation.Backward(result, c.Gradient);
        void Same(PropagationResult other)
        {
            var gradient = Propagation.Backward(other, c.Gradient);
            Assert.Equal(expected.Input.Values, gradient.Input.Values);
            Assert.Equal(expected.Weights.Values, gradient.Weights.Values);
        }

        Same(new PropagationResult(c.X, c.Weights, c.Options, result.Output, result.Winner));
        var elsewhere = Propagation.Forward(FeatureMap.Random(shape, 5), c.Weights, c.Options);
        Same(elsewhere with { Input = c.X, Winner = result.Winner });
        var again = new PropagationResult(
            FeatureMap.Random(shape, 6), c.Weights, c.Options, new FeatureMap(shape), new DirectionMap(shape, new byte[shape.Count]));
        Propagation.ForwardInto(again);
        c.X.Values.CopyTo(again.Input.Values, 0);
        Propagation.ForwardInto(again);
        Same(again);
        Same(result);
        Assert.Equal(result, result with { });
        Assert.Equal(result.GetHashCode(), (result with { }).GetHashCode());
        Assert.NotEqual(result, elsewhere);
    }

    [Fact]
    public void A_result_that_would_overwrite_an_input_is_refused()
    {
        var c = new CpuCase(Connection.OneWay, new MapShape(1, 1, 4, 4), shared: false, normalisation: Normalisation.Clip);
        Assert.Throws<ArgumentException>(() => Propagation.ScanInto(c.X, c.Weights, Direction.LeftToRight, c.X));
        Assert.Throws<ArgumentException>(
            () => Propagation.ScanInto(c.X, c.Weights, Direction.LeftToRight, new FeatureMap(new MapShape(1, 1, 4, 5))));
        Assert.Throws<ArgumentException>(() => Propagation.ForwardInto(Empty(c) with { Output = c.X }));
        Assert.Throws<ArgumentException>(
            () => Propagation.BackwardInto(Empty(c), c.Gradient, new PropagationGradient(c.Gradient, Like(c.Weights))));
    }

    private static PropagationWeights Like(PropagationWeights weights) => new(weights.Connection, weights.Shape);

    private static PropagationResult Empty(CpuCase c) =>
        new(c.X, c.Weights, c.Options, new FeatureMap(c.X.Shape), new DirectionMap(c.X.Shape, new byte[c.X.Values.Length]));
}

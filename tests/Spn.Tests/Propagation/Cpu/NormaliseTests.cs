namespace Spn.Tests;

/// <summary>The passes of the CPU kernels against the reference: every normalisation, chunks, input gates.</summary>
public class NormaliseTests
{
    public static TheoryData<Normalisation, Connection, bool> Variants()
    {
        var variants = new TheoryData<Normalisation, Connection, bool>();
        foreach (var normalisation in Normalisations.All)
            foreach (var connection in new[] { Connection.OneWay, Connection.ThreeWay })
                foreach (var shared in new[] { false, true })
                    variants.Add(normalisation, connection, shared);
        return variants;
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Scans_and_their_backward_equal_the_reference(Normalisation normalisation, Connection connection, bool shared)
    {
        foreach (var c in Cases(normalisation, connection, shared))
        {
            var (x, g, weights) = (c.Of.Map(1), c.Of.Map(2), c.Weights());
            var (rx, rg, rp) = (ReferenceMap.From(x), ReferenceMap.From(g), ReferenceWeights.From(weights));
            var actual = Propagation.Forward(x, weights, c.Options);
            var expected = Reference.Forward(rx, rp, normalisation, c.Chunk);
            CpuCase.AssertClose(expected.Output.Values, actual.Output.Values, $"output: {c}");
            var gradient = Propagation.Backward(actual, g);
            AssertClose(Reference.Backward(rx, rp, actual.Winner, rg, normalisation, c.Chunk), gradient, $"all: {c}");
            var direction = c.Of.Direction;
            CpuCase.AssertClose(
                Reference.Scan(rx, rp, direction, normalisation, c.Chunk).Values, Propagation.Scan(x, weights, direction, c.Options).Values,
                $"scan: {c}");
            AssertClose(
                Reference.ScanBackward(rx, rp, direction, rg, normalisation, c.Chunk),
                Propagation.ScanBackward(x, weights, direction, g, c.Options), $"scan: {c}");
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void The_weights_alone_equal_the_reference(Normalisation normalisation, Connection connection, bool shared)
    {
        // The weights alone know nothing of the kinds of input gates.
        foreach (var c in Cases(normalisation, connection, shared).DistinctBy(c => c.Shape with { Batch = 1 }))
            foreach (var size in new[] { 1f, 40f })
            {
                var weights = c.Weights(size);
                var g = PropagationWeights.Random(connection, weights.Shape, 9);
                var raw = ReferenceWeights.From(weights);
                CpuCase.AssertClose(
                    Reference.Normalise(raw, normalisation, c.Chunk).Values, Propagation.Normalise(weights, c.Options).Values, $"{c}");
                AssertClose(
                    Reference.NormaliseBackward(raw, ReferenceWeights.From(g), normalisation, c.Chunk).Values,
                    Propagation.NormaliseBackward(weights, g, c.Options).Values, $"backward: {c}");
            }
    }

    [Theory]
    [InlineData(Normalisation.Clip)]
    [InlineData(Normalisation.Always)]
    [InlineData(Normalisation.RowStochastic)]
    [InlineData(Normalisation.Gate)]
    public void The_number_of_threads_changes_no_bit(Normalisation normalisation)
    {
        foreach (var (shape, shared) in new[] { (new MapShape(1, 1, 190, 150), false), (new MapShape(1, 6, 70, 65), true) })
        {
            var c = new NormalisedCase(new(Connection.ThreeWay, shape, shared, default, 4), normalisation, 48, 1);
            var (x, g, weights) = (c.Of.Map(1), c.Of.Map(2), c.Weights());
            PropagationResult Run(int threads) => Propagation.Forward(x, weights, c.Options.WithThreads(threads));
            var one = Run(1);
            var gradient = Propagation.Backward(one, g);
            foreach (var threads in new[] { 2, 3, 5 })
            {
                var other = Run(threads);
                Assert.Equal(one.Output.Values, other.Output.Values);
                var theirs = Propagation.Backward(other, g);
                Assert.Equal(gradient.Input.Values, theirs.Input.Values);
                Assert.Equal(gradient.Weights.Values, theirs.Weights.Values);
                Assert.Equal(gradient.Weights.InputGate!.Values, theirs.Weights.InputGate!.Values);
            }
        }
    }

    [Theory]
    [InlineData(PropagationBackend.Cpu)]
    [InlineData(PropagationBackend.Reference)]
    public void An_infinity_does_not_leave_its_chunk(PropagationBackend backend)
    {
        var shape = new MapShape(1, 1, 20, 37);
        var weights = PropagationWeights.Random(Connection.ThreeWay, shape, 1);
        var x = FeatureMap.Random(shape, 2);
        x[0, 0, 7, 3] = float.PositiveInfinity;
        foreach (var normalisation in new[] { Normalisation.Clip, Normalisation.Always, Normalisation.RowStochastic, Normalisation.Raw })
        {
            var options = new PropagationOptions { Backend = backend, Normalisation = normalisation, Chunk = 9 };
            var hidden = Propagation.Scan(x, weights, Direction.LeftToRight, options);
            Assert.Contains(hidden.Values, value => !float.IsFinite(value));
            for (var row = 0; row < shape.Height; row++)
                for (var column = 9; column < shape.Width; column++)
                    Assert.True(float.IsFinite(hidden[0, 0, row, column]));
        }
    }

    [Fact]
    public void Very_negative_and_very_large_raw_weights_still_share()
    {
        var shape = new MapShape(1, 1, 5, 6);
        foreach (var value in new[] { -3e38f, -500f, -90f, 500f, 3e38f })
        {
            var q = Propagation.Normalise(
                PropagationWeights.Constant(Connection.ThreeWay, shape, value), new() { Normalisation = Normalisation.RowStochastic });
            Assert.Equal(1f / 3, q[0, Direction.TopToBottom, 0, 0, 2, 2], 1e-6f);
        }
    }

    /// <summary>Shapes on both sides of registers, tiles and chunks; single rows and columns.</summary>
    private static IEnumerable<NormalisedCase> Cases(Normalisation normalisation, Connection connection, bool shared)
    {
        var seed = 0;
        foreach (var (height, width, chunk) in new[]
        {
            (1, 1, 0), (1, 9, 2), (9, 1, 2), (5, 7, 0), (16, 17, 5), (33, 20, 1), (23, 66, 64), (70, 35, 33), (18, 131, 0), (140, 129, 50),
        }.Where(shape => !InstructionSetTests.IsChild || shape.Item1 * shape.Item2 < 2000))
            foreach (var gate in height * width > 1000 ? new[] { ++seed % 3 } : new[] { 0, 1, 2 })
                yield return new(
                    new(connection, new MapShape(1 + seed % 2, 2, height, width), shared, Directions.All[seed++ % 4], seed),
                    normalisation, chunk, gate);
    }

    private static void AssertClose(ReferenceGradient expected, PropagationGradient actual, string what)
    {
        CpuCase.AssertClose(expected.Input.Values, actual.Input.Values, $"gradient of x, {what}");
        AssertClose(expected.Weights.Values, actual.Weights.Values, $"gradient of p, {what}");
        if (expected.Weights.InputGate is { } gate)
            CpuCase.AssertClose(gate.Values, actual.Weights.InputGate!.Values, $"gradient of the input gate, {what}");
    }

    /// <summary>
    /// As <see cref="CpuCase.AssertClose"/>, but an error is also held against gradients of q of about one: where a neighbour stands alone
    /// its normalised weight hardly moves, and what should be next to zero is a difference of two such numbers.
    /// </summary>
    private static void AssertClose(double[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        var (difference, norm, worst, largest) = (0.0, 0.0, 0.0, 0.02);
        for (var i = 0; i < expected.Length; i++)
        {
            var d = Math.Abs(actual[i] - expected[i]);
            Assert.False(double.IsNaN(d), $"{what}: NaN at {i}");
            (difference, norm) = (difference + d * d, norm + Math.Max(expected[i] * expected[i], 4e-4));
            (worst, largest) = (Math.Max(worst, d), Math.Max(largest, Math.Abs(expected[i])));
        }

        Assert.True(Math.Sqrt(difference) <= 1e-5 * Math.Sqrt(norm) && worst <= 1e-5 * largest, FormattableString.Invariant(
            $"{what}: error {Math.Sqrt(difference / norm):g3} in the norm, {worst / largest:g3} at the worst element"));
    }
}

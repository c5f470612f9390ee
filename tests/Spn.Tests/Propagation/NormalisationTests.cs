namespace Spn.Tests;

/// <summary>What holds for each normalisation, with chunks and input gates.</summary>
public class NormalisationTests
{
    private const double Rounding = 1e-6;

    [Fact]
    public void Sums_of_normalised_weights_keep_their_bounds() => Property.Holds(NormalisedCase.Any(withInputGate: false), c =>
    {
        var q = Propagation.Normalise(c.Weights(8), c.Options);
        foreach (var direction in Directions.All)
            foreach (var pixel in c.Inner(direction))
                for (var n = 0; n < q.Shape.Batch; n++)
                    for (var channel = 0; channel < q.Shape.Channels; channel++)
                    {
                        double[] weights = [.. Enumerable.Range(0, q.Neighbours).Select(k =>
                            (double)q[n, direction, k, channel, pixel.Row, pixel.Column])];
                        var (sum, absolute) = (weights.Sum(), weights.Sum(Math.Abs));
                        if (c.Normalisation.IsBounded())
                            Assert.InRange(absolute, 0, 1 + Rounding);
                        if (c.Normalisation == Normalisation.RowStochastic)
                            Near.Assert_near(1, sum, Rounding);
                        // The shares of a gate have one sign, that of g.
                        if (c.Normalisation == Normalisation.Gate)
                            Near.Assert_near(absolute, Math.Abs(sum), Rounding);
                        if (c.Normalisation == Normalisation.Always && c.Of.Connection == Connection.OneWay)
                            Near.Assert_near(1, absolute, 1e-5);
                    }
    });

    [Fact]
    public void The_sum_of_a_gate_is_the_tanh_of_g_and_below_one() => Property.Holds(NormalisedCase.Any(withInputGate: false), c =>
    {
        c = c with { Normalisation = Normalisation.Gate };
        var raw = c.Weights(4);
        var q = Reference.Normalise(ReferenceWeights.From(raw), c.Normalisation, c.Chunk);
        foreach (var direction in Directions.All)
            foreach (var pixel in c.Inner(direction))
            {
                var sum = Enumerable.Range(0, q.Neighbours).Sum(k => q[0, direction, k, 0, pixel.Row, pixel.Column]);
                Near.Assert_near(Math.Tanh(raw[0, direction, raw.Neighbours, 0, pixel.Row, pixel.Column]), sum, 1e-12);
                Assert.True(Math.Abs(sum) < 1);
            }
    });

    [Fact]
    public void Rows_of_G_sum_to_one_without_an_input_gate() => Property.Holds(NormalisedCase.Any(withInputGate: false), c =>
    {
        var options = new AffinityOptions { Normalisation = c.Normalisation, Chunk = c.Chunk };
        var g = Affinity.Dense(c.Weights(), c.Of.Direction, options);
        Near.Assert_near([.. Enumerable.Repeat(1.0, g.Size)], g.RowSums(), 1e-9);
        var laplacian = g.Laplacian();
        for (var i = 0; i < g.Size; i++)
            Near.Assert_near(0, Enumerable.Range(0, g.Size).Sum(j => laplacian[i, j]), 1e-9);
        // A constant map stays as it is, to the bit where the scan is the Cpu's.
        var constant = FeatureMap.Generate(c.Shape, (_, _, _, _) => 0.7f);
        Assert.Equal(constant.Values, Propagation.Scan(constant, c.Weights(), c.Of.Direction, c.Options).Values);
    });

    [Fact]
    public void G_says_what_the_scan_does_with_an_input_gate_too() => Property.Holds(NormalisedCase.Any(maxExtent: 5), c =>
    {
        var (x, weights) = (c.Of.Map(3), c.Weights());
        var channel = c.Shape.Channels - 1;
        var options = new AffinityOptions { Channel = channel, Normalisation = c.Normalisation, Chunk = c.Chunk };
        var g = Affinity.Dense(weights, c.Of.Direction, options);
        var hidden = Reference.Scan(ReferenceMap.From(x), ReferenceWeights.From(weights), c.Of.Direction, c.Normalisation, c.Chunk);
        var h = g.Apply(g.Vectorize(x, 0, channel));
        for (var i = 0; i < g.Size; i++)
            Near.Assert_near(hidden[0, channel, g.PixelAt(i).Row, g.PixelAt(i).Column], h[i], 1e-9);
        if (c.InputGateChannels == 0)
            return;
        // What no longer holds: the rows sum to what the gate lets in, and the diagonal is the gate.
        var gate = weights.InputGate!;
        var plane = (int)c.Of.Direction * c.InputGateChannels + (c.InputGateChannels == 1 ? 0 : channel);
        for (var i = 0; i < g.Size; i++)
            Near.Assert_near(gate[0, plane, g.PixelAt(i).Row, g.PixelAt(i).Column], g.Lambda()[i], 1e-12);
    });

    [Fact]
    public void Row_stochastic_weights_let_x_enter_at_first_lines_alone() => Property.Holds(NormalisedCase.Any(withInputGate: false), c =>
    {
        c = c with { Normalisation = Normalisation.RowStochastic };
        var g = Affinity.Dense(c.Weights(), c.Of.Direction, new() { Normalisation = c.Normalisation, Chunk = c.Chunk });
        var inner = c.Inner(c.Of.Direction).ToHashSet();
        for (var i = 0; i < g.Size; i++)
            Near.Assert_near(inner.Contains(g.PixelAt(i)) ? 0 : 1, g[i, i], 1e-12);
    });

    [Fact]
    public void A_change_of_one_line_never_grows_in_the_largest_element() => Property.Holds(NormalisedCase.Any(), c =>
    {
        if (!c.Normalisation.IsBounded())
            return;
        c = c with { Chunk = 0 };
        foreach (var step in Stability.Report(c.Weights(8), c.Of.Direction, normalisation: c.Normalisation).Steps)
        {
            Assert.InRange(step.InfinityNorm, 0, 1 + 1e-12);
            Assert.InRange(step.ProductInfinityNorm, 0, 1 + 1e-12);
        }
    });

    [Fact]
    public void A_chunk_is_a_scan_of_its_own() => Property.Holds(NormalisedCase.Any(maxExtent: 7), c =>
    {
        c = c with { Of = c.Of with { Direction = Direction.LeftToRight }, Chunk = Math.Max(1, c.Chunk) };
        var (x, weights) = (c.Of.Map(4), c.Weights());
        var hidden = Propagation.Scan(x, weights, Direction.LeftToRight, c.Options);
        for (var start = 0; start < c.Shape.Width; start += c.Chunk)
        {
            var width = Math.Min(c.Chunk, c.Shape.Width - start);
            var part = Columns(weights, start, width);
            var alone = Propagation.Scan(Columns(x, start, width), part, Direction.LeftToRight, c.Options with { Chunk = 0 });
            Near.Assert_near(Columns(hidden, start, width).Values, alone.Values, 1e-6);
        }
    });

    [Fact]
    public void A_normalised_gradient_and_scan_equal_those_of_the_weights_that_are_used() => Property.Holds(NormalisedCase.Any(), c =>
    {
        var (x, g, weights) = (c.Of.Map(5), c.Of.Map(6), c.Weights());
        var raw = new PropagationOptions { Normalisation = Normalisation.Raw, Chunk = c.Chunk };
        var used = Propagation.Normalise(weights, c.Options);
        var (result, plain) = (Propagation.Forward(x, weights, c.Options), Propagation.Forward(x, used, raw));
        Near.Assert_near(plain.Output.Values, result.Output.Values, 1e-6);
        var expected = Propagation.NormaliseBackward(weights, Propagation.Backward(plain, g).Weights, c.Options);
        var actual = Propagation.Backward(plain with { Weights = weights, Options = c.Options }, g);
        Near.Assert_near(expected.Values, actual.Weights.Values, 1e-4);
    });

    [Theory]
    [InlineData(Normalisation.Gate)]
    [InlineData(Normalisation.Clip)]
    public void A_normalisation_refuses_weights_of_another_kind(Normalisation normalisation)
    {
        var (shape, options) = (new MapShape(1, 1, 3, 4), new PropagationOptions { Normalisation = normalisation });
        var weights = normalisation == Normalisation.Gate
            ? new PropagationWeights(Connection.ThreeWay, shape)
            : PropagationWeights.Gated(Connection.ThreeWay, shape, new float[4 * 4 * 12]);
        foreach (var call in new Action[]
        {
            () => Propagation.Scan(new FeatureMap(shape), weights, Direction.LeftToRight, options),
            () => Propagation.Normalise(weights, options),
            () => Affinity.Dense(weights, Direction.LeftToRight, new() { Normalisation = normalisation }),
        })
            Assert.Contains("K + 1", Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_gates_chunks_and_kinds_are_refused()
    {
        var shape = new MapShape(1, 2, 3, 4);
        var (x, weights) = (new FeatureMap(shape), new PropagationWeights(Connection.OneWay, shape));
        // Channels of neither one nor the weights: no map could have both.
        foreach (var channels in new[] { 6, 12 })
            Assert.Contains("N×(4·C)×H×W", Assert.Throws<ArgumentException>(
                () => weights.WithInputGate(new FeatureMap(shape with { Channels = channels }))).Message, StringComparison.Ordinal);
        var shared = new PropagationWeights(Connection.OneWay, shape with { Channels = 1 });
        Assert.Contains("expected an input gate of shape", Assert.Throws<ArgumentException>(() => Propagation.Forward(
            x, shared.WithInputGate(new FeatureMap(shape with { Channels = 12 })))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Propagation.Forward(x, weights, new() { Chunk = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Propagation.Forward(x, weights, new() { Normalisation = (Normalisation)9 }));
    }

    private static FeatureMap Columns(FeatureMap map, int start, int width) => FeatureMap.Generate(
        map.Shape with { Width = width }, (n, c, row, column) => map[n, c, row, start + column]);

    private static PropagationWeights Columns(PropagationWeights weights, int start, int width)
    {
        var shape = weights.Shape;
        var whole = new FeatureMap(shape with { Channels = 4 * weights.Maps * shape.Channels }, weights.Values);
        var values = Columns(whole, start, width).Values;
        var part = weights.IsGated
            ? PropagationWeights.Gated(weights.Connection, shape with { Width = width }, values)
            : new(weights.Connection, shape with { Width = width }, values);
        return part.WithInputGate(weights.InputGate is { } gate ? Columns(gate, start, width) : null);
    }
}

namespace Spn.Tests.Cuda;

/// <summary>Normalisations, chunks and input gates of the Cuda backend against the reference, through a double of the driver.</summary>
[Collection(CudaDriverCollection.Name)]
public class CudaNormalisationTests(CudaDouble driver)
{
    private static readonly MapShape Shape = new(2, 3, 13, 37);

    [DoubleFact]
    public void Every_normalisation_with_chunks_and_input_gates_equals_the_reference()
    {
        foreach (var device in new[] { "", "small" })
        {
            driver.Use(device);
            foreach (var normalisation in Normalisations.All)
                foreach (var (connection, shared, chunk, gates) in new[]
                {
                    (Connection.OneWay, true, 0, 3), (Connection.OneWay, false, 4, 0), (Connection.ThreeWay, false, 0, 1),
                    (Connection.ThreeWay, true, 5, 3), (Connection.ThreeWay, true, 1, 0), (Connection.ThreeWay, false, 40, 1),
                })
                    Compare(device, Case(normalisation, connection, shared, chunk, gates));
        }
    }

    [DoubleFact]
    public void Infinity_and_NaN_stay_in_their_chunk_in_either_pass()
    {
        driver.Use();
        var c = Case(Normalisation.Always, Connection.ThreeWay, shared: false, chunk: 10, gates: 0);
        var (weights, options) = (c.Weights(), c.Options with { Backend = PropagationBackend.Cuda });
        foreach (var wrong in new[] { float.PositiveInfinity, float.NaN })
        {
            var (x, g) = (FeatureMap.Random(Shape, 1), FeatureMap.Random(Shape, 2));
            x.Plane(1, 2)[9] = wrong; // the last column of the first chunk
            g.Plane(1, 2)[10] = wrong; // the first one of the second chunk
            var (hidden, gradient) = (
                Propagation.Scan(x, weights, Direction.LeftToRight, options),
                Propagation.ScanBackward(x, weights, Direction.LeftToRight, g, options));
            for (var row = 0; row < Shape.Height; row++)
                for (var column = 0; column < Shape.Width; column++)
                {
                    Assert.True(column == 9 || float.IsFinite(hidden[1, 2, row, column]), $"{wrong}: h at {row}, {column}");
                    Assert.True(column >= 10 || float.IsFinite(gradient.Input[1, 2, row, column]), $"{wrong}: x at {row}, {column}");
                }
        }
    }

    [DoubleFact]
    public void Gates_next_to_zero_and_wide_open_keep_their_digits()
    {
        driver.Use();
        var options = new PropagationOptions { Normalisation = Normalisation.Gate, Backend = PropagationBackend.Cuda };
        var truth = options with { Backend = PropagationBackend.Reference };
        foreach (var g in new[] { 1e-4f, -3e-4f, 0.19f, 0.21f, 4.5f, -6f })
        {
            var weights = Case(Normalisation.Gate, Connection.ThreeWay, shared: true, chunk: 0, gates: 0).Weights();
            for (var n = 0; n < Shape.Batch; n++)
                foreach (var direction in Directions.All)
                    weights.Plane(n, direction, 3, 0).Fill(g);
            var reaching = PropagationWeights.Random(Connection.ThreeWay, weights.Shape, 8);
            Close(Propagation.Normalise(weights, truth).Values, Propagation.Normalise(weights, options).Values, $"q at {g}");
            Close(
                OfGates(Propagation.NormaliseBackward(weights, reaching, truth)),
                OfGates(Propagation.NormaliseBackward(weights, reaching, options)), $"∂g at {g}");
        }
    }

    /// <summary>The maps of g alone.</summary>
    private static float[] OfGates(PropagationWeights weights) =>
    [
        .. from n in Enumerable.Range(0, weights.Shape.Batch)
           from direction in Directions.All
           from value in weights.Plane(n, direction, 3, 0).ToArray()
           select value,
    ];

    private static void Compare(string device, NormalisedCase c)
    {
        var (name, weights, options) = ($"{device} {c}", c.Weights(), c.Options with { Backend = PropagationBackend.Cuda });
        var (x, g) = (FeatureMap.Random(Shape, 1), FeatureMap.Random(Shape, 2));
        var truth = options with { Backend = PropagationBackend.Reference };
        var forward = Propagation.Forward(x, weights, options);
        Close(Propagation.Forward(x, weights, truth).Output.Values, forward.Output.Values, name);
        Close(Propagation.Backward(forward with { Options = truth }, g), Propagation.Backward(forward, g), name);
        foreach (var direction in Directions.All)
        {
            var one = $"{name} {direction}";
            Close(Propagation.Scan(x, weights, direction, truth).Values, Propagation.Scan(x, weights, direction, options).Values, one);
            var (expected, actual) = (
                Propagation.ScanBackward(x, weights, direction, g, truth), Propagation.ScanBackward(x, weights, direction, g, options));
            Close(expected, actual, one);
        }

        var normalised = Propagation.Normalise(weights, truth);
        Close(normalised.Values, Propagation.Normalise(weights, options).Values, $"q: {name}");
        Close(
            Propagation.NormaliseBackward(weights, normalised, truth).Values,
            Propagation.NormaliseBackward(weights, normalised, options).Values, $"q backward: {name}");
    }

    private static void Close(PropagationGradient expected, PropagationGradient actual, string name)
    {
        Close(expected.Input.Values, actual.Input.Values, $"x: {name}");
        Close(expected.Weights.Values, actual.Weights.Values, $"p: {name}");
        Assert.Equal(expected.Weights.InputGate is null, actual.Weights.InputGate is null);
        if (expected.Weights.InputGate is { } gate)
            Close(gate.Values, actual.Weights.InputGate!.Values, $"input gate: {name}");
    }

    // One-way shares are one, and their gradients are zero, but for the rounding of doubles.
    private static void Close(float[] expected, float[] actual, string name) =>
        CpuCase.AssertClose(Array.ConvertAll(expected, value => Math.Abs(value) < 1e-13f ? 0.0 : value), actual, name);

    private static NormalisedCase Case(Normalisation normalisation, Connection connection, bool shared, int chunk, int gates) =>
        new(new PropagationCase(connection, Shape, shared, default, 5), normalisation, chunk, gates);
}

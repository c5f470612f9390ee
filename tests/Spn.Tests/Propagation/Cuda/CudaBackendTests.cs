namespace Spn.Tests.Cuda;

/// <summary>The Cuda backend against the reference, through a double of the driver.</summary>
[Collection(CudaDriverCollection.Name)]
public class CudaBackendTests(CudaDouble driver)
{
    /// <summary>
    /// "": one block a scan, but for lines longer than a block; "small": two multiprocessors with little shared memory, so that lines are
    /// cut and shared out.
    /// </summary>
    private static readonly string[] Devices = ["", "small"];

    [DoubleFact]
    public void Four_scans_and_their_backward_equal_the_reference()
    {
        foreach (var (c, name) in Cases())
        {
            var expected = Reference.Forward(c.ReferenceX, c.ReferenceWeights, c.Options.Normalisation);
            var actual = Propagation.Forward(c.X, c.WithNaNAtAbsent(), c.Options);
            CpuCase.AssertClose(expected.Output.Values, actual.Output.Values, name);
            for (var i = 0; i < actual.Winner.Values.Length; i++)
            {
                var (most, won) = (expected.Output.Values[i], expected.Hidden[actual.Winner.Values[i]].Values[i]);
                Assert.True(Math.Abs(most - won) <= 1e-4 * Math.Max(1, Math.Abs(most)), $"{name}: winner at {i}");
            }

            var gradient = Propagation.Backward(actual, c.Gradient);
            var expectedGradient = Reference.Backward(
                c.ReferenceX, c.ReferenceWeights, actual.Winner, ReferenceMap.From(c.Gradient), c.Options.Normalisation);
            CpuCase.AssertClose(expectedGradient.Input.Values, gradient.Input.Values, $"x: {name}");
            CpuCase.AssertClose(expectedGradient.Weights.Values, gradient.Weights.Values, $"p: {name}");
        }
    }

    [DoubleFact]
    public void One_scan_and_its_backward_equal_the_reference_in_every_direction()
    {
        foreach (var (c, name) in Cases())
            foreach (var direction in Directions.All)
            {
                var expected = Reference.Scan(c.ReferenceX, c.ReferenceWeights, direction, c.Options.Normalisation);
                CpuCase.AssertClose(
                    expected.Values, Propagation.Scan(c.X, c.WithNaNAtAbsent(), direction, c.Options).Values, $"{name} {direction}");
                var gradient = Propagation.ScanBackward(c.X, c.WithNaNAtAbsent(), direction, c.Gradient, c.Options);
                var expectedGradient = Reference.ScanBackward(
                    c.ReferenceX, c.ReferenceWeights, direction, ReferenceMap.From(c.Gradient), c.Options.Normalisation);
                CpuCase.AssertClose(expectedGradient.Input.Values, gradient.Input.Values, $"x: {name} {direction}");
                CpuCase.AssertClose(expectedGradient.Weights.Values, gradient.Weights.Values, $"p: {name} {direction}");
            }
    }

    [DoubleFact]
    public void Results_go_into_memory_of_the_caller_and_only_the_weights_of_the_direction_are_written()
    {
        driver.Use();
        var c = new CpuCase(Connection.ThreeWay, new MapShape(2, 3, 12, 17), shared: false, normalisation: Normalisation.Clip);
        var options = c.Options with { Backend = PropagationBackend.Cuda };
        var hidden = FeatureMap.Constant(c.X.Shape, 9);
        Propagation.ScanInto(c.X, c.Weights, Direction.BottomToTop, hidden, options);
        Assert.Equal(Propagation.Scan(c.X, c.Weights, Direction.BottomToTop, options).Values, hidden.Values);

        var gradient = new PropagationGradient(
            FeatureMap.Constant(c.X.Shape, 9), PropagationWeights.Constant(c.Weights.Connection, c.Weights.Shape, 9));
        Propagation.ScanBackwardInto(c.X, c.Weights, Direction.BottomToTop, c.Gradient, gradient, options);
        var alone = Propagation.ScanBackward(c.X, c.Weights, Direction.BottomToTop, c.Gradient, options);
        for (var n = 0; n < 2; n++)
            foreach (var direction in Directions.All)
                for (var k = 0; k < 3; k++)
                    for (var channel = 0; channel < 3; channel++)
                        Assert.True(direction == Direction.BottomToTop
                            ? gradient.Weights.Plane(n, direction, k, channel).SequenceEqual(alone.Weights.Plane(n, direction, k, channel))
                            : gradient.Weights.Plane(n, direction, k, channel).IndexOfAnyExcept(9f) < 0);

        var forward = Propagation.Forward(c.X, c.Weights, options);
        var again = forward with { Output = new FeatureMap(c.X.Shape), Winner = new DirectionMap(c.X.Shape, new byte[c.X.Values.Length]) };
        Propagation.ForwardInto(again);
        Assert.Equal(forward.Output.Values, again.Output.Values);
        Assert.Equal(forward.Winner.Values, again.Winner.Values);
        var backward = new PropagationGradient(new FeatureMap(c.X.Shape), new PropagationWeights(c.Weights.Connection, c.Weights.Shape));
        Propagation.BackwardInto(again, c.Gradient, backward);
        Assert.Equal(Propagation.Backward(forward, c.Gradient).Weights.Values, backward.Weights.Values);
    }

    [DoubleFact]
    public void On_a_tie_the_earlier_direction_wins_and_the_earliest_NaN_is_kept()
    {
        driver.Use();
        var x = FeatureMap.Constant(new MapShape(1, 1, 3, 3), 1);
        var weights = PropagationWeights.Constant(Connection.ThreeWay, x.Shape, 0.2f);
        var options = new PropagationOptions { Backend = PropagationBackend.Cuda };
        Assert.All(Propagation.Forward(x, weights, options).Winner.Values, winner => Assert.Equal(0, winner));
        weights[0, Direction.TopToBottom, 1, 0, 1, 1] = float.NaN;
        weights[0, Direction.BottomToTop, 1, 0, 1, 1] = float.NaN;
        var result = Propagation.Forward(x, weights, options);
        Assert.Equal((float.NaN, 2), (result.Output[0, 0, 1, 1], (int)result.Winner[0, 0, 1, 1]));
    }

    private IEnumerable<(CpuCase Case, string Name)> Cases()
    {
        foreach (var device in Devices)
        {
            driver.Use(device);
            foreach (var connection in new[] { Connection.OneWay, Connection.ThreeWay })
                foreach (var (normalisation, shared) in new[] { (Normalisation.Clip, false), (Normalisation.Raw, true) })
                    foreach (var shape in Shapes(device))
                    {
                        var c = new CpuCase(connection, shape, shared, normalisation);
                        yield return (
                            new CpuCase(connection, shape, shared, normalisation)
                            {
                                Options = c.Options with { Backend = PropagationBackend.Cuda },
                            }, $"{device} {c}");
                    }
        }
    }

    private static IEnumerable<MapShape> Shapes(string device)
    {
        yield return new MapShape(1, 1, 1, 1);
        yield return new MapShape(2, 3, 13, 70);
        yield return new MapShape(1, 2, 64, 33);
        yield return device.Length == 0 ? new MapShape(1, 1, 3, 1500) : new MapShape(1, 1, 5, 300);
        yield return device.Length == 0 ? new MapShape(1, 1, 1500, 3) : new MapShape(1, 1, 300, 5);
    }
}

namespace Spn.Tests.Cuda;

/// <summary>
/// The entry for device memory, through a double of the driver: strides, hidden maps kept, the naive kernels, what is refused.
/// </summary>
[Collection(CudaDriverCollection.Name)]
public class CudaPropagationTests(CudaDouble driver)
{
    private static readonly MapShape Shape = new(2, 3, 9, 21);

    [DoubleFact]
    public void Maps_with_gaps_between_all_their_elements_give_what_the_reference_gives()
    {
        driver.Use();
        var device = Spn.Cuda.Device();
        using var workspace = new CudaWorkspace(device);
        using var stream = device.CreateStream();
        var c = Case(Connection.ThreeWay, shared: false);
        using var x = Upload(device, stream, c.X.Values);
        using var p = Upload(device, stream, c.Weights.Values);
        using var y = device.Allocate(4 * 2 * Shape.Count);
        var to = new CudaMap(y.Pointer, Shape, 2L * Shape.Channels * Shape.PlaneSize, 2 * Shape.PlaneSize, 2 * Shape.Width, 2);
        CudaPropagation.Scan(
            CudaMap.Contiguous(x.Pointer, Shape), CudaWeights.Contiguous(p.Pointer, Connection.ThreeWay, Shape), Direction.RightToLeft, to,
            new CudaCall(workspace, stream.Handle));
        var actual = new float[2 * Shape.Count];
        y.Read(actual, stream);
        var expected = Reference.Scan(c.ReferenceX, c.ReferenceWeights, Direction.RightToLeft).Values;
        CpuCase.AssertClose(expected, [.. actual.Where((_, i) => i % 2 == 0)], "gaps");
        Assert.All(actual.Where((_, i) => i % 2 == 1), value => Assert.True(float.IsNaN(value)));
    }

    [DoubleFact]
    public void The_backward_gives_the_same_from_hidden_maps_that_were_kept()
    {
        driver.Use();
        var device = Spn.Cuda.Device();
        using var workspace = new CudaWorkspace(device);
        using var stream = device.CreateStream();
        var c = new CpuCase(Connection.ThreeWay, Shape, shared: true, normalisation: Normalisation.Clip);
        using var x = device.Allocate(4 * Shape.Count);
        using var p = device.Allocate(4L * c.Weights.Values.Length);
        using var g = device.Allocate(4 * Shape.Count);
        using var y = device.Allocate(4 * Shape.Count);
        using var winner = device.Allocate(Shape.Count);
        using var hidden = device.Allocate(4 * 4 * Shape.Count);
        x.Write(c.X.Values, stream);
        p.Write(c.Weights.Values, stream);
        g.Write(c.Gradient.Values, stream);
        var weights = CudaWeights.Contiguous(p.Pointer, Connection.ThreeWay, c.Weights.Shape);
        CudaMap Map(CudaBuffer buffer) => CudaMap.Contiguous(buffer.Pointer, Shape);
        var call = new CudaCall(workspace, stream.Handle);
        var results = new List<float[]>();
        foreach (var kept in new[] { 0, hidden.Pointer })
        {
            using var gx = device.Allocate(4 * Shape.Count);
            using var gp = device.Allocate(4L * c.Weights.Values.Length);
            var result = new CudaResult(Map(y), winner.Pointer, kept);
            CudaPropagation.Forward(Map(x), weights, result, call);
            CudaPropagation.Backward(
                Map(x), weights, result, Map(g), new CudaGradient(Map(gx), weights with { Pointer = gp.Pointer }), call);
            var (dx, dp) = (new float[Shape.Count], new float[c.Weights.Values.Length]);
            gx.Read(dx, stream);
            gp.Read(dp, stream);
            results.Add([.. dx, .. dp]);
        }

        Assert.Equal(results[0], results[1]);
    }

    [DoubleFact]
    public void The_naive_kernels_equal_the_reference_in_every_direction()
    {
        driver.Use();
        var device = Spn.Cuda.Device();
        using var workspace = new CudaWorkspace(device);
        using var stream = device.CreateStream();
        foreach (var (connection, shared) in new[] { (Connection.OneWay, true), (Connection.ThreeWay, false), (Connection.ThreeWay, true) })
            foreach (var direction in Directions.All)
            {
                var c = Case(connection, shared);
                using var x = Upload(device, stream, c.X.Values);
                using var p = Upload(device, stream, c.WithNaNAtAbsent().Values);
                using var g = Upload(device, stream, c.Gradient.Values);
                using var y = device.Allocate(4 * Shape.Count);
                using var gp = device.Allocate(4L * c.Weights.Values.Length);
                var weights = CudaWeights.Contiguous(p.Pointer, connection, c.Weights.Shape);
                CudaMap Map(CudaBuffer buffer) => CudaMap.Contiguous(buffer.Pointer, Shape);
                var call = new CudaCall(workspace, stream.Handle) { IsNaive = true };
                CudaPropagation.Scan(Map(x), weights, direction, Map(y), call);
                var values = new float[Shape.Count];
                y.Read(values, stream);
                CpuCase.AssertClose(Reference.Scan(c.ReferenceX, c.ReferenceWeights, direction).Values, values, $"{c} {direction}");

                var to = new CudaGradient(Map(y), weights with { Pointer = gp.Pointer });
                CudaPropagation.ScanBackward(Map(x), weights, direction, Map(g), to, call);
                var expected = Reference.ScanBackward(c.ReferenceX, c.ReferenceWeights, direction, ReferenceMap.From(c.Gradient));
                y.Read(values, stream);
                CpuCase.AssertClose(expected.Input.Values, values, $"x: {c} {direction}");
                var ofWeights = new float[c.Weights.Values.Length];
                gp.Read(ofWeights, stream);
                // Those of other directions are not written.
                float[] written = [.. ofWeights.Select(value => float.IsNaN(value) ? 0 : value)];
                CpuCase.AssertClose(expected.Weights.Values, written, $"p: {c} {direction}");
            }
    }

    [DoubleFact]
    public void Memory_is_freed_and_what_does_not_fit_is_refused()
    {
        driver.Use();
        var device = Spn.Cuda.Device();
        var before = driver.Allocations;
        using (device.Allocate(100))
            Assert.Equal(before + 1, driver.Allocations);
        Assert.Equal(before, driver.Allocations);

        using var workspace = new CudaWorkspace(device);
        using var buffer = device.Allocate(64);
        using var stream = device.CreateStream();
        Assert.Contains(
            "at most the 64 bytes", Assert.Throws<ArgumentException>(() => buffer.Write(new float[17], stream)).Message,
            StringComparison.Ordinal);
        var map = CudaMap.Contiguous(buffer.Pointer, Shape);
        var weights = CudaWeights.Contiguous(buffer.Pointer, Connection.OneWay, Shape);
        var call = new CudaCall(workspace);
        Assert.Throws<ArgumentOutOfRangeException>(() => CudaPropagation.Scan(map, weights, (Direction)4, map, call));
        Assert.Contains("device memory for result.Winner, got no pointer",
            Assert.Throws<ArgumentException>(() => CudaPropagation.Forward(map, weights, new CudaResult(map, 0), call)).Message,
            StringComparison.Ordinal);
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Pointer);
    }

    private static CpuCase Case(Connection connection, bool shared) => new(connection, Shape, shared, normalisation: Normalisation.Clip);

    private static CudaBuffer Upload(CudaDevice device, CudaStream stream, float[] values)
    {
        var buffer = device.Allocate(4L * values.Length);
        buffer.Write(values, stream);
        return buffer;
    }
}

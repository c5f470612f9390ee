namespace Spn.Tests.Cuda;

/// <summary>
/// The entry for device memory, through a double of the driver: strides, half precision, hidden maps kept, what is refused.
/// </summary>
[Collection(CudaDriverCollection.Name)]
public class CudaPropagationTests(CudaDouble driver)
{
    private static readonly MapShape Shape = new(2, 3, 9, 21);

    [DoubleFact]
    public void Maps_with_gaps_and_bfloat16_give_what_the_reference_gives_within_their_rounding()
    {
        driver.Use();
        var device = Spn.Cuda.Device();
        using var workspace = new CudaWorkspace(device);
        using var stream = device.CreateStream();
        var c = new CpuCase(Connection.ThreeWay, Shape, shared: false, normalisation: Normalisation.Clip);
        using var x = Upload(device, stream, c.X.Values);
        using var p = Upload(device, stream, c.Weights.Values);
        using var y = device.Allocate(2 * (2 * Shape.Count + 2));

        // The output has gaps between all its elements.
        var to = new CudaMap(
            y.Pointer, CudaElement.BFloat16, Shape, 2L * Shape.Channels * Shape.PlaneSize, 2 * Shape.PlaneSize, 2 * Shape.Width, 2);
        CudaPropagation.Scan(CudaMap.Contiguous(x.Pointer, CudaElement.BFloat16, Shape), CudaWeights.Contiguous(
            p.Pointer, CudaElement.BFloat16, Connection.ThreeWay, Shape),
            Direction.RightToLeft, to, new CudaCall(workspace, stream.Handle));
        var actual = new ushort[2 * Shape.Count];
        y.Read(actual, stream);
        var expected = Reference.Scan(Rounded(c.X), Rounded(c.Weights), Direction.RightToLeft);
        for (var i = 0; i < expected.Values.Length; i++)
        {
            var value = BitConverter.Int32BitsToSingle(actual[2 * i] << 16);
            Assert.True(
                Math.Abs(value - expected.Values[i]) <= Math.Abs(expected.Values[i]) / 256 + 1e-5,
                FormattableString.Invariant($"{value} for {expected.Values[i]} at {i}"));
        }
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
        var weights = CudaWeights.Contiguous(p.Pointer, CudaElement.Float32, Connection.ThreeWay, c.Weights.Shape);
        CudaMap Map(CudaBuffer buffer) => CudaMap.Contiguous(buffer.Pointer, CudaElement.Float32, Shape);
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
    public void The_constraint_and_its_backward_equal_the_reference()
    {
        driver.Use();
        var device = Spn.Cuda.Device();
        using var workspace = new CudaWorkspace(device);
        using var stream = device.CreateStream();
        foreach (var connection in new[] { Connection.OneWay, Connection.ThreeWay })
        {
            var c = new CpuCase(connection, Shape, shared: false, normalisation: Normalisation.Clip);
            var gradient = PropagationWeights.Random(connection, Shape, 5);
            var values = new float[c.Weights.Values.Length];
            using var p = device.Allocate(4L * values.Length);
            using var g = device.Allocate(4L * values.Length);
            using var q = device.Allocate(4L * values.Length);
            p.Write(c.WithNaNAtAbsent().Values, stream);
            g.Write(gradient.Values, stream);
            var weights = CudaWeights.Contiguous(p.Pointer, CudaElement.Float32, connection, Shape);
            var call = new CudaCall(workspace, stream.Handle);
            CudaPropagation.Constrain(weights, weights with { Pointer = q.Pointer }, call);
            q.Read(values, stream);
            CpuCase.AssertClose(Reference.Normalise(c.ReferenceWeights).Values, values, $"{connection}");
            CudaPropagation.ConstrainBackward(weights, weights with { Pointer = g.Pointer }, weights with { Pointer = q.Pointer }, call);
            q.Read(values, stream);
            CpuCase.AssertClose(
                Reference.NormaliseBackward(c.ReferenceWeights, ReferenceWeights.From(gradient)).Values, values, $"backward {connection}");
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
        var map = CudaMap.Contiguous(buffer.Pointer, CudaElement.Float32, Shape);
        var weights = CudaWeights.Contiguous(buffer.Pointer, CudaElement.Float16, Connection.OneWay, Shape);
        var call = new CudaCall(workspace);
        Assert.Contains("expected weights of type Float32, as x has, got Float16",
            Assert.Throws<ArgumentException>(() => CudaPropagation.Scan(map, weights, Direction.LeftToRight, map, call)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => CudaPropagation.Scan(map, weights, (Direction)4, map, call));
        Assert.Contains("device memory for result.Winner, got no pointer",
            Assert.Throws<ArgumentException>(() => CudaPropagation.Forward(map, weights with { Element = CudaElement.Float32 }, new CudaResult(map, 0), call)).Message, StringComparison.Ordinal);
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Pointer);
    }

    private static ushort Round(float value) =>
        (ushort)((BitConverter.SingleToInt32Bits(value) + 0x7fff + (BitConverter.SingleToInt32Bits(value) >> 16 & 1)) >> 16);

    private static float Widen(ushort bits) => BitConverter.Int32BitsToSingle(bits << 16);

    private static ReferenceMap Rounded(FeatureMap map) =>
        ReferenceMap.From(new FeatureMap(map.Shape, Array.ConvertAll(map.Values, value => Widen(Round(value)))));

    private static ReferenceWeights Rounded(PropagationWeights weights) =>
        ReferenceWeights.From(
            new PropagationWeights(weights.Connection, weights.Shape, Array.ConvertAll(weights.Values, value => Widen(Round(value)))));

    private static CudaBuffer Upload(CudaDevice device, CudaStream stream, float[] values)
    {
        var buffer = device.Allocate(2L * values.Length);
        buffer.Write(Array.ConvertAll(values, Round), stream);
        return buffer;
    }
}

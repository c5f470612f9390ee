namespace Spn.Tests.Cuda;

/// <summary>What the entry for device memory refuses before a kernel could fail and lose the context.</summary>
[Collection(CudaDriverCollection.Name)]
public sealed class CudaRefusalTests(CudaDouble driver)
{
    private static readonly MapShape Shape = new(2, 3, 9, 21);

    [DoubleFact]
    public void Pointers_that_are_zero_or_not_aligned_and_negative_strides_are_refused_by_name()
    {
        driver.Use();
        var device = Spn.Cuda.Device();
        using var workspace = new CudaWorkspace(device);
        using var buffer = device.Allocate(64);
        var map = CudaMap.Contiguous(buffer.Pointer, Shape);
        var weights = CudaWeights.Contiguous(buffer.Pointer, Connection.ThreeWay, Shape);
        var (call, result, gradient) = (new CudaCall(workspace), new CudaResult(map, buffer.Pointer), new CudaGradient(map, weights));
        CudaMap noMap = map with { Pointer = 0 }, oddMap = map with { Pointer = map.Pointer + 2 }, backMap = map with { RowStride = -21 };
        CudaWeights none = weights with { Pointer = 0 }, back = weights with { NeighbourStride = -1 };

        Refused("x", "device memory for x, got no pointer", () => CudaPropagation.Scan(noMap, weights, Direction.LeftToRight, map, call));
        Refused("x", "x at a multiple of 4 bytes", () => CudaPropagation.Scan(oddMap, weights, Direction.LeftToRight, map, call));
        Refused("x", "strides of x of at least 0, got -21", () => CudaPropagation.Forward(backMap, weights, result, call));
        Refused("weights", "device memory for weights", () => CudaPropagation.Forward(map, none, result, call));
        Refused("weights", "strides of weights of at least 0, got -1", () => CudaPropagation.Forward(map, back, result, call));
        Refused("hidden", "device memory for hidden", () => CudaPropagation.Scan(map, weights, Direction.LeftToRight, noMap, call));
        Refused(
            "result", "device memory for result.Output", () => CudaPropagation.Forward(map, weights, result with { Output = noMap }, call));
        Refused(
            "result", "result.Hidden at a multiple of 4 bytes",
            () => CudaPropagation.Forward(map, weights, result with { Hidden = buffer.Pointer + 1 }, call));
        Refused(
            "gradHidden", "device memory for gradHidden",
            () => CudaPropagation.ScanBackward(map, weights, Direction.LeftToRight, noMap, gradient, call));
        Refused(
            "gradOutput", "gradOutput at a multiple of 4 bytes",
            () => CudaPropagation.Backward(map, weights, result, oddMap, gradient, call));
        Refused(
            "gradient", "device memory for gradient.Input",
            () => CudaPropagation.Backward(map, weights, result, map, gradient with { Input = noMap }, call));
        Refused(
            "gradient", "strides of gradient.Weights",
            () => CudaPropagation.Backward(map, weights, result, map, gradient with { Weights = back }, call));
        Refused("weights", "device memory for weights", () => CudaPropagation.Normalise(none, weights, call));
        Refused("normalised", "device memory for normalised", () => CudaPropagation.Normalise(weights, none, call));
        Refused(
            "gradNormalised", "device memory for gradNormalised", () => CudaPropagation.NormaliseBackward(weights, none, weights, call));
    }

    [DoubleFact]
    public void Gates_that_do_not_belong_and_naive_calls_of_four_directions_are_refused_by_name()
    {
        driver.Use();
        var device = Spn.Cuda.Device();
        using var workspace = new CudaWorkspace(device);
        using var buffer = device.Allocate(64);
        var map = CudaMap.Contiguous(buffer.Pointer, Shape);
        var weights = CudaWeights.Contiguous(buffer.Pointer, Connection.ThreeWay, Shape);
        var gate = CudaWeights.Contiguous(buffer.Pointer, Connection.OneWay, Shape);
        var (call, result, gradient) = (new CudaCall(workspace), new CudaResult(map, buffer.Pointer), new CudaGradient(map, weights));
        var gated = weights with { InputGate = gate };
        var wide = weights with { InputGate = gate with { Shape = Shape with { Width = 20 } } };
        Refused("weights", "expected an input gate over", () => CudaPropagation.Forward(map, wide, result, call));
        Refused("gradient", "a gradient of the input gate", () => CudaPropagation.Backward(map, gated, result, map, gradient, call));
        var (ofGate, naive) = (call with { Normalisation = Normalisation.Gate }, call with { IsNaive = true });
        Refused("weights", "expected gated weights", () => CudaPropagation.Forward(map, weights, result, ofGate));
        Refused("call", "expected one direction for the naive kernels", () => CudaPropagation.Forward(map, weights, result, naive));
    }

    [DoubleFact]
    public void A_workspace_refuses_a_second_stream_and_grows_on_its_own()
    {
        driver.Use();
        var device = Spn.Cuda.Device();
        using var workspace = new CudaWorkspace(device);
        using var stream = device.CreateStream();
        using var other = device.CreateStream();
        foreach (var shape in new[] { Shape, new MapShape(2, 3, 30, 40) })
        {
            using var memory = device.Allocate(4 * 12 * shape.Count);
            using var output = device.Allocate(4 * shape.Count);
            using var winner = device.Allocate(shape.Count);
            memory.Fill(0, memory.Bytes, stream.Handle);
            var map = CudaMap.Contiguous(memory.Pointer, shape);
            var weights = CudaWeights.Contiguous(memory.Pointer, Connection.ThreeWay, shape);
            var result = new CudaResult(map with { Pointer = output.Pointer }, winner.Pointer);
            var before = workspace.Bytes;
            CudaPropagation.Forward(map, weights, result, new CudaCall(workspace, stream.Handle));
            Assert.True(workspace.Bytes > before);
            Refused(
                "call", "give each stream its own workspace",
                () => CudaPropagation.Forward(map, weights, result, new CudaCall(workspace, other.Handle)));
        }
    }

    private static void Refused(string argument, string words, Action call)
    {
        var exception = Assert.Throws<ArgumentException>(call);
        Assert.Equal(argument, exception.ParamName);
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
    }
}

namespace Spn;

/// <summary>The op on arrays of this machine's memory: copies there, one launch, copies back. One call at a time; its memory on the device stays for the next.</summary>
internal sealed unsafe class CudaHostCalls(CudaDevice device)
{
    private readonly Lock _gate = new();
    private readonly CudaWorkspace _workspace = new(device);
    private readonly CudaStream _stream = device.CreateStream();
    private readonly CudaBuffer?[] _buffers = new CudaBuffer?[7];

    private enum Slot { X, Weights, Output, Winner, Gradient, GradInput, GradWeights }

    public void Scan(FeatureMap x, PropagationWeights weights, Direction direction, PropagationOptions options, FeatureMap hidden)
    {
        lock (_gate)
        {
            var (dx, dp, dy) = (Upload(Slot.X, x), Upload(Slot.Weights, weights, direction), Map(Slot.Output, x.Shape));
            CudaPropagation.Scan(dx, dp, direction, dy, Call(weights, options));
            Download(Slot.Output, hidden.Values);
        }
    }

    public void ScanBackward(
        FeatureMap x, PropagationWeights weights, Direction direction, FeatureMap gradHidden, PropagationOptions options, PropagationGradient gradient)
    {
        lock (_gate)
        {
            var (dx, dp, dg) = (Upload(Slot.X, x), Upload(Slot.Weights, weights, direction), Upload(Slot.Gradient, gradHidden));
            var to = new CudaGradient(Map(Slot.GradInput, x.Shape), Weights(Slot.GradWeights, weights, direction));
            CudaPropagation.ScanBackward(dx, dp, direction, dg, to, Call(weights, options));
            Download(Slot.GradInput, gradient.Input.Values);
            Download(Slot.GradWeights, gradient.Weights, direction);
        }
    }

    public void Forward(PropagationResult result)
    {
        lock (_gate)
        {
            var (dx, dp) = (Upload(Slot.X, result.Input), Upload(Slot.Weights, result.Weights, null));
            var to = new CudaResult(Map(Slot.Output, result.Input.Shape), Buffer(Slot.Winner, result.Winner.Values.Length).Pointer);
            CudaPropagation.Forward(dx, dp, to, Call(result.Weights, result.Options));
            Download(Slot.Output, result.Output.Values);
            Download(Slot.Winner, result.Winner.Values);
        }
    }

    public void Backward(PropagationResult result, FeatureMap gradOutput, PropagationGradient gradient)
    {
        lock (_gate)
        {
            var (dx, dp, dg) = (Upload(Slot.X, result.Input), Upload(Slot.Weights, result.Weights, null), Upload(Slot.Gradient, gradOutput));
            var winner = Buffer(Slot.Winner, result.Winner.Values.Length);
            winner.Write(result.Winner.Values, _stream);
            var to = new CudaGradient(Map(Slot.GradInput, result.Input.Shape), Weights(Slot.GradWeights, result.Weights, null));
            var from = new CudaResult(Map(Slot.Output, result.Input.Shape), winner.Pointer);
            CudaPropagation.Backward(dx, dp, from, dg, to, Call(result.Weights, result.Options));
            Download(Slot.GradInput, gradient.Input.Values);
            Download(Slot.GradWeights, gradient.Weights, null);
        }
    }

    /// <summary>The weights that the scans use, into arrays of this machine's memory.</summary>
    public void Normalise(PropagationWeights weights, PropagationWeights normalised, PropagationOptions options)
    {
        lock (_gate)
        {
            CudaPropagation.Constrain(Upload(Slot.Weights, weights, null), Weights(Slot.GradWeights, weights, null), new CudaCall(_workspace, _stream.Handle));
            Download(Slot.GradWeights, normalised, null);
        }
    }

    public void NormaliseBackward(
        PropagationWeights weights, PropagationWeights gradNormalised, PropagationWeights gradient, PropagationOptions options)
    {
        lock (_gate)
        {
            var (dp, dq) = (Upload(Slot.Weights, weights, null), Upload(Slot.GradWeights, gradNormalised, null));
            CudaPropagation.ConstrainBackward(dp, dq, dq, new CudaCall(_workspace, _stream.Handle));
            Download(Slot.GradWeights, gradient, null);
        }
    }

    /// <summary>The call, for what there is so far.</summary>
    private CudaCall Call(PropagationWeights weights, PropagationOptions options)
    {
        if (options.Normalisation is not (Normalisation.Clip or Normalisation.Raw) || options.Chunk != 0 || weights.InputGate is not null)
            throw new NotSupportedException(
                "expected the normalisation clip or raw, no chunk and no input gate, which is what the Cuda backend has so far; "
                + "use the Reference backend for the others.");
        return new(_workspace, _stream.Handle, options.Normalisation);
    }

    private CudaBuffer Buffer(Slot slot, long bytes)
    {
        ref var buffer = ref _buffers[(int)slot];
        if (buffer is null || buffer.Bytes < bytes)
        {
            _stream.Synchronize();
            buffer?.Dispose();
            buffer = null;
            buffer = device.Allocate(bytes);
        }

        return buffer;
    }

    private CudaMap Map(Slot slot, MapShape shape) => CudaMap.Contiguous(Buffer(slot, 4 * shape.Count).Pointer, CudaElement.Float32, shape);

    private CudaMap Upload(Slot slot, FeatureMap map)
    {
        var view = Map(slot, map.Shape);
        Buffer(slot, 4 * map.Shape.Count).Write(map.Values, _stream);
        return view;
    }

    /// <summary>Weights on the device: of all four directions, or of one, which then stand alone.</summary>
    private CudaWeights Weights(Slot slot, PropagationWeights weights, Direction? direction)
    {
        var bytes = 4L * weights.Values.Length / (direction is null ? 1 : 4);
        var all = CudaWeights.Contiguous(Buffer(slot, bytes).Pointer, CudaElement.Float32, weights.Connection, weights.Shape);
        return direction is null ? all : all with { BatchStride = all.DirectionStride, DirectionStride = 0 };
    }

    private CudaWeights Upload(Slot slot, PropagationWeights weights, Direction? direction)
    {
        var view = Weights(slot, weights, direction);
        var buffer = Buffer(slot, 4);
        fixed (float* from = weights.Values)
        {
            foreach (var (host, there, count) in Pieces(weights, direction))
                buffer.Upload(from + host, 4L * there, 4L * count, _stream.Handle);
            _stream.Synchronize();
        }

        return view;
    }

    private void Download<T>(Slot slot, T[] values) where T : unmanaged => Buffer(slot, 1).Read(values, _stream);

    private void Download(Slot slot, PropagationWeights weights, Direction? direction)
    {
        var buffer = Buffer(slot, 4);
        fixed (float* to = weights.Values)
        {
            foreach (var (host, there, count) in Pieces(weights, direction))
                buffer.Download(to + host, 4L * there, 4L * count, _stream.Handle);
            _stream.Synchronize();
        }
    }

    /// <summary>Where the weights lie here, where on the device, and how many: in one piece, or one of each batch item.</summary>
    private static IEnumerable<(int Host, int There, int Count)> Pieces(PropagationWeights weights, Direction? direction)
    {
        if (direction is not { } one)
            return [(0, 0, weights.Values.Length)];
        var count = weights.Neighbours * weights.Shape.Planes / weights.Shape.Batch * weights.Shape.PlaneSize;
        return Enumerable.Range(0, weights.Shape.Batch).Select(n => (weights.PlaneOffset(n, one, 0, 0), n * count, count));
    }
}

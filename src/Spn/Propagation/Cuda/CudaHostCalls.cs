namespace Spn;

/// <summary>
/// The op on arrays of this machine's memory: copies there, launches, copies back. One call at a time; its memory on the device stays for
/// the next.
/// </summary>
internal sealed unsafe class CudaHostCalls(CudaDevice device)
{
    private readonly Lock _gate = new();
    private readonly CudaWorkspace _workspace = new(device);
    private readonly CudaStream _stream = device.CreateStream();
    private readonly CudaBuffer?[] _buffers = new CudaBuffer?[Enum.GetValues<Slot>().Length];

    private enum Slot { X, Weights, InputGate, Output, Winner, Gradient, GradInput, GradWeights, GradInputGate }

    public void Scan(FeatureMap x, PropagationWeights weights, Direction direction, PropagationOptions options, FeatureMap hidden)
    {
        lock (_gate)
        {
            var (dx, dp, dy) = (Upload(Slot.X, x), Upload(Slot.Weights, weights, direction), Map(Slot.Output, x.Shape));
            CudaPropagation.Scan(dx, dp, direction, dy, Call(options));
            Download(Slot.Output, hidden.Values);
        }
    }

    public void ScanBackward(
        FeatureMap x, PropagationWeights weights, Direction direction, FeatureMap gradHidden, PropagationOptions options,
        PropagationGradient gradient)
    {
        lock (_gate)
        {
            var (dx, dp, dg) = (Upload(Slot.X, x), Upload(Slot.Weights, weights, direction), Upload(Slot.Gradient, gradHidden));
            var to = new CudaGradient(Map(Slot.GradInput, x.Shape), Weights(Slot.GradWeights, weights, direction));
            CudaPropagation.ScanBackward(dx, dp, direction, dg, to, Call(options));
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
            CudaPropagation.Forward(dx, dp, to, Call(result.Options));
            Download(Slot.Output, result.Output.Values);
            Download(Slot.Winner, result.Winner.Values);
        }
    }

    public void Backward(PropagationResult result, FeatureMap gradOutput, PropagationGradient gradient)
    {
        lock (_gate)
        {
            var (dx, dp) = (Upload(Slot.X, result.Input), Upload(Slot.Weights, result.Weights, null));
            var dg = Upload(Slot.Gradient, gradOutput);
            var winner = Buffer(Slot.Winner, result.Winner.Values.Length);
            winner.Write(result.Winner.Values, _stream);
            var to = new CudaGradient(Map(Slot.GradInput, result.Input.Shape), Weights(Slot.GradWeights, result.Weights, null));
            var from = new CudaResult(Map(Slot.Output, result.Input.Shape), winner.Pointer);
            CudaPropagation.Backward(dx, dp, from, dg, to, Call(result.Options));
            Download(Slot.GradInput, gradient.Input.Values);
            Download(Slot.GradWeights, gradient.Weights, null);
        }
    }

    public void Normalise(PropagationWeights weights, PropagationWeights normalised, PropagationOptions options)
    {
        (weights, normalised) = (weights.WithInputGate(null), normalised.WithInputGate(null));
        lock (_gate)
        {
            CudaPropagation.Normalise(Upload(Slot.Weights, weights, null), Weights(Slot.Output, normalised, null), Call(options));
            Download(Slot.Output, normalised, null);
        }
    }

    public void NormaliseBackward(
        PropagationWeights weights, PropagationWeights gradNormalised, PropagationWeights gradient, PropagationOptions options)
    {
        (weights, gradNormalised) = (weights.WithInputGate(null), gradNormalised.WithInputGate(null));
        lock (_gate)
        {
            var (dp, dq) = (Upload(Slot.Weights, weights, null), Upload(Slot.Gradient, gradNormalised, null));
            CudaPropagation.NormaliseBackward(dp, dq, Weights(Slot.GradWeights, weights, null), Call(options));
            Download(Slot.GradWeights, gradient.WithInputGate(null), null);
        }
    }

    private CudaCall Call(PropagationOptions options) => new(_workspace, _stream.Handle, options.Normalisation, options.Chunk);

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

    private CudaMap Map(Slot slot, MapShape shape) => CudaMap.Contiguous(Buffer(slot, 4 * shape.Count).Pointer, shape);

    private CudaMap Upload(Slot slot, FeatureMap map)
    {
        var view = Map(slot, map.Shape);
        Buffer(slot, 4 * map.Shape.Count).Write(map.Values, _stream);
        return view;
    }

    /// <summary>Weights and their input gate on the device: of all four directions, or of one, which then stand alone.</summary>
    private CudaWeights Weights(Slot slot, PropagationWeights weights, Direction? direction)
    {
        var parts = direction is null ? 1 : 4;
        CudaWeights Placed(CudaWeights all) => direction is null ? all : all.OneDirection();
        var pointer = Buffer(slot, 4L * weights.Values.Length / parts).Pointer;
        var view = Placed(CudaWeights.Contiguous(pointer, weights.Connection, weights.Shape, weights.IsGated));
        if (weights.InputGate is not { } gate)
            return view;
        var gatePointer = Buffer(GateOf(slot), 4L * gate.Values.Length / parts).Pointer;
        var shape = gate.Shape with { Channels = gate.Channels / 4 };
        return view with { InputGate = Placed(CudaWeights.Contiguous(gatePointer, Connection.OneWay, shape)) };
    }

    private static Slot GateOf(Slot weights) => weights == Slot.Weights ? Slot.InputGate : Slot.GradInputGate;

    private CudaWeights Upload(Slot slot, PropagationWeights weights, Direction? direction)
    {
        var view = Weights(slot, weights, direction);
        Upload(slot, weights.Values, weights.Shape.Batch, direction);
        if (weights.InputGate is { } gate)
            Upload(GateOf(slot), gate.Values, weights.Shape.Batch, direction);
        return view;
    }

    private void Upload(Slot slot, float[] values, int batch, Direction? direction)
    {
        var buffer = Buffer(slot, 4);
        fixed (float* from = values)
        {
            foreach (var (host, there, count) in Pieces(values.Length, batch, direction))
                buffer.Upload(from + host, 4L * there, 4L * count, _stream.Handle);
            _stream.Synchronize();
        }
    }

    private void Download<T>(Slot slot, T[] values) where T : unmanaged => Buffer(slot, 1).Read(values, _stream);

    private void Download(Slot slot, PropagationWeights weights, Direction? direction)
    {
        Download(slot, weights.Values, weights.Shape.Batch, direction);
        if (weights.InputGate is { } gate)
            Download(GateOf(slot), gate.Values, weights.Shape.Batch, direction);
    }

    private void Download(Slot slot, float[] values, int batch, Direction? direction)
    {
        var buffer = Buffer(slot, 4);
        fixed (float* to = values)
        {
            foreach (var (host, there, count) in Pieces(values.Length, batch, direction))
                buffer.Download(to + host, 4L * there, 4L * count, _stream.Handle);
            _stream.Synchronize();
        }
    }

    /// <summary>Where values N×4×… lie here, where on the device, and how many: in one piece, or one of each batch item.</summary>
    private static IEnumerable<(int Host, int There, int Count)> Pieces(int length, int batch, Direction? direction)
    {
        if (direction is not { } one)
            return [(0, 0, length)];
        var count = length / batch / 4;
        return Enumerable.Range(0, batch).Select(n => ((n * 4 + (int)one) * count, n * count, count));
    }
}

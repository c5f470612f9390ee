namespace Spn;

/// <summary>A checked call: the part that forward and backward share.</summary>
/// <param name="X">N×C×H×W.</param>
/// <param name="Weights">Raw weights, with the input gate.</param>
/// <param name="Direction">The direction to scan in; -1 for all four.</param>
/// <param name="Call">How.</param>
internal sealed record CudaProblem(CudaMap X, CudaWeights Weights, int Direction, CudaCall Call)
{
    public bool IsShared => Weights.Shape.Channels == 1 && X.Shape.Channels > 1;

    public CudaWeights? Gate => Weights.InputGate;

    public long Directions => Direction < 0 ? 4 : 1;

    /// <summary>Values of a map for each direction.</summary>
    public long MapCount => Directions * X.Shape.Count;

    public CudaPlan Plan(bool backward)
    {
        var (device, key) = (Call.Workspace.Device, new CudaPlanKey(backward, Weights.Connection, X.Shape, IsShared, Direction));
        return device.Plans.GetOrAdd(key, static (key, device) => CudaPlan.Of(device, key), device);
    }

    public CudaArguments Arguments => new()
    {
        X = X.View, P = Weights.View(IsShared),
        N = X.Shape.Batch, C = X.Shape.Channels, H = X.Shape.Height, W = X.Shape.Width, K = (int)Weights.Connection,
        Direction = Direction, Chunk = Call.Chunk, Clips = !Call.Passes && Call.Normalisation == Normalisation.Clip ? 1 : 0,
    };

    /// <summary>Checks what a call is given to read.</summary>
    public static CudaProblem Of(CudaMap x, CudaWeights weights, int direction, CudaCall call)
    {
        Expect.Shape(x.Shape, nameof(x));
        ExpectWeights.Fit(weights.Shape, x.Shape, nameof(weights));
        CudaExpect.Memory(x, nameof(x));
        CudaExpect.Weights(weights, call, nameof(weights));
        if (weights.InputGate is { } gate)
        {
            var (all, one) = (x.Shape, x.Shape with { Channels = 1 });
            if (gate.Connection != Connection.OneWay || gate.IsGated || (gate.Shape != all && gate.Shape != one))
                throw new ArgumentException(
                    $"expected an input gate over {all} or {one}, as x is, got {gate.Shape}; make both of one image.", nameof(weights));
            CudaExpect.Memory(gate, nameof(weights), ".InputGate");
        }

        if (call.IsNaive && direction < 0)
            throw new ArgumentException(
                "expected one direction for the naive kernels, got all four; scan one after the other.", nameof(call));
        if (!call.Workspace.Serves(call.Stream))
            throw new ArgumentException(
                $"expected the stream of the workspace's first call, got another one (0x{call.Stream:x}); "
                + "give each stream its own workspace.", nameof(call));
        return new CudaProblem(x, weights, direction, call);
    }
}

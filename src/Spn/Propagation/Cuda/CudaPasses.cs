namespace Spn;

/// <summary>
/// What is done before and after the scans of a call: raw weights are normalised, unless the scans do that themselves; x is multiplied by
/// the input gate, for each direction; and the gradients go back through both.
/// </summary>
internal sealed class CudaPasses
{
    private const int Threads = 256;

    private readonly CudaProblem _problem;
    private readonly CudaScratch _scratch;
    private readonly int _used, _gradUsed, _gated;

    /// <summary>Takes the places in scratch that the passes need.</summary>
    public CudaPasses(CudaProblem problem, CudaScratch scratch, bool backward)
    {
        (_problem, _scratch) = (problem, scratch);
        var weights = problem.Call.Passes ? problem.Directions * (int)problem.Weights.Connection * problem.Weights.Shape.Count : 0;
        _used = scratch.Take(weights);
        _gradUsed = scratch.Take(backward ? weights : 0);
        _gated = scratch.Take(problem.Gate is null ? 0 : problem.MapCount);
    }

    /// <summary>The passes before the scans. Sets what these read.</summary>
    public void Before(ref CudaArguments arguments)
    {
        if (_problem.Call.Passes)
        {
            var used = Used(_used);
            Normalise(_problem.Call, _problem.Weights, null, used, _problem.Direction);
            arguments.P = used.View(_problem.IsShared);
        }

        if (_problem.Gate is null)
            return;
        var gate = Gate(_scratch[_gated]);
        Launch(_problem.Call, "gate", _problem.MapCount, gate);
        arguments.X = CudaMap.Contiguous(gate.U, _problem.X.Shape).View;
        arguments.XDirection = _problem.X.Shape.Count;
        arguments.Gated = 1;
    }

    /// <summary>Where the scans put the gradients of the weights that they use.</summary>
    public CudaWeights GradientOfUsed(CudaWeights gradient) => _problem.Call.Passes ? Used(_gradUsed) : gradient;

    /// <summary>The passes after the scans.</summary>
    /// <param name="partial">The gradients of what each direction read as x.</param>
    /// <param name="gradient">Where gradients go.</param>
    public void After(nint partial, CudaGradient gradient)
    {
        if (_problem.Gate is { } gate)
        {
            var arguments = Gate(partial);
            arguments.GX = gradient.Input.View;
            arguments.GGate = gradient.Weights.InputGate!.View(gate.Shape.Channels == 1);
            Launch(_problem.Call, "gate_backward", gate.Shape.Count, arguments);
        }

        if (_problem.Call.Passes)
            Normalise(_problem.Call, _problem.Weights, Used(_gradUsed), gradient.Weights, _problem.Direction);
    }

    /// <summary>
    /// Raw weights to normalised ones; with a gradient of these, to that of the raw ones. Of one direction, or of all (-1).
    /// </summary>
    public static void Normalise(CudaCall call, CudaWeights weights, CudaWeights? gradient, CudaWeights result, int direction)
    {
        var pixels = weights.Shape.Count * (direction < 0 ? 4 : 1);
        Launch(call, CudaPlan.KernelName("normalise", weights.Connection), pixels, new CudaNormaliseArguments
        {
            P = weights.View(false), G = gradient?.View(false) ?? default, Y = result.View(false),
            N = weights.Shape.Batch, C = weights.Shape.Channels, H = weights.Shape.Height, W = weights.Shape.Width,
            Direction = direction, Kind = (int)call.Normalisation, Chunk = call.Chunk, Epsilon = (float)Normalisations.Epsilon,
        });
    }

    private CudaWeights Used(int place)
    {
        var all = CudaWeights.Contiguous(_scratch[place], _problem.Weights.Connection, _problem.Weights.Shape);
        return _problem.Direction < 0 ? all : all.OneDirection();
    }

    private CudaGateArguments Gate(nint u) => new()
    {
        X = _problem.X.View, Gate = _problem.Gate!.View(_problem.Gate.Shape.Channels == 1), U = u,
        N = _problem.X.Shape.Batch, C = _problem.X.Shape.Channels, H = _problem.X.Shape.Height, W = _problem.X.Shape.Width,
        Gates = _problem.Gate.Shape.Channels, Direction = _problem.Direction,
    };

    /// <summary>A kernel with a thread for each of so many pixels, or fewer that take several.</summary>
    private static void Launch<T>(CudaCall call, string kernel, long pixels, T arguments) where T : unmanaged
    {
        var device = call.Workspace.Device;
        var blocks = Math.Min((pixels + Threads - 1) / Threads, 32L * device.Multiprocessors);
        device.Module.Launch(isCooperative: false, kernel, (int)blocks, Threads, 0, call.Stream, arguments);
    }
}

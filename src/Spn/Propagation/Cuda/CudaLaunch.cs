namespace Spn;

/// <summary>From a checked call to a launch: the plan, the scratch memory, the arguments.</summary>
internal static class CudaLaunch
{
    /// <summary>The part of a call that forward and backward share.</summary>
    internal sealed record Problem(CudaMap X, CudaWeights Weights, int Direction, CudaCall Call)
    {
        public bool IsShared => Weights.Shape.Channels == 1 && X.Shape.Channels > 1;

        public long Directions => Direction < 0 ? 4 : 1;

        public CudaPlan Plan(bool backward)
        {
            var (device, key) = (Call.Workspace.Device, new CudaPlanKey(backward, X.Element, Weights.Connection, X.Shape, IsShared, Direction));
            return device.Plans.GetOrAdd(key, static (key, device) => CudaPlan.Of(device, key), device);
        }

        public CudaArguments Arguments(CudaPlan plan) => new()
        {
            X = X.View, P = Weights.View(IsShared), N = X.Shape.Batch, C = X.Shape.Channels, H = X.Shape.Height, W = X.Shape.Width,
            Direction = Direction, Stabilize = Call.Normalisation == Normalisation.Clip ? 1 : 0, Chunk = plan.Chunk,
            Horizontal = plan.Horizontal, Vertical = plan.Vertical, SyncWords = plan.SyncWords, Items = plan.Items,
        };
    }

    public static Problem Describe(CudaMap x, CudaWeights weights, int direction, CudaCall call)
    {
        Expect.Shape(x.Shape, nameof(x));
        ExpectWeights.Fit(weights.Shape, x.Shape, nameof(weights));
        if (!Enum.IsDefined(x.Element) || !Enum.IsDefined(weights.Connection))
            throw new ArgumentException($"expected a known element type and connection, got {(int)x.Element} and {(int)weights.Connection}.", nameof(x));
        if (x.Element != weights.Element)
            throw new ArgumentException($"expected weights of type {x.Element}, as x has, got {weights.Element}; convert one of them.", nameof(weights));
        CudaExpect.Memory(x, nameof(x));
        CudaExpect.Memory(weights, nameof(weights));
        if (!call.Workspace.Serves(call.Stream))
            throw new ArgumentException($"expected the stream of the workspace's first call, got another one (0x{call.Stream:x}); give each stream its own workspace.", nameof(call));
        return new Problem(x, weights, direction, call);
    }

    public static void Forward(Problem problem, CudaMap y, nint winner, nint hidden)
    {
        var plan = problem.Plan(backward: false);
        var arguments = problem.Arguments(plan);
        var scratch = new Scratch();
        var map = problem.Directions * problem.X.Shape.Count;
        var atHidden = scratch.Take(problem.Direction < 0 && hidden == 0 ? map : 0);
        var atState = scratch.Take(StateLength(problem, plan));
        var start = scratch.Reserve(problem.Call);
        arguments.Y = y.View;
        arguments.Winner = winner;
        arguments.Hidden = hidden != 0 ? hidden : start + atHidden;
        arguments.State = start + atState;
        Launch(problem, plan, arguments, backward: false);
    }

    public static void Backward(Problem problem, CudaMap g, CudaGradient gradient, nint winner, nint hidden)
    {
        var plan = problem.Plan(backward: true);
        var arguments = problem.Arguments(plan);
        var scratch = new Scratch();
        var map = problem.Directions * problem.X.Shape.Count;
        // Gradients of x take the places of hidden maps that nobody needs any more: not where blocks share lines, nor where the caller keeps them.
        var apart = problem.Direction < 0 && (plan.IsCut || hidden != 0);
        var atHidden = scratch.Take(hidden == 0 ? map : 0);
        var atPartial = apart ? scratch.Take(map) : atHidden;
        var atShared = scratch.Take(problem.IsShared ? map * (int)problem.Weights.Connection : 0);
        var atState = scratch.Take(StateLength(problem, plan));
        var start = scratch.Reserve(problem.Call);
        arguments.Y = gradient.Input.View;
        arguments.G = g.View;
        arguments.GP = gradient.Weights.View(problem.IsShared);
        arguments.Winner = winner;
        arguments.Hidden = hidden != 0 ? hidden : start + atHidden;
        arguments.Partial = start + atPartial;
        arguments.Shared = problem.IsShared ? start + atShared : 0;
        arguments.State = start + atState;
        arguments.Recompute = hidden == 0 ? 1 : 0;
        Launch(problem, plan, arguments, backward: true);
    }

    public static void Constrain(CudaWeights weights, CudaWeights? gradient, CudaWeights result, CudaCall call)
    {
        Expect.Shape(weights.Shape, nameof(weights));
        CudaExpect.Memory(weights, nameof(weights));
        const int Threads = 256;
        var device = call.Workspace.Device;
        var blocks = Math.Min((weights.Shape.Count * 4 + Threads - 1) / Threads, 32L * device.Multiprocessors);
        device.Module.Launch(isCooperative: false, CudaPlan.KernelName("constrain", weights.Element, weights.Connection), (int)blocks, Threads, 0, call.Stream, new CudaConstrainArguments
        {
            P = weights.View(false), G = gradient?.View(false) ?? default, Y = result.View(false),
            N = weights.Shape.Batch, C = weights.Shape.Channels, H = weights.Shape.Height, W = weights.Shape.Width,
        });
    }

    private static void Launch(Problem problem, CudaPlan plan, CudaArguments arguments, bool backward)
    {
        arguments.Sync = problem.Call.Workspace.Sync(plan.SyncWords, problem.Call.Stream);
        problem.Call.Workspace.Device.Module.Launch(plan.IsCooperative, CudaPlan.KernelName(backward ? "backward" : "forward", problem.X.Element, problem.Weights.Connection),
            plan.Blocks, plan.Threads, plan.SharedBytes, problem.Call.Stream, arguments);
    }

    private static long StateLength(Problem problem, CudaPlan plan) =>
        plan.IsCut ? problem.Directions * problem.X.Shape.Planes * 2 * Math.Max(problem.X.Shape.Height, problem.X.Shape.Width) : 0;

    /// <summary>Places for float32 arrays, one after the other, in the workspace.</summary>
    private struct Scratch
    {
        private long _bytes;

        public nint Take(long values)
        {
            var at = _bytes;
            _bytes += (4 * values + 255) / 256 * 256;
            return (nint)at;
        }

        public readonly nint Reserve(CudaCall call) => call.Workspace.Scratch(_bytes, call.Stream);
    }
}

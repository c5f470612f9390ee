namespace Spn;

/// <summary>From a checked call to launches: the plan, the scratch memory, the arguments.</summary>
internal static class CudaLaunch
{
    public static void Forward(CudaProblem problem, CudaMap y, nint winner, nint hidden)
    {
        var scratch = new CudaScratch(problem.Call);
        var passes = new CudaPasses(problem, scratch, backward: false);
        var all = problem.Direction < 0;
        var place = scratch.Take(all && hidden == 0 ? problem.MapCount : 0);
        var state = scratch.Take(StateLength(problem, backward: false));
        scratch.Reserve();
        var arguments = problem.Arguments;
        passes.Before(ref arguments);
        arguments.Y = y.View;
        arguments.Winner = winner;
        arguments.Hidden = !all ? 0 : hidden != 0 ? hidden : scratch[place];
        arguments.State = scratch[state];
        arguments.Merges = all ? 1 : 0;
        Launch(problem, arguments, backward: false);
    }

    public static void Backward(CudaProblem problem, CudaMap g, CudaGradient gradient, nint winner, nint hidden)
    {
        var scratch = new CudaScratch(problem.Call);
        var passes = new CudaPasses(problem, scratch, backward: true);
        var (map, gated) = (problem.MapCount, problem.Gate is not null);
        // Gradients of x, each direction's. They take the places of hidden maps that nobody needs any more: not where blocks share lines,
        // nor where the caller keeps them, nor in the naive kernel.
        var partial = problem.Direction < 0 || gated;
        var apart = partial && (problem.Plan(backward: true).IsCut || hidden != 0 || problem.Call.IsNaive);
        var atHidden = scratch.Take(hidden == 0 ? map : 0);
        var atPartial = scratch.Take(apart ? map : 0);
        var atReaching = scratch.Take(problem.Call.IsNaive ? map : 0);
        var atShared = scratch.Take(problem.IsShared && !problem.Call.IsNaive ? map * (int)problem.Weights.Connection : 0);
        var atState = scratch.Take(Math.Max(StateLength(problem, backward: false), StateLength(problem, backward: true)));
        scratch.Reserve();
        var partials = partial ? scratch[apart ? atPartial : atHidden] : 0;

        var arguments = problem.Arguments;
        passes.Before(ref arguments);
        arguments.State = scratch[atState];
        arguments.Hidden = hidden != 0 ? hidden : scratch[atHidden];
        if (hidden == 0)
        {
            arguments.Y = CudaMap.Contiguous(arguments.Hidden, problem.X.Shape).View; // of the naive kernel, which knows no other place
            Launch(problem, arguments, backward: false);
        }

        arguments.G = g.View;
        arguments.Y = gated && problem.Call.IsNaive ? CudaMap.Contiguous(partials, problem.X.Shape).View : gradient.Input.View;
        arguments.GP = passes.GradientOfUsed(gradient.Weights).View(problem.IsShared);
        arguments.Winner = winner;
        arguments.Partial = problem.Call.IsNaive ? scratch[atReaching] : partials;
        arguments.Shared = problem.IsShared && !problem.Call.IsNaive ? scratch[atShared] : 0;
        arguments.Merges = problem.Direction < 0 && !gated ? 1 : 0;
        Launch(problem, arguments, backward: true);
        passes.After(partials, gradient);
    }

    private static void Launch(CudaProblem problem, CudaArguments arguments, bool backward)
    {
        var (call, device) = (problem.Call, problem.Call.Workspace.Device);
        if (call.IsNaive)
        {
            var planes = problem.Weights.Shape.Planes;
            device.Module.Launch(isCooperative: false, backward ? "naive_backward" : "naive", planes, 256, 0, call.Stream, arguments);
            return;
        }

        var plan = problem.Plan(backward);
        arguments.Portion = plan.Portion;
        (arguments.Horizontal, arguments.Vertical) = (plan.Horizontal, plan.Vertical);
        arguments.SyncWords = plan.SyncWords;
        arguments.Sync = call.Workspace.Sync(plan.SyncWords, call.Stream);
        arguments.Items = plan.Items(arguments.Merges != 0);
        device.Module.Launch(plan.IsCooperative, CudaPlan.KernelName(backward ? "backward" : "forward", problem.Weights.Connection),
            plan.Blocks(arguments.Items), plan.Threads, plan.SharedBytes, call.Stream, arguments);
    }

    private static long StateLength(CudaProblem problem, bool backward) => problem.Plan(backward).IsCut
        ? problem.Directions * problem.X.Shape.Planes * 2 * Math.Max(problem.X.Shape.Height, problem.X.Shape.Width)
        : 0;
}

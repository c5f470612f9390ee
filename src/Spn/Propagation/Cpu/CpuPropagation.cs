using System.Buffers;

namespace Spn;

/// <summary>The CPU implementation behind <see cref="Propagation"/> and <see cref="Stability"/>. Arguments have been checked.</summary>
internal static unsafe class CpuPropagation
{
    public static FeatureMap Scan(FeatureMap x, PropagationWeights weights, Direction direction, PropagationOptions options)
    {
        var hidden = new FeatureMap(x.Shape);
        ScanInto(x, weights, direction, options, hidden);
        return hidden;
    }

    public static void ScanInto(FeatureMap x, PropagationWeights weights, Direction direction, PropagationOptions options, FeatureMap hidden)
    {
        var problem = CpuProblem.Of(x, weights, options.Stabilize, direction);
        fixed (float* px = x.Values, pp = weights.Values, ph = hidden.Values)
        {
            problem.X = px;
            problem.P = pp;
            ForwardTeam.Run(problem, ph, null, default, CpuSplit.Threads(options.Threads, problem));
        }
    }

    public static PropagationResult Forward(FeatureMap x, PropagationWeights weights, PropagationOptions options)
    {
        var result = new PropagationResult(x, weights, options, new FeatureMap(x.Shape), new DirectionMap(x.Shape, new byte[x.Values.Length]));
        ForwardInto(result);
        return result;
    }

    public static void ForwardInto(PropagationResult result)
    {
        var problem = CpuProblem.Of(result.Input, result.Weights, result.Options.Stabilize, null);
        var kept = result.KeptLines ??= new float[HiddenLines.Length(result.Input.Shape)];
        result.HasKeptLines = false; // Until they are complete.
        fixed (float* px = result.Input.Values, pp = result.Weights.Values, po = result.Output.Values, pk = kept)
        fixed (byte* pw = result.Winner.Values)
        {
            problem.X = px;
            problem.P = pp;
            ForwardTeam.Run(problem, po, pw, new HiddenLines(pk, problem.Height, problem.Width), CpuSplit.Threads(result.Options.Threads, problem));
        }

        result.HasKeptLines = true;
    }

    public static ScanGradient ScanBackward(FeatureMap x, PropagationWeights weights, Direction direction, FeatureMap gradHidden, PropagationOptions options)
    {
        var gradient = new ScanGradient(new FeatureMap(x.Shape), new PropagationWeights(weights.Connection, weights.Shape));
        ScanBackwardInto(x, weights, direction, gradHidden, options, gradient);
        return gradient;
    }

    public static void ScanBackwardInto(
        FeatureMap x, PropagationWeights weights, Direction direction, FeatureMap gradHidden, PropagationOptions options, ScanGradient gradient)
    {
        var problem = CpuProblem.Of(x, weights, options.Stabilize, direction);
        fixed (float* px = x.Values, pp = weights.Values, pg = gradHidden.Values, gx = gradient.Input.Values, gp = gradient.Weights.Values)
        {
            problem.X = px;
            problem.P = pp;
            Backward(problem, null, pg, null, gx, gp, options.Threads);
        }
    }

    public static PropagationGradient Backward(PropagationResult result, FeatureMap gradOutput)
    {
        var gradient = new PropagationGradient(new FeatureMap(result.Input.Shape), new PropagationWeights(result.Weights.Connection, result.Weights.Shape));
        BackwardInto(result, gradOutput, gradient);
        return gradient;
    }

    public static void BackwardInto(PropagationResult result, FeatureMap gradOutput, PropagationGradient gradient)
    {
        var problem = CpuProblem.Of(result.Input, result.Weights, result.Options.Stabilize, null);
        fixed (float* px = result.Input.Values, pp = result.Weights.Values, pg = gradOutput.Values, gx = gradient.Input.Values, gp = gradient.Weights.Values)
        fixed (byte* pw = result.Winner.Values)
        {
            problem.X = px;
            problem.P = pp;
            Backward(problem, result.HasKeptLines ? result.KeptLines : null, pg, pw, gx, gp, result.Options.Threads);
        }
    }

    /// <summary>The backward of a forward that kept lines, or, where there are none, one that computes them first.</summary>
    private static void Backward(in CpuProblem problem, float[]? kept, float* gradient, byte* winner, float* gradX, float* gradP, int asked)
    {
        var length = HiddenLines.Length(new MapShape(problem.Batch, problem.Channels, problem.Height, problem.Width));
        var lines = kept ?? ArrayPool<float>.Shared.Rent(length);
        fixed (float* pinned = lines)
            BackwardTeam.Run(
                problem, new HiddenLines(pinned, problem.Height, problem.Width), complete: kept is not null, gradient, winner, gradX, gradP, CpuSplit.Threads(asked, problem));
        if (kept is null)
            ArrayPool<float>.Shared.Return(lines);
    }

    public static PropagationWeights Constrain(PropagationWeights weights)
    {
        var constrained = new PropagationWeights(weights.Connection, weights.Shape);
        ConstrainInto(weights, constrained);
        return constrained;
    }

    public static void ConstrainInto(PropagationWeights weights, PropagationWeights constrained)
    {
        fixed (float* p = weights.Values, q = constrained.Values)
            ConstrainTeam.Run(weights, p, null, q);
    }

    public static PropagationWeights ConstrainBackward(PropagationWeights weights, PropagationWeights gradConstrained)
    {
        var gradient = new PropagationWeights(weights.Connection, weights.Shape);
        fixed (float* p = weights.Values, dq = gradConstrained.Values, dp = gradient.Values)
            ConstrainTeam.Run(weights, p, dq, dp);
        return gradient;
    }
}

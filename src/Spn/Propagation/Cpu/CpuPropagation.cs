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
            ForwardTeam.Run(problem, ph, null, CpuSplit.Threads(options.Threads, problem));
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
        fixed (float* px = result.Input.Values, pp = result.Weights.Values, po = result.Output.Values)
        fixed (byte* pw = result.Winner.Values)
        {
            problem.X = px;
            problem.P = pp;
            ForwardTeam.Run(problem, po, pw, CpuSplit.Threads(result.Options.Threads, problem));
        }
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
            BackwardTeam.Run(problem, pg, null, gx, gp, CpuSplit.Threads(options.Threads, problem));
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
            BackwardTeam.Run(problem, pg, pw, gx, gp, CpuSplit.Threads(result.Options.Threads, problem));
        }
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

using System.Buffers;

namespace Spn;

/// <summary>
/// The CPU implementation behind <see cref="Propagation"/>, <see cref="Stability"/> and the tensors of Spn.Learning. Arguments have been
/// checked. Maps come here as arrays, which are pinned and handed on, or as memory that stays where it is.
/// </summary>
internal static unsafe class CpuPropagation
{
    /// <summary>
    /// Floats that <see cref="Forward(in CpuProblem, float*, byte*, float*, int)"/> keeps for the backward; 0 for small maps.
    /// </summary>
    public static int KeptLength(MapShape map) => HiddenLines.Length(map);

    /// <summary>One scan, or four and their maximum.</summary>
    /// <param name="problem">With its memory.</param>
    /// <param name="output">N×C×H×W: the hidden map, or the maximum.</param>
    /// <param name="winner">N×C×H×W directions; null for one scan.</param>
    /// <param name="kept">Where lines are kept for the backward, <see cref="KeptLength"/> floats; null keeps none.</param>
    /// <param name="threads">Threads, 0 for all cores.</param>
    public static void Forward(in CpuProblem problem, float* output, byte* winner, float* kept, int threads)
    {
        if (CpuPasses.Needs(problem))
            CpuPasses.Forward(problem, output, winner, kept, threads);
        else
            ForwardTeam.Run(
                problem, output, winner, new HiddenLines(kept, problem.Height, problem.Width), CpuSplit.Threads(threads, problem));
    }

    /// <summary>The backward. Gradients of weights in directions that are not scanned stay as they are.</summary>
    /// <param name="problem">As in the forward.</param>
    /// <param name="kept">What the forward kept; null where it kept nothing: the lines are then computed first.</param>
    /// <param name="gradient">The gradient of the output.</param>
    /// <param name="winner">What the forward gave.</param>
    /// <param name="gradX">Where the gradient of x goes.</param>
    /// <param name="gradP">Where the gradient of the raw weights goes.</param>
    /// <param name="gradGate">Where the gradient of the input gate goes, if there is one.</param>
    /// <param name="threads">Threads, 0 for all cores.</param>
    public static void Backward(
        in CpuProblem problem, float* kept, float* gradient, byte* winner, float* gradX, float* gradP, float* gradGate, int threads)
    {
        if (CpuPasses.Needs(problem))
        {
            CpuPasses.Backward(problem, kept, gradient, winner, gradX, gradP, gradGate, threads);
            return;
        }

        var own = kept == null ? ArrayPool<float>.Shared.Rent(HiddenLines.Length(problem.Map)) : null;
        try
        {
            fixed (float* pinned = own)
                BackwardTeam.Run(
                    problem, new HiddenLines(own is null ? kept : pinned, problem.Height, problem.Width), complete: own is null,
                    gradient, winner, gradX, gradP, CpuSplit.Threads(threads, problem));
        }
        finally
        {
            if (own is not null)
                ArrayPool<float>.Shared.Return(own);
        }
    }

    public static void Scan(
        FeatureMap x, PropagationWeights weights, Direction direction, PropagationOptions options, FeatureMap hidden)
    {
        fixed (float* px = x.Values, pp = weights.Values, pl = weights.InputGate?.Values, ph = hidden.Values)
            Forward(Problem(x, px, weights, pp, pl, options, direction), ph, null, null, options.Threads);
    }

    public static void Forward(PropagationResult result)
    {
        var kept = result.KeptLines ??= new float[KeptLength(result.Input.Shape)];
        result.HasKeptLines = false; // Until they are complete.
        fixed (float* px = result.Input.Values, pp = result.Weights.Values, po = result.Output.Values, pk = kept)
        fixed (float* pl = result.Weights.InputGate?.Values)
        fixed (byte* pw = result.Winner.Values)
            Forward(Problem(result.Input, px, result.Weights, pp, pl, result.Options, null), po, pw, pk, result.Options.Threads);
        result.HasKeptLines = true;
    }

    public static void ScanBackward(
        FeatureMap x, PropagationWeights weights, Direction direction, FeatureMap gradHidden, PropagationOptions options,
        PropagationGradient gradient)
    {
        fixed (float* px = x.Values, pp = weights.Values, pl = weights.InputGate?.Values, pg = gradHidden.Values)
        fixed (float* gx = gradient.Input.Values, gp = gradient.Weights.Values, gl = gradient.Weights.InputGate?.Values)
            Backward(Problem(x, px, weights, pp, pl, options, direction), null, pg, null, gx, gp, gl, options.Threads);
    }

    public static void Backward(PropagationResult result, FeatureMap gradOutput, PropagationGradient gradient)
    {
        fixed (float* px = result.Input.Values, pp = result.Weights.Values, pk = result.HasKeptLines ? result.KeptLines : null)
        fixed (float* pg = gradOutput.Values, gx = gradient.Input.Values, gp = gradient.Weights.Values)
        fixed (float* pl = result.Weights.InputGate?.Values, gl = gradient.Weights.InputGate?.Values)
        fixed (byte* pw = result.Winner.Values)
            Backward(
                Problem(result.Input, px, result.Weights, pp, pl, result.Options, null), pk, pg, pw, gx, gp, gl, result.Options.Threads);
    }

    public static void Normalise(PropagationWeights weights, PropagationWeights normalised, PropagationOptions options)
    {
        fixed (float* p = weights.Values, q = normalised.Values)
            NormaliseTeam.Run(Weights(weights, p, null, q, options), options.Threads);
    }

    public static void NormaliseBackward(
        PropagationWeights weights, PropagationWeights gradNormalised, PropagationWeights gradient, PropagationOptions options)
    {
        fixed (float* p = weights.Values, dq = gradNormalised.Values, dp = gradient.Values)
            NormaliseTeam.Run(Weights(weights, p, dq, dp, options), options.Threads);
    }

    private static NormaliseProblem Weights(
        PropagationWeights weights, float* p, float* gradient, float* target, PropagationOptions options) => new()
    {
        Connection = weights.Connection, Shape = weights.Shape, Normalisation = options.Normalisation, Chunk = options.Chunk,
        P = p, Gradient = gradient, Target = target,
    };

    private static CpuProblem Problem(
        FeatureMap x, float* px, PropagationWeights weights, float* pp, float* pl, PropagationOptions options, Direction? only)
    {
        var problem = CpuProblem.Of(x.Shape, weights.Connection, weights.Shape, options.Normalisation, only);
        problem.X = px;
        problem.P = pp;
        problem.Gate = pl;
        problem.GateChannels = (weights.InputGate?.Channels ?? 0) / 4;
        problem.Chunk = options.Chunk;
        return problem;
    }
}

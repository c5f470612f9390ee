using System.Buffers;

namespace Spn;

/// <summary>
/// What runs before the scans and after their backward, where the scans cannot do it themselves: the normalisation of the weights,
/// except that they clip, and the input gate. Its memory comes from the shared pool, and goes back there.
/// </summary>
internal readonly unsafe struct CpuPasses : IDisposable
{
    private readonly CpuProblem _problem;
    private readonly float[]? _weights, _input;

    private CpuPasses(in CpuProblem problem, bool backward)
    {
        _problem = problem;
        // A backward needs the same once more for gradients, except for those of weights where they take the places of their results.
        _weights = Normalises(problem) ? Rent(WeightLength * (backward && problem.Normalisation == Normalisation.Gate ? 2 : 1)) : null;
        _input = problem.Gate != null ? Rent(InputLength * (backward ? 2 : 1)) : null;
    }

    /// <summary>Whether a problem needs a pass.</summary>
    public static bool Needs(in CpuProblem problem) => problem.Gate != null || Normalises(problem);

    /// <summary>One scan, or four and their maximum, as in <see cref="CpuPropagation"/>.</summary>
    public static void Forward(in CpuProblem problem, float* output, byte* winner, float* kept, int threads)
    {
        using var passes = new CpuPasses(problem, backward: false);
        fixed (float* weights = passes._weights, input = passes._input)
            CpuPropagation.Forward(passes.Before(weights, input, threads), output, winner, kept, threads);
    }

    /// <summary>The backward.</summary>
    public static void Backward(
        in CpuProblem problem, float* kept, float* gradient, byte* winner, float* gradX, float* gradP, float* gradGate, int threads)
    {
        using var passes = new CpuPasses(problem, backward: true);
        fixed (float* weights = passes._weights, input = passes._input)
        {
            var scans = passes.Before(weights, input, threads);
            var gradQ = weights != null && problem.Normalisation == Normalisation.Gate ? weights + passes.WeightLength : gradP;
            var gradU = input != null ? input + passes.InputLength : gradX;
            CpuPropagation.Backward(scans, kept, gradient, winner, gradU, gradQ, null, threads);
            var asked = CpuSplit.Threads(threads, problem);
            if (weights != null)
                NormaliseTeam.Run(passes.Weights(gradQ, gradP), asked);
            if (input != null)
                InputGateTeam.Backward(problem, gradU, gradX, gradGate, asked);
        }
    }

    private static bool Normalises(in CpuProblem problem) =>
        problem.Normalisation != Normalisation.Raw && (problem.Normalisation != Normalisation.Clip || problem.Gate != null);

    private static float[] Rent(long length) => length <= Array.MaxLength
        ? ArrayPool<float>.Shared.Rent((int)length)
        : throw new ArgumentException(
            $"expected a normalisation or an input gate that needs at most {Array.MaxLength} values of memory, got {length}; share weights "
            + "among channels (C = 1), split the batch or tile the image.", nameof(length));

    private long WeightLength => 4L * _problem.Batch * _problem.Neighbours * _problem.NeighbourStride;

    private long InputLength => 4L * _problem.Planes * _problem.PlaneSize;

    /// <summary>The scans that are left after the passes.</summary>
    private CpuProblem Before(float* weights, float* input, int threads)
    {
        var (scans, asked) = (_problem, CpuSplit.Threads(threads, _problem));
        if (weights != null)
        {
            NormaliseTeam.Run(Weights(null, weights), asked);
            scans.P = weights;
            (scans.Normalisation, scans.Stable) = (Normalisation.Raw, false);
        }

        if (input != null)
        {
            InputGateTeam.Forward(_problem, input, asked);
            scans.X = input;
            scans.Gate = null;
            scans.Adds = true;
        }

        return scans;
    }

    private NormaliseProblem Weights(float* gradient, float* target) => new()
    {
        Connection = (Connection)_problem.Neighbours,
        Shape = _problem.Map with { Channels = _problem.Shared ? 1 : _problem.Channels },
        Normalisation = _problem.Normalisation,
        Chunk = _problem.Chunk,
        Only = _problem.OnlyDirection < 0 ? null : (Direction)_problem.OnlyDirection,
        P = _problem.P,
        Gradient = gradient,
        Target = target,
    };

    public void Dispose()
    {
        foreach (var array in (ReadOnlySpan<float[]?>)[_weights, _input])
            if (array is not null)
                ArrayPool<float>.Shared.Return(array);
    }
}

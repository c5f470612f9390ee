using System.Numerics.Tensors;

namespace Spn;

/// <summary>
/// The pass of the input gate: u_d = λ_d ⊙ x for each direction before the scans, and after their backward ∂x = Σ_d λ_d ⊙ ∂u_d and
/// ∂λ_d = x ⊙ ∂u_d, summed over channels where they share λ.
/// </summary>
internal sealed unsafe class InputGateTeam : CpuTeam
{
    private const int PixelsOfItem = 4096;

    private static readonly IdleTeams<InputGateTeam> Idle = new();

    private CpuProblem _problem;
    private float* _u, _gradU, _gradX, _gradGate;

    /// <summary>u, N×4×C×H×W, of the directions that are scanned.</summary>
    public static void Forward(in CpuProblem problem, float* u, int threads)
    {
        var team = Idle.Take();
        team._problem = problem;
        team._u = u;
        team._gradU = null;
        team.RunAndRelease(1, problem.Batch * team.Blocks, threads);
    }

    /// <summary>The gradients of x and λ from that of u.</summary>
    public static void Backward(in CpuProblem problem, float* gradU, float* gradX, float* gradGate, int threads)
    {
        var team = Idle.Take();
        team._problem = problem;
        team._gradU = gradU;
        team._gradX = gradX;
        team._gradGate = gradGate;
        team.RunAndRelease(1, problem.Batch * team.Blocks, threads);
    }

    private int Blocks => (_problem.PlaneSize + PixelsOfItem - 1) / PixelsOfItem;

    protected override int ScratchLength => 0;

    protected override void Release() => Idle.Put(this);

    protected override void Run(int stage, int item, Span<float> scratch)
    {
        var (batch, block) = Math.DivRem(item, Blocks);
        var start = (nint)block * PixelsOfItem;
        var count = (int)Math.Min(PixelsOfItem, _problem.PlaneSize - start);
        for (var scan = 0; scan < _problem.Scans; scan++)
            for (var channel = 0; channel < _problem.Channels; channel++)
            {
                var direction = _problem.Scan(scan);
                var map = _problem.MapOffset(batch, channel) + start;
                var own = _problem.InputOffset(batch, direction, channel) + start;
                var gate = _problem.GateOffset(batch, direction, channel) + start;
                ReadOnlySpan<float> x = new(_problem.X + map, count), lambda = new(_problem.Gate + gate, count);
                if (_gradU == null)
                {
                    TensorPrimitives.Multiply(x, lambda, new Span<float>(_u + own, count));
                    continue;
                }

                var reaching = new ReadOnlySpan<float>(_gradU + own, count);
                Put(lambda, reaching, new Span<float>(_gradX + map, count), scan != 0);
                Put(x, reaching, new Span<float>(_gradGate + gate, count), _problem.GateChannels == 1 && channel != 0);
            }
    }

    private static void Put(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> target, bool add)
    {
        if (add)
            TensorPrimitives.MultiplyAdd(a, b, target, target);
        else
            TensorPrimitives.Multiply(a, b, target);
    }
}

using System.Runtime.InteropServices;

namespace Spn.Tool.Benchmarks;

/// <summary>A piece of a kernel, on one core and on memory that stays in the core's caches.</summary>
/// <param name="Piece">What was timed.</param>
/// <param name="Seconds">Of one element, in the fastest run.</param>
internal sealed record KernelFigure(string Piece, double Seconds);

/// <summary>What a call with shared weights is bound by.</summary>
/// <param name="Work">Which call.</param>
/// <param name="Computing">Seconds of the pieces alone, on all threads.</param>
/// <param name="Least">Bytes of all arrays, each moved once.</param>
/// <param name="Moving">Seconds of <paramref name="Bytes"/> at the triad.</param>
/// <param name="Bytes">Bytes that leave or enter the L2 caches, counted from how the kernels go through the arrays.</param>
/// <param name="Measured">The fastest run.</param>
internal sealed record SharedBound(
    string Work, double Computing, double Least, double Moving, double Bytes, double Measured);

/// <summary>
/// The pieces that a call with three-way shared weights is made of, and what they and the memory add up to for a map whose planes do not
/// fit into the L2 cache of a core.
/// </summary>
internal sealed unsafe class KernelBenchmark : IDisposable
{
    private const int Channels = CpuSplit.MostSideBySide, Length = 256, Stride = Length + 48, Repeats = 50;

    /// <summary>Names of the pieces.</summary>
    private const string Line = "line", Clip = "constraint of a line, for eight channels", Turn = "turn", TurnBack = "turn back",
        Merge = "maximum", BackwardLine = "backward line";

    private readonly List<nint> _memory = [];

    /// <summary>Times the pieces.</summary>
    public IReadOnlyList<KernelFigure> Pieces()
    {
        float* x = Floats(Channels * Stride), previous = Floats(Channels * Stride), h = Floats(Channels * Stride);
        float* q = Floats(3 * Stride), constrained = Floats(3 * Stride), best = Floats(Channels * Stride), d = Floats(3 * Stride);
        float* plane = Floats(Length * 80), tile = Floats(64 * Stride), gradX = Floats(Channels * Stride);
        var winner = (byte*)Floats(Channels * Stride);
        var line = new SharedLine
        {
            X = x, XStride = Stride, Previous = previous, PreviousStride = Stride, H = h, HStride = Stride, Q = q, QStride = Stride,
            Channels = Channels, Length = Length,
        };
        var clip = new NormaliseLine
        {
            P0 = q, P1 = q + Stride, P2 = q + 2 * Stride,
            Q0 = constrained, Q1 = constrained + Stride, Q2 = constrained + 2 * Stride, Length = Length,
        };
        var backward = new SharedBackwardLine
        {
            X = x, XStride = Stride, Previous = previous, PreviousStride = Stride, Gradient = best, Winner = winner, Direction = 1,
            GradientStride = Stride, Reaching = h, ReachingStride = Stride, Later = previous, LaterStride = Stride, GradX = gradX,
            GradXStride = Stride, AddX = true, Q = q, LaterQ = q, GradQ = d, QStride = Stride, Channels = Channels, Length = Length,
        };
        return
        [
            Time(Line, Channels * Length, () => line.Run(adds: false)),
            Time(Clip, Channels * Length, () => clip.Run<ClipNormaliser>(threeWay: true, backward: false, 0, Length)),
            Time(Turn, 64 * Length, () => Transpose.Rectangle(plane, 80, tile, Stride, Length, 64)),
            Time(TurnBack, 64 * Length, () => TurnedBack(tile, plane)),
            Time(Merge, Channels * Length, () => RowOps.Maximum<No>(h, Stride, best, winner, Stride, 1, Length, Channels)),
            Time(BackwardLine, Channels * Length, () => backward.Run(adds: false)),
        ];
    }

    /// <summary>
    /// What the pieces and the memory allow, beside what the op takes: of four scans and their maximum, then with the backward.
    /// </summary>
    public static IReadOnlyList<SharedBound> Bounds(
        MapShape shape, IReadOnlyList<KernelFigure> pieces, Bandwidth bandwidth, int threads)
    {
        double Of(string piece) => pieces.Single(figure => figure.Piece == piece).Seconds;
        double values = shape.Count, weights = 12.0 * shape.Batch * shape.PlaneSize;
        var groups = (shape.Channels + Channels - 1) / Channels;
        // Two of four scans are turned, three merged. Each reads x; the first writes the output and the winners, the others read and write
        // both. Eight channels at a time read the weights.
        var four = 4 * (Of(Line) + Of(Clip)) + 2 * (Of(Turn) + Of(TurnBack)) + 3 * Of(Merge);
        var fourBytes = (4 * 4 + 7 * (4 + 1)) * values + 4 * weights * groups;
        // The backward runs each line forward again, clips twice, and turns x, the gradient, and the gradient of x. Each scan reads x, the
        // gradient and the winners, and adds to the gradient of x; turned lines of eight channels do not fit into the L2 cache, and
        // pass it twice. Gradients of weights are written for eight channels and then added up.
        var back = 4 * (Of(Line) + 2 * Of(Clip) + Of(BackwardLine)) + 2 * (2 * Of(Turn) + Of(TurnBack));
        var backBytes = (4 * (4 + 4 + 1) + 7 * 4 + 2 * 3 * 8) * values + 4 * weights * (2 * groups + 3 * (groups - 1));

        var x = new FeatureMap(shape, PropagationBenchmark.Noise(shape.Count, 1f, 1));
        var shared = new PropagationWeights(
            Connection.ThreeWay, shape with { Channels = 1 }, PropagationBenchmark.Noise((long)weights, 0.6f, 2));
        var result = Propagation.Forward(x, shared, new PropagationOptions { Threads = threads });
        var gradient = Propagation.Backward(result, x);
        // Once each: x, the output, its winners and the weights; then x, the gradient, the winners, the gradient of x, the weights and
        // theirs.
        var (fourLeast, backLeast) = ((4 + 4 + 1) * values + 4 * weights, (4 + 4 + 1 + 4) * values + 8 * weights);
        SharedBound Bound(string work, double each, double least, double bytes, Action call) =>
            new(work, each * values / threads, least, bytes / bandwidth.Triad, bytes, Timing.Of(call).Best);
        return
        [
            Bound(PropagationBenchmark.Four, four, fourLeast, fourBytes, () => Propagation.ForwardInto(result)),
            Bound(PropagationBenchmark.Both, four + back, fourLeast + backLeast, fourBytes + backBytes, () =>
                PropagationBenchmark.ForwardAndBackward(result, x, gradient)),
        ];
    }

    public void Dispose()
    {
        foreach (var memory in _memory)
            NativeMemory.AlignedFree((void*)memory);
        _memory.Clear();
    }

    private static void TurnedBack(float* tile, float* plane)
    {
        for (var row = 0; row < Length; row += 8)
            Transpose.Rectangle(tile + row, Stride, plane + row * 80, 80, 64, 8);
    }

    private static KernelFigure Time(string piece, int elements, Action work)
    {
        var time = Timing.Of(() =>
        {
            for (var i = 0; i < Repeats; i++)
                work();
        }, seconds: 0.3);
        return new KernelFigure(piece, time.Best / Repeats / elements);
    }

    /// <summary>Noise, with some floats before and after it, no two arrays at the same place of a page.</summary>
    private float* Floats(int count)
    {
        var offset = 64 + 64 * (_memory.Count * 5 % 16);
        var memory = (float*)NativeMemory.AlignedAlloc((nuint)(count + offset + 64) * sizeof(float), 4096);
        _memory.Add((nint)memory);
        PropagationBenchmark.Noise(count + offset + 64, 0.3f, (uint)_memory.Count).CopyTo(new Span<float>(memory, count + offset + 64));
        return memory + offset;
    }
}

using Spn.Segmentation;

namespace Spn.Tool.Commands;

/// <summary>Shares threads and memory out among files that are refined by hand-made weights.</summary>
/// <param name="files">How many files there are.</param>
/// <param name="memory">Bytes that the command may take, 0 where nobody said.</param>
/// <param name="screen">Where progress is shown.</param>
/// <param name="cancellation">Stops the work.</param>
internal sealed class RefineWork(int files, long memory, TextWriter screen, CancellationToken cancellation)
{
    /// <summary>Photographs of more pixels are refined one at a time, by all threads; the next one is read meanwhile.</summary>
    private const int Large = 1 << 22;

    /// <summary>What the runtime, the program and its libraries take before there is an image: an estimate.</summary>
    private const long Program = 150_000_000;

    /// <summary>Megabytes more than a file asks for are told: the next one of its size holds a little more.</summary>
    private const int Margin = 16;

    private readonly Lock _large = new();

    /// <summary>A refinement with what it may take.</summary>
    public delegate T Refine<T>(RefinementOptions options, IProgress<double>? progress, CancellationToken cancellation);

    /// <summary>Files that are refined beside one another: with a memory to keep to, one at a time.</summary>
    public int Workers { get; } = memory > 0 ? 1 : Math.Min(files, Environment.ProcessorCount);

    /// <summary>Stops the work.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>Runs a refinement.</summary>
    /// <param name="options">The options but for threads and memory.</param>
    /// <param name="photograph">The photograph.</param>
    /// <param name="labels">Whether labels are refined.</param>
    /// <param name="refine">The refinement.</param>
    /// <exception cref="ArgumentException">The memory is too little for the photograph.</exception>
    public T Run<T>(RefinementOptions options, FeatureMap photograph, bool labels, Refine<T> refine)
    {
        if (photograph.Shape.PlaneSize <= Large)
            return refine(WithMemory(WithThreads(options, Environment.ProcessorCount / Workers), photograph, labels), null, cancellation);
        lock (_large)
        {
            var share = files == 1 ? Share.OnTerminal(screen) : null;
            return refine(WithMemory(options, photograph, labels), share, cancellation);
        }
    }

    private static RefinementOptions WithThreads(RefinementOptions options, int threads) =>
        options.WithPropagation(options.Propagation.WithThreads(threads));

    private RefinementOptions WithMemory(RefinementOptions options, FeatureMap photograph, bool labels)
    {
        if (memory == 0)
            return options;
        // What is no longer needed, such as the samples of the file, goes before it is counted.
        var held = Program + GC.GetTotalMemory(forceFullCollection: true);
        var least = held + RefinementMemory.Least(photograph.Shape, labels);
        if (least > memory)
            throw new ArgumentException(FormattableString.Invariant(
                $"expected --memory of at least {least / 1_000_000 + Margin}MB for a photograph of {photograph.Height}×{photograph.Width}")
                + FormattableString.Invariant($", got {memory / 1_000_000}MB; allow more, or shrink the photograph."));
        return options.WithMemory(memory - held);
    }
}

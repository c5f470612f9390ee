namespace Spn;

/// <summary>Where a call of <see cref="CudaPropagation"/> runs, and how.</summary>
/// <param name="Workspace">Scratch memory, and the device. One for each stream.</param>
/// <param name="Stream">
/// The driver's stream (<c>CUstream</c>, as TorchSharp and <see cref="CudaStream.Handle"/> give it); 0 is the default one.
/// </param>
/// <param name="Normalisation">What weights go through first.</param>
/// <param name="Chunk">Lines of a chunk along the scan; 0 is whole.</param>
internal sealed record CudaCall(CudaWorkspace Workspace, nint Stream = 0, Normalisation Normalisation = Normalisation.Clip, int Chunk = 0)
{
    /// <summary>
    /// Whether one scan is computed by the naive kernels, and its weights by the pass whatever the normalisation. For checks.
    /// </summary>
    public bool IsNaive { get; init; }

    /// <summary>Whether weights go through a pass of their own before the scans: only clipping without chunks is a part of these.</summary>
    public bool Passes => IsNaive || Chunk > 0 || Normalisation is not (Normalisation.Clip or Normalisation.Raw);
}

/// <summary>Where the results of four scans go.</summary>
/// <param name="Output">The node-wise maximum, N×C×H×W.</param>
/// <param name="Winner">A device pointer to N·C·H·W bytes, contiguous: the direction that won at each element.</param>
/// <param name="Hidden">
/// A device pointer to 4·N·C·H·W float32 values for the hidden maps, so that the backward need not compute them again; 0 does without.
/// </param>
internal sealed record CudaResult(CudaMap Output, nint Winner, nint Hidden = 0);

/// <summary>Where gradients go. They are overwritten.</summary>
/// <param name="Input">With respect to x, N×C×H×W.</param>
/// <param name="Weights">
/// With respect to the weights as given, summed over channels where they are shared; its <see cref="CudaWeights.InputGate"/> that of the
/// input gate.
/// </param>
internal sealed record CudaGradient(CudaMap Input, CudaWeights Weights);

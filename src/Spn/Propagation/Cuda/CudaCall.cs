namespace Spn;

/// <summary>Where a call of <see cref="CudaPropagation"/> runs, and how.</summary>
/// <param name="Workspace">Scratch memory, and the device. One for each stream.</param>
/// <param name="Stream">The driver's stream (<c>CUstream</c>, as TorchSharp and <see cref="CudaStream.Handle"/> give it); 0 is the default one.</param>
/// <param name="Normalisation">How the weights are normalised first.</param>
internal sealed record CudaCall(CudaWorkspace Workspace, nint Stream = 0, Normalisation Normalisation = Normalisation.Clip);

/// <summary>Where the results of four scans go.</summary>
/// <param name="Output">The node-wise maximum, N×C×H×W.</param>
/// <param name="Winner">A device pointer to N·C·H·W bytes, contiguous: the direction that won at each element.</param>
/// <param name="Hidden">A device pointer to 4·N·C·H·W float32 values for the hidden maps, so that the backward need not compute them again; 0 does without.</param>
internal sealed record CudaResult(CudaMap Output, nint Winner, nint Hidden = 0);

/// <summary>Where gradients go. They are overwritten.</summary>
/// <param name="Input">With respect to x, N×C×H×W.</param>
/// <param name="Weights">With respect to the weights as given, N×4×K×C×H×W; summed over channels where they are shared.</param>
internal sealed record CudaGradient(CudaMap Input, CudaWeights Weights);

namespace Spn.Learning;

/// <summary>Whether TorchSharp can be used.</summary>
/// <param name="IsAvailable">Whether it can.</param>
/// <param name="Sentence">Which libtorch and where, or why there is none.</param>
/// <param name="Threads">Threads of one operation; 0 where there is no libtorch.</param>
/// <param name="Cuda">Whether tensors can be on a GPU.</param>
public sealed record TorchStatus(bool IsAvailable, string Sentence, int Threads, bool Cuda);

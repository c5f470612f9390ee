using Spn.Learning;

namespace Spn.Tool.Commands;

/// <summary>A training gave NaN or infinity: which one it was, and what is left of it.</summary>
/// <param name="name">The training: its folder, its connection and its seed.</param>
/// <param name="folder">Where it writes.</param>
/// <param name="cause">The layer and the pass.</param>
internal sealed class DivergedException(string name, TrainingFolder folder, NonFiniteException cause)
    : Exception(
        $"the training {name} diverged ({(folder.HasTraining ? $"{folder.Last} is from before" : $"nothing was saved in {folder.Path}")}): "
        + cause.Message, cause);

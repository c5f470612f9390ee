namespace Spn.Arrays;

/// <summary>The contents of a safetensors file.</summary>
/// <param name="Tensors">In the order of their data.</param>
/// <param name="Metadata">The file's string map, <c>__metadata__</c>; empty when it has none.</param>
public sealed record SafeTensorsFile(IReadOnlyList<SafeTensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The tensor of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public SafeTensor this[string name] =>
        Tensors.FirstOrDefault(tensor => tensor.Name == name) ?? throw new KeyNotFoundException($"expected a tensor '{name}', got a file without it.");

    /// <summary>How many tensors and values there are.</summary>
    public override string ToString() =>
        FormattableString.Invariant(
            $"SafeTensorsFile, {Tensors.Count} tensors, {Tensors.Sum(tensor => (long)tensor.Values.Length)} values");
}

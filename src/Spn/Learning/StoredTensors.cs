using Spn.Arrays;

namespace Spn.Learning;

/// <summary>
/// The tensors of a checkpoint, each to be taken once. A model that is made for them asks for every parameter before it allocates it, so a
/// configuration can ask for no more memory than its file holds.
/// </summary>
internal sealed class StoredTensors(SafeTensorsFile file)
{
    private readonly Dictionary<string, SafeTensor> _left = file.Tensors.ToDictionary(tensor => tensor.Name);

    /// <summary>The name of a tensor that nobody took; null when there is none.</summary>
    public string? FirstLeft => _left.Keys.FirstOrDefault();

    /// <summary>Checks that a tensor is there and has a shape.</summary>
    /// <exception cref="InvalidDataException">It is not, or has another one.</exception>
    public SafeTensor Expect(string name, IReadOnlyList<int> shape)
    {
        if (!_left.TryGetValue(name, out var tensor))
            throw new InvalidDataException($"expected a tensor '{name}', got a file without it; its configuration is of another model.");
        if (!tensor.Shape.SequenceEqual(shape))
            throw new InvalidDataException($"expected tensor '{name}' of shape [{string.Join(", ", shape)}], got [{string.Join(", ", tensor.Shape)}]; its configuration is of another model.");
        return tensor;
    }

    /// <summary>Copies a tensor of this name and shape into an array, and crosses it off.</summary>
    /// <exception cref="InvalidDataException">There is none, or it has another shape.</exception>
    public void Take(string name, IReadOnlyList<int> shape, float[] values)
    {
        Expect(name, shape).Values.CopyTo(values, 0);
        _left.Remove(name);
    }
}

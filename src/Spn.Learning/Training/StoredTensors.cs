using Spn.Arrays;
using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>Tensors of a file, each to be taken once.</summary>
internal sealed class StoredTensors(IEnumerable<SafeTensor> tensors)
{
    private readonly Dictionary<string, SafeTensor> _left = tensors.ToDictionary(tensor => tensor.Name);

    /// <summary>Whether there are none left.</summary>
    public bool IsEmpty => _left.Count == 0;

    /// <summary>All values of those left.</summary>
    public long Values => _left.Values.Sum(tensor => (long)tensor.Values.Length);

    /// <summary>Takes those whose names begin so, without the beginning.</summary>
    public StoredTensors Part(string prefix)
    {
        var part = _left.Values.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        foreach (var tensor in part)
            _left.Remove(tensor.Name);
        return new StoredTensors(part.Select(
            tensor => new SafeTensor(tensor.Name[prefix.Length..], tensor.Shape, tensor.Values, tensor.StoredAs)));
    }

    /// <summary>Copies a tensor of this name into one of its shape, and crosses it off.</summary>
    /// <exception cref="InvalidDataException">There is none, or it has another shape.</exception>
    public void Take(string name, Tensor tensor)
    {
        if (!_left.Remove(name, out var stored))
            throw new InvalidDataException($"expected a tensor '{name}', got a file without it; its configuration is of another model.");
        long[] shape = [.. stored.Shape.Select(extent => (long)extent)];
        if (!shape.SequenceEqual(tensor.shape))
            throw new InvalidDataException(
                $"expected tensor '{name}' of shape [{string.Join(", ", tensor.shape)}], got [{string.Join(", ", stored.Shape)}]; its "
                + "configuration is of another model.");
        using var scope = torch.NewDisposeScope();
        using var still = torch.no_grad();
        tensor.copy_(TensorMemory.FromArray(stored.Values, ScalarType.Float32, shape));
    }

    /// <summary>Refuses tensors that nobody took.</summary>
    public void Finish()
    {
        if (_left.Keys.FirstOrDefault() is { } name)
            throw new InvalidDataException(
                $"expected no tensors but those of the model, got '{Expect.Shown(name)}' too; its configuration is of "
                + "another model.");
    }
}

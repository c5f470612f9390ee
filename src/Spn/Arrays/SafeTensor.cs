namespace Spn.Arrays;

/// <summary>One named array of a safetensors file, float32 in memory.</summary>
public sealed class SafeTensor
{
    /// <summary>An array over <paramref name="values"/>, which are kept, not copied.</summary>
    /// <param name="name">Unique in its file; not <c>__metadata__</c>.</param>
    /// <param name="shape">The extents; none for a single number.</param>
    /// <param name="values">As many values as the product of the extents, the last axis fastest.</param>
    /// <param name="storedAs">The number type in the file, in the format's own words: F32, F16, BF16, F64, I64, …</param>
    /// <exception cref="ArgumentException">The name is reserved, an extent is negative, or the number of values is wrong.</exception>
    public SafeTensor(string name, IReadOnlyList<int> shape, float[] values, string storedAs = "F32")
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(values);
        if (name == SafeTensorsHeader.MetadataKey)
            throw new ArgumentException($"expected a name for a tensor, got the reserved '{name}'.", nameof(name));
        if (shape.Any(extent => extent < 0))
            throw new ArgumentException($"expected extents of at least 0, got [{string.Join(", ", shape)}].", nameof(shape));
        Expect.Length(values.Length, NpyArray.Count(shape), $"tensor '{name}' of shape [{string.Join(", ", shape)}]", nameof(values));
        (Name, Shape, Values, StoredAs) = (name, Array.AsReadOnly(shape.ToArray()), values, storedAs);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The extents; empty for a single number.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>All values, the last axis fastest; numbers of other types are rounded to float32 when they are read.</summary>
    public float[] Values { get; }

    /// <summary>The number type in the file.</summary>
    public string StoredAs { get; }

    /// <summary>The name, shape and number type.</summary>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape)}] {StoredAs}";
}

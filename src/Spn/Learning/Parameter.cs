namespace Spn.Learning;

/// <summary>A trained array: its values, the gradient of the loss with respect to them, and how fast it learns.</summary>
public sealed class Parameter
{
    /// <summary>A parameter of zeros.</summary>
    /// <param name="name">Unique in its model; the name of the tensor in a checkpoint, for example <c>encode1.weight</c>.</param>
    /// <param name="shape">Every extent at least one: O×I×k×k for the weights of a convolution, O for its bias.</param>
    /// <exception cref="ArgumentException">The name is empty, or the shape is empty or too large.</exception>
    public Parameter(string name, IReadOnlyList<int> shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        var count = shape.Aggregate((Int128)1, (product, extent) => product * extent);
        if (shape.Any(extent => extent < 1) || count > Array.MaxLength)
            throw new ArgumentException($"expected extents of at least 1 and at most {Array.MaxLength} values for '{name}', got {string.Join('×', shape)}.", nameof(shape));
        (Name, Shape, Values, Gradient) = (name, Array.AsReadOnly(shape.ToArray()), new float[(int)count], new float[(int)count]);
    }

    /// <summary>The name of the parameter, unique in its model.</summary>
    public string Name { get; }

    /// <summary>The extents, the last one fastest.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The values. Writing changes the model.</summary>
    public float[] Values { get; }

    /// <summary>The gradient of the loss; backward passes add to it, a step of the optimiser uses it and sets it to zero.</summary>
    public float[] Gradient { get; }

    /// <summary>What the learning rate is multiplied by for this parameter; 0 keeps it as it is. Caffe's <c>lr_mult</c>.</summary>
    public double RateFactor { get; set; } = 1;

    /// <summary>What the weight decay is multiplied by for this parameter. Caffe's <c>decay_mult</c>.</summary>
    public double DecayFactor { get; set; } = 1;

    /// <summary>The name and the shape.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name} {string.Join('×', Shape)}");
}

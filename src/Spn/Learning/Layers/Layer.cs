namespace Spn.Learning;

/// <summary>
/// One operation of a <see cref="Network"/>, in the manner of Caffe: forward, backward, its parameters and their gradients. A layer
/// writes into maps that its network keeps, so a steady loop allocates next to nothing.
/// </summary>
/// <remarks>
/// NaN is never swallowed: where an input is NaN, so is what is computed from it. A layer may keep what its backward needs from the
/// forward before it, so one layer serves one forward and backward at a time.
/// </remarks>
public abstract class Layer
{
    /// <summary>A layer of this name.</summary>
    /// <param name="name">Unique in its network; its parameters are named after it.</param>
    private protected Layer(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>The name, unique in the network.</summary>
    public string Name { get; }

    /// <summary>What it does, in a few words, for example <c>conv 3×3, ReLU</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Its trained arrays; none for most layers.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    /// <summary>The shape of the output for inputs of these shapes.</summary>
    /// <exception cref="ArgumentException">The layer does not take inputs of these shapes; the message names the layer.</exception>
    public abstract MapShape OutputShape(IReadOnlyList<MapShape> inputs);

    /// <summary>Multiplications with an addition of one forward pass.</summary>
    public virtual long MultiplyAdds(IReadOnlyList<MapShape> inputs) => 0;

    /// <summary>Computes the output.</summary>
    /// <param name="inputs">Maps of shapes that <see cref="OutputShape"/> accepts.</param>
    /// <param name="output">Where the result goes, of the shape of <see cref="OutputShape"/>; overwritten.</param>
    /// <param name="threads">Threads; 0 is one per core. Results have the same bits for every count.</param>
    public abstract void Forward(IReadOnlyList<FeatureMap> inputs, FeatureMap output, int threads = 0);

    /// <summary>Computes gradients from what the last forward saw and gave; adds to those of the parameters.</summary>
    /// <param name="inputs">As in the forward.</param>
    /// <param name="output">What the forward gave.</param>
    /// <param name="gradOutput">The gradient of the loss with respect to the output; its contents are undefined afterwards.</param>
    /// <param name="gradInputs">Where the gradients with respect to the inputs go, of their shapes; overwritten. Null where none is asked for.</param>
    /// <param name="threads">As in the forward.</param>
    public abstract void Backward(
        IReadOnlyList<FeatureMap> inputs, FeatureMap output, FeatureMap gradOutput, IReadOnlyList<FeatureMap?> gradInputs, int threads = 0);

    /// <summary>Whether the output depends on the values of an input, not only on its extent.</summary>
    internal virtual bool PassesGradient(int input) => true;

    /// <summary>The only input of a layer that takes one.</summary>
    private protected MapShape Single(IReadOnlyList<MapShape> inputs) => Expected(inputs, 1)[0];

    /// <summary>Checks the number of inputs.</summary>
    private protected IReadOnlyList<MapShape> Expected(IReadOnlyList<MapShape> inputs, int count)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count != count)
            throw new ArgumentException($"layer '{Name}': expected {count} input(s), got {inputs.Count}.", nameof(inputs));
        return inputs;
    }

    /// <summary>A shape that the layer does not take.</summary>
    private protected ArgumentException Wrong(string expected, string got) => new($"layer '{Name}': expected {expected}, got {got}.", "inputs");
}

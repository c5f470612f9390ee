namespace Spn.Learning;

/// <summary>
/// Describes a network layer by layer. Each layer takes the one before it unless told by name what to take.
/// <code>
/// var net = new NetworkBuilder(seed: 1)
///     .Input("image", 3)
///     .Convolution("encode1", 16)
///     .MaxPool("pool1")
///     .Convolution("encode2", 32)
///     .Resize("up1", like: "encode1")
///     .Concat("skip1", "up1", "encode1")
///     .Convolution("scores", 11, ConvolutionOptions.Default.WithActivation(Activation.None))
///     .Build();
/// </code>
/// </summary>
public sealed class NetworkBuilder
{
    private readonly int _seed;
    private readonly StoredTensors? _stored;
    private readonly List<NetworkInput> _inputs = [];
    private readonly List<Described> _layers = [];

    /// <summary>A network without inputs and layers.</summary>
    /// <param name="seed">Of the random initial weights.</param>
    public NetworkBuilder(int seed = 0) : this(seed, null)
    {
    }

    /// <summary>A network for stored tensors, which every parameter must be among before it is made.</summary>
    internal NetworkBuilder(int seed, StoredTensors? stored) => (_seed, _stored) = (seed, stored);

    private sealed record Described(Layer Layer, int Channels, string[] Inputs);

    /// <summary>An input of the network; inputs come before layers.</summary>
    /// <param name="name">Unique in the network.</param>
    /// <param name="channels">C of the maps it takes.</param>
    public NetworkBuilder Input(string name, int channels)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (_layers.Count > 0)
            throw new InvalidOperationException($"expected inputs before layers, got input '{name}' after layer '{_layers[^1].Layer.Name}'.");
        Unique(name);
        _inputs.Add(new NetworkInput(name, channels));
        return this;
    }

    /// <summary>A convolution, <see cref="ConvolutionLayer"/>.</summary>
    /// <param name="name">Unique in the network.</param>
    /// <param name="outputs">Channels of the output.</param>
    /// <param name="options">Null is 3×3, stride 1, ReLU.</param>
    /// <param name="from">What it takes; null is the layer before.</param>
    public NetworkBuilder Convolution(string name, int outputs, ConvolutionOptions? options = null, string? from = null)
    {
        var (source, kernel) = (from ?? Previous, (options ?? ConvolutionOptions.Default).Kernel);
        _stored?.Expect($"{name}.weight", [outputs, Channels(source), kernel, kernel]);
        _stored?.Expect($"{name}.bias", [outputs]);
        return Add(new ConvolutionLayer(name, Channels(source), outputs, options, unchecked(_seed * 486187739 + _layers.Count)), outputs, source);
    }

    /// <summary>An activation, <see cref="ActivationLayer"/>.</summary>
    public NetworkBuilder Activate(string name, Activation activation, string? from = null) => Same(new ActivationLayer(name, activation), from ?? Previous);

    /// <summary>The maximum of 2×2 blocks, <see cref="MaxPoolLayer"/>.</summary>
    public NetworkBuilder MaxPool(string name, string? from = null) => Same(new MaxPoolLayer(name), from ?? Previous);

    /// <summary>Bilinear interpolation to the extent of another map, <see cref="ResizeLayer"/>.</summary>
    /// <param name="name">Unique in the network.</param>
    /// <param name="like">The layer or input whose extent the result has.</param>
    /// <param name="from">What it takes; null is the layer before.</param>
    public NetworkBuilder Resize(string name, string like, string? from = null) => Same(new ResizeLayer(name), from ?? Previous, like);

    /// <summary>Channels one after the other, <see cref="ConcatLayer"/>.</summary>
    public NetworkBuilder Concat(string name, params string[] inputs) =>
        Add(new ConcatLayer(name), inputs.Sum(Channels), [.. inputs]);

    /// <summary>The sum of maps, <see cref="SumLayer"/>.</summary>
    public NetworkBuilder Sum(string name, params string[] inputs) => Same(new SumLayer(name, [.. inputs.Select(_ => 1.0)]), [.. inputs]);

    /// <summary>The difference of two maps, <see cref="SumLayer"/>.</summary>
    public NetworkBuilder Subtract(string name, string from, string what) => Same(new SumLayer(name, [1, -1]), from, what);

    /// <summary>(x − mean) / deviation for each channel, <see cref="NormaliseLayer"/>.</summary>
    public NetworkBuilder Normalise(string name, IReadOnlyList<double> mean, IReadOnlyList<double> deviation, string? from = null) =>
        Same(new NormaliseLayer(name, mean, deviation), from ?? Previous);

    /// <summary>The mean of blocks, <see cref="BlockMeanLayer"/>.</summary>
    public NetworkBuilder BlockMean(string name, int factor, string? from = null) => Same(new BlockMeanLayer(name, factor), from ?? Previous);

    /// <summary>The edge continued up to multiples of a number, <see cref="PadLayer"/>.</summary>
    public NetworkBuilder Pad(string name, int multiple, string? from = null) => Same(new PadLayer(name, multiple), from ?? Previous);

    /// <summary>The upper left part, of the extent of another map, <see cref="CropLayer"/>.</summary>
    public NetworkBuilder Crop(string name, string like, string? from = null) => Same(new CropLayer(name), from ?? Previous, like);

    /// <summary>Weights made by hand from an image, <see cref="HandAffinityLayer"/>.</summary>
    public NetworkBuilder HandAffinity(string name, Connection connection, double strength, double width, string? from = null) =>
        Add(new HandAffinityLayer(name, connection, strength, width), 4 * (int)connection, from ?? Previous);

    /// <summary>log max(x, floor), <see cref="LogLayer"/>.</summary>
    public NetworkBuilder Log(string name, double floor, string? from = null) => Same(new LogLayer(name, floor), from ?? Previous);

    /// <summary>The stability constraint on its own, <see cref="StabilityLayer"/>.</summary>
    /// <param name="name">Unique in the network.</param>
    /// <param name="connection">One-way or three-way.</param>
    /// <param name="from">The raw weights; null is the layer before.</param>
    public NetworkBuilder Constrain(string name, Connection connection, string? from = null) => Same(new StabilityLayer(name, connection), from ?? Previous);

    /// <summary>The spatial propagation, <see cref="PropagationLayer"/>.</summary>
    /// <param name="name">Unique in the network.</param>
    /// <param name="connection">One-way or three-way.</param>
    /// <param name="x">What is propagated.</param>
    /// <param name="weights">The raw weights.</param>
    public NetworkBuilder Propagate(string name, Connection connection, string x, string weights) =>
        Same(new PropagationLayer(name, connection), x, weights);

    /// <summary>The network; its output is that of the last layer.</summary>
    /// <exception cref="InvalidOperationException">There is no layer, or one that nothing takes its output from.</exception>
    public Network Build()
    {
        if (_layers.Count == 0)
            throw new InvalidOperationException("expected at least one layer, got none.");
        var taken = _layers.SelectMany(layer => layer.Inputs).ToHashSet();
        foreach (var layer in _layers.SkipLast(1))
            if (!taken.Contains(layer.Layer.Name))
                throw new InvalidOperationException($"expected every layer to lead to the last one, '{_layers[^1].Layer.Name}'; nothing takes the output of '{layer.Layer.Name}'.");
        var names = _inputs.Select(input => input.Name).Concat(_layers.Select(layer => layer.Layer.Name)).ToList();
        return new Network(_inputs, [.. _layers.Select(layer => new NetworkNode(layer.Layer, Array.ConvertAll(layer.Inputs, names.IndexOf)))]);
    }

    /// <summary>The layer, or else the input, that was added last.</summary>
    internal string Previous => _layers.Count > 0 ? _layers[^1].Layer.Name : _inputs.Count > 0 ? _inputs[^1].Name : throw new InvalidOperationException("expected an input first.");

    private NetworkBuilder Same(Layer layer, params string[] inputs) => Add(layer, Channels(inputs[0]), inputs);

    private NetworkBuilder Add(Layer layer, int channels, params string[] inputs)
    {
        Unique(layer.Name);
        foreach (var input in inputs)
            Channels(input);
        _layers.Add(new Described(layer, channels, inputs));
        return this;
    }

    private int Channels(string name) =>
        _layers.Find(layer => layer.Layer.Name == name)?.Channels ?? _inputs.Find(input => input.Name == name)?.Channels
        ?? throw new ArgumentException($"expected the name of an input or an earlier layer, got '{name}'.", nameof(name));

    private void Unique(string name)
    {
        if (_inputs.Any(input => input.Name == name) || _layers.Any(layer => layer.Layer.Name == name))
            throw new ArgumentException($"expected a new name, got '{name}' twice.", nameof(name));
    }
}

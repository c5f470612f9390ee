using System.Numerics.Tensors;

namespace Spn.Learning;

/// <summary>
/// A list of layers with named inputs, run forward and backward. Maps between layers are kept from step to step, so that a steady
/// loop over inputs of one shape allocates next to nothing. Made by <see cref="NetworkBuilder"/>.
/// </summary>
/// <remarks>A network serves one forward and backward at a time. Results have the same bits for every number of threads.</remarks>
public sealed class Network
{
    private readonly NetworkInput[] _inputs;
    private readonly NetworkNode[] _nodes;
    private readonly NetworkGradients _gradients;

    /// <summary>What a layer or input gave in the last forward: first the inputs, then the layers.</summary>
    private readonly FeatureMap?[] _maps;

    private readonly FeatureMap[][] _nodeInputs;
    private readonly MapShape[] _shapes;

    internal Network(IReadOnlyList<NetworkInput> inputs, IReadOnlyList<NetworkNode> nodes)
    {
        (_inputs, _nodes) = ([.. inputs], [.. nodes]);
        (_maps, _shapes) = (new FeatureMap?[_inputs.Length + _nodes.Length], new MapShape[_inputs.Length]);
        _nodeInputs = Array.ConvertAll(_nodes, node => new FeatureMap[node.Inputs.Length]);
        _gradients = new NetworkGradients(_inputs.Length, _nodes);
        Layers = [.. _nodes.Select(node => node.Layer)];
        Parameters = [.. Layers.SelectMany(layer => layer.Parameters)];
    }

    /// <summary>What the network takes, in the order of <see cref="Forward"/>.</summary>
    public IReadOnlyList<NetworkInput> Inputs => _inputs;

    /// <summary>The layers, each after those it takes its inputs from; the last one's output is the network's.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>All trained arrays, in the order of the layers.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Threads; 0, the default, is one per core.</summary>
    public int Threads { get; set; }

    /// <summary>Computes the output for these inputs.</summary>
    /// <param name="inputs">One map for each of <see cref="Inputs"/>; read, not copied, until the backward is done.</param>
    /// <returns>The output of the last layer, over memory of the network: the next forward may overwrite it.</returns>
    /// <exception cref="ArgumentException">There are too few or too many inputs, or a layer does not take their shapes.</exception>
    /// <exception cref="NonFiniteException">A layer gave NaN or infinity; the message names the first one.</exception>
    public FeatureMap Forward(params FeatureMap[] inputs)
    {
        Prepare(inputs);
        for (var i = 0; i < _nodes.Length; i++)
            _nodes[i].Layer.Forward(_nodeInputs[i], _maps[_inputs.Length + i]!, Threads);
        var output = _maps[^1]!;
        if (!FiniteCheck.All(output.Values, Threads))
            throw new NonFiniteException(FirstNonFinite(), NetworkPass.Forward);
        return output;
    }

    /// <summary>Where the gradient of the loss with respect to the output of the last forward goes before <see cref="Backward"/>.</summary>
    /// <exception cref="InvalidOperationException">There was no forward.</exception>
    public FeatureMap OutputGradient => _gradients.Of(_maps.Length - 1, Output().Shape);

    /// <summary>Propagates <see cref="OutputGradient"/> back to all parameters, whose gradients it adds to.</summary>
    /// <exception cref="InvalidOperationException">There was no forward.</exception>
    /// <exception cref="NonFiniteException">A layer gave NaN or infinity; the message names the first one on the way back.</exception>
    public void Backward()
    {
        Output();
        if (!FiniteCheck.All(OutputGradient.Values, Threads))
            throw new NonFiniteException("loss", NetworkPass.Backward);
        _gradients.Run(_maps!, _nodeInputs!, Threads);
        foreach (var parameter in Parameters)
            if (!TensorPrimitives.IsFiniteAll<float>(parameter.Gradient))
                throw new NonFiniteException(_gradients.FirstNonFinite(), NetworkPass.Backward);
    }

    /// <summary>What a layer or an input gave in the last forward, over memory of the network: the next forward may overwrite it.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    /// <exception cref="InvalidOperationException">There was no forward.</exception>
    public FeatureMap Output(string name)
    {
        var names = _inputs.Select(input => input.Name).Concat(Layers.Select(layer => layer.Name)).ToList();
        var at = names.IndexOf(name);
        if (at < 0)
            throw new ArgumentException($"expected the name of a layer, got '{name}'; there are {string.Join(", ", names)}.", nameof(name));
        Output();
        return _maps[at]!;
    }

    /// <summary>Every layer with its shape, parameters and multiply-adds for inputs of these shapes.</summary>
    /// <exception cref="ArgumentException">A layer does not take their shapes.</exception>
    public NetworkTable Describe(params MapShape[] inputs)
    {
        var shapes = Shapes(inputs);
        return new NetworkTable([.. _nodes.Select((node, i) =>
        {
            var from = Array.ConvertAll(node.Inputs, input => shapes[input]);
            return new NetworkRow(
                node.Layer.Name, node.Layer.Kind, Array.ConvertAll(node.Inputs, NameOf), shapes[_inputs.Length + i],
                node.Layer.Parameters.Sum(parameter => (long)parameter.Values.Length), node.Layer.MultiplyAdds(from));
        })]);
    }

    /// <summary>The layers, their kinds and inputs, one a line.</summary>
    public override string ToString() =>
        string.Join('\n', _nodes.Select(node => $"{node.Layer.Name} = {node.Layer.Kind}({string.Join(", ", node.Inputs.Select(NameOf))})"));

    private string NameOf(int map) => map < _inputs.Length ? _inputs[map].Name : _nodes[map - _inputs.Length].Layer.Name;

    private FeatureMap Output() => _maps[^1] ?? throw new InvalidOperationException("expected a forward pass first.");

    private void Prepare(FeatureMap[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var changed = inputs.Length != _inputs.Length || _maps[^1] is null;
        for (var i = 0; i < inputs.Length && !changed; i++)
            changed = inputs[i].Shape != _shapes[i];
        if (changed)
        {
            var shapes = Shapes([.. inputs.Select(input => input.Shape)]);
            shapes.AsSpan(0, _inputs.Length).CopyTo(_shapes);
            for (var i = _inputs.Length; i < shapes.Length; i++)
                if (_maps[i]?.Shape != shapes[i])
                    _maps[i] = new FeatureMap(shapes[i]);
        }

        for (var i = 0; i < _inputs.Length; i++)
            _maps[i] = inputs[i];
        for (var i = 0; i < _nodes.Length; i++)
            for (var j = 0; j < _nodeInputs[i].Length; j++)
                _nodeInputs[i][j] = _maps[_nodes[i].Inputs[j]]!;
    }

    private MapShape[] Shapes(MapShape[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Length != _inputs.Length)
            throw new ArgumentException($"expected {_inputs.Length} input(s), {string.Join(", ", _inputs.Select(input => input.Name))}, got {inputs.Length}.", nameof(inputs));
        var shapes = new MapShape[_maps.Length];
        for (var i = 0; i < _inputs.Length; i++)
            shapes[i] = inputs[i].Channels == _inputs[i].Channels
                ? Expect.Shape(inputs[i])
                : throw new ArgumentException($"expected {_inputs[i].Channels} channels for '{_inputs[i].Name}', got {inputs[i]}.", nameof(inputs));
        for (var i = 0; i < _nodes.Length; i++)
            shapes[_inputs.Length + i] = Expect.Shape(_nodes[i].Layer.OutputShape(Array.ConvertAll(_nodes[i].Inputs, input => shapes[input])));
        return shapes;
    }

    private string FirstNonFinite()
    {
        for (var i = 0; i < _maps.Length; i++)
            if (!TensorPrimitives.IsFiniteAll<float>(_maps[i]!.Values))
                return NameOf(i);
        return NameOf(_maps.Length - 1);
    }
}

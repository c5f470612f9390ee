using System.Numerics.Tensors;

namespace Spn.Learning;

/// <summary>
/// The backward pass of a network. Only maps that depend on parameters and reach the output have gradients. Where a map feeds several
/// layers, the last of them writes its gradient and the others add to it, in an order that the network alone decides.
/// </summary>
internal sealed class NetworkGradients
{
    private readonly int _inputs;
    private readonly NetworkNode[] _nodes;
    private readonly bool[] _active;
    private readonly FeatureMap?[] _gradients;
    private readonly FeatureMap?[][] _nodeGradients, _scratch;

    public NetworkGradients(int inputs, NetworkNode[] nodes)
    {
        (_inputs, _nodes) = (inputs, nodes);
        var count = inputs + nodes.Length;
        bool[] learns = new bool[count], reaches = new bool[count];
        for (var i = 0; i < nodes.Length; i++)
            learns[inputs + i] = nodes[i].Layer.Parameters.Count > 0 || nodes[i].Inputs.Any(input => learns[input]);
        reaches[^1] = true;
        for (var i = nodes.Length - 1; i >= 0; i--)
            for (var j = 0; j < nodes[i].Inputs.Length && reaches[inputs + i]; j++)
                reaches[nodes[i].Inputs[j]] |= nodes[i].Layer.PassesGradient(j);
        _active = [.. learns.Zip(reaches, (l, r) => l && r)];
        _gradients = new FeatureMap?[count];
        _nodeGradients = Array.ConvertAll(nodes, node => new FeatureMap?[node.Inputs.Length]);
        _scratch = Array.ConvertAll(nodes, node => new FeatureMap?[node.Inputs.Length]);
    }

    /// <summary>The gradient of a map, of its present shape.</summary>
    public FeatureMap Of(int map, MapShape shape) => Fit(ref _gradients[map], shape);

    /// <summary>From the gradient of the last map to all parameters.</summary>
    public void Run(FeatureMap[] maps, FeatureMap[][] nodeInputs, int threads)
    {
        Span<bool> written = stackalloc bool[maps.Length];
        written[^1] = true;
        for (var i = _nodes.Length - 1; i >= 0; i--)
        {
            var (node, at) = (_nodes[i], _inputs + i);
            if (!_active[at] || !written[at])
                continue;
            for (var j = 0; j < node.Inputs.Length; j++)
            {
                var from = node.Inputs[j];
                _nodeGradients[i][j] = !_active[from] || !node.Layer.PassesGradient(j) ? null
                    : written[from] ? Fit(ref _scratch[i][j], maps[from].Shape)
                    : Of(from, maps[from].Shape);
                written[from] |= _nodeGradients[i][j] is not null;
            }

            node.Layer.Backward(nodeInputs[i], maps[at], Of(at, maps[at].Shape), _nodeGradients[i], threads);
            for (var j = 0; j < node.Inputs.Length; j++)
                if (_nodeGradients[i][j] is { } part && part == _scratch[i][j])
                    Add(part.Values, _gradients[node.Inputs[j]]!.Values, threads);
        }
    }

    /// <summary>The first layer on the way back that gave NaN or infinity.</summary>
    public string FirstNonFinite()
    {
        for (var i = _nodes.Length - 1; i >= 0; i--)
            if (_nodes[i].Layer.Parameters.Any(parameter => !TensorPrimitives.IsFiniteAll<float>(parameter.Gradient))
                || _nodeGradients[i].Any(gradient => gradient is not null && !TensorPrimitives.IsFiniteAll<float>(gradient.Values)))
                return _nodes[i].Layer.Name;
        return _nodes[^1].Layer.Name;
    }

    private static FeatureMap Fit(ref FeatureMap? map, MapShape shape) => map?.Shape == shape ? map : map = new FeatureMap(shape);

    private static void Add(float[] part, float[] sum, int threads) => ItemTeam.Blocks(sum.Length, threads, (start, length) =>
        TensorPrimitives.Add(part.AsSpan(start, length), sum.AsSpan(start, length), sum.AsSpan(start, length)));
}

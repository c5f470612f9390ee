using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>
/// <see cref="TorchPropagation.Propagate"/> as a module without parameters: four scans, Eq. (9) or (10), and their node-wise maximum. Its
/// second input, the weights, is the output of a guidance network.
/// </summary>
public sealed class SpatialPropagation : nn.Module<Tensor, Tensor, Tensor>
{
    /// <summary>The module.</summary>
    /// <param name="connection">One-way (K = 1) or three-way (K = 3).</param>
    /// <param name="stabilize">Whether the weights go through the constraint of Theorem 3 first.</param>
    /// <exception cref="ArgumentOutOfRangeException">The connection is neither.</exception>
    /// <exception cref="TorchUnavailableException">There is no libtorch here.</exception>
    public SpatialPropagation(Connection connection = Connection.ThreeWay, bool stabilize = true)
        : base(TorchLibrary.Loaded(nameof(SpatialPropagation))) =>
        (Connection, Stabilize) = (TensorShapes.Known(connection), stabilize);

    /// <summary>One-way or three-way.</summary>
    public Connection Connection { get; }

    /// <summary>Whether the weights go through the constraint first.</summary>
    public bool Stabilize { get; }

    /// <summary>Propagates x with the weights.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="weights">Raw weights, N×(4·K·C)×H×W, or N×(4·K)×H×W shared by all channels.</param>
    /// <returns>N×C×H×W.</returns>
    /// <exception cref="ArgumentException">Shapes, types or devices do not fit, or are none that the op takes.</exception>
    public override Tensor forward(Tensor x, Tensor weights) => TorchPropagation.Propagate(x, weights, Connection, Stabilize);
}

using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary><see cref="TorchPropagation.Constrain"/> as a module without parameters: at each pixel Σ|p| ≤ 1 (Theorem 3).</summary>
public sealed class StabilityConstraint : nn.Module<Tensor, Tensor>
{
    /// <summary>The module.</summary>
    /// <param name="connection">One-way (K = 1) or three-way (K = 3).</param>
    /// <exception cref="ArgumentOutOfRangeException">The connection is neither.</exception>
    /// <exception cref="TorchUnavailableException">There is no libtorch here.</exception>
    public StabilityConstraint(Connection connection = Connection.ThreeWay) : base(TorchLibrary.Loaded(nameof(StabilityConstraint))) =>
        Connection = TensorShapes.Known(connection);

    /// <summary>One-way or three-way.</summary>
    public Connection Connection { get; }

    /// <summary>Constrains weights.</summary>
    /// <param name="weights">Raw weights, N×(4·K·C)×H×W.</param>
    /// <returns>The same shape; zero at absent neighbours.</returns>
    /// <exception cref="ArgumentException">The shape, the type or the device is none that the op takes.</exception>
    public override Tensor forward(Tensor weights) => TorchPropagation.Constrain(weights, Connection);
}

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
    /// <param name="normalisation">How the weights are normalised first.</param>
    /// <param name="chunk">Lines of a chunk, with which a scan starts anew; 0 for whole scans.</param>
    /// <exception cref="ArgumentOutOfRangeException">The connection, the normalisation or the chunk is none.</exception>
    /// <exception cref="TorchUnavailableException">There is no libtorch here.</exception>
    public SpatialPropagation(
        Connection connection = Connection.ThreeWay, Normalisation normalisation = Normalisation.Clip, int chunk = 0)
        : base(TorchLibrary.Loaded(nameof(SpatialPropagation))) =>
        (_, Connection, Normalisation, Chunk) =
            (PropagationCall.Of(connection, null, normalisation, chunk), connection, normalisation, chunk);

    /// <summary>One-way or three-way.</summary>
    public Connection Connection { get; }

    /// <summary>How the weights are normalised first.</summary>
    public Normalisation Normalisation { get; }

    /// <summary>Lines of a chunk; 0 for whole scans.</summary>
    public int Chunk { get; }

    /// <summary>Propagates x with the weights.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="weights">Raw weights, N×(4·K·C)×H×W, or N×(4·K)×H×W shared by all channels; a gate takes K + 1 for K.</param>
    /// <returns>N×C×H×W.</returns>
    /// <exception cref="ArgumentException">Shapes, types or devices do not fit, or are none that the op takes.</exception>
    public override Tensor forward(Tensor x, Tensor weights) => forward(x, weights, null);

    /// <summary>Propagates x, multiplied by an input gate where it enters, with the weights.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="weights">Raw weights.</param>
    /// <param name="inputGate">λ, N×(4·C)×H×W or N×4×H×W; null for none.</param>
    /// <returns>N×C×H×W.</returns>
    /// <exception cref="ArgumentException">Shapes, types or devices do not fit, or are none that the op takes.</exception>
    public Tensor forward(Tensor x, Tensor weights, Tensor? inputGate) =>
        TorchPropagation.Propagate(x, weights, Connection, Normalisation, Chunk, inputGate);
}

namespace Spn.FSharp

open Spn
open Spn.Learning
open TorchSharp

/// Our maps as TorchSharp's tensors and back. All are copies, and none takes part in a gradient.
[<RequireQualifiedAccess>]
module Tensor =

    /// A map as a tensor N×C×H×W.
    let ofMap (map: FeatureMap) = TensorMaps.ToTensor map

    /// Weights as a tensor N×(4·K·C)×H×W.
    let ofWeights (weights: PropagationWeights) = TensorMaps.ToTensor weights

    /// A label map as an int64 tensor 1×H×W.
    let ofLabels (labels: LabelMap) = TensorMaps.ToTensor labels

    /// A tensor of rank 2 to 4 as a map.
    let toMap (tensor: torch.Tensor) = TensorMaps.ToFeatureMap tensor

    /// A tensor N×(4·K·C)×H×W as weights: guidance.call image |> Tensor.toWeights Connection.ThreeWay
    let toWeights (connection: Connection) (tensor: torch.Tensor) = TensorMaps.ToPropagationWeights(tensor, connection)

/// The op on tensors, with its gradient, Eqs. (9) and (10); raw weights go through the stability constraint first:
/// x |> SpatialPropagation.propagate Connection.ThreeWay weights
[<RequireQualifiedAccess>]
module SpatialPropagation =

    /// Four scans and their node-wise max, N×C×H×W.
    let propagate (connection: Connection) (weights: torch.Tensor) (x: torch.Tensor) = TorchPropagation.Propagate(x, weights, connection)

    /// The same without the constraint.
    let propagateRaw (connection: Connection) (weights: torch.Tensor) (x: torch.Tensor) =
        TorchPropagation.Propagate(x, weights, connection, normalisation = Normalisation.Raw)

    /// One scan: the hidden map of a direction, N×C×H×W.
    let scan (connection: Connection) (weights: torch.Tensor) (direction: Direction) (x: torch.Tensor) =
        TorchPropagation.Scan(x, weights, direction, connection)

    /// The same without the constraint.
    let scanRaw (connection: Connection) (weights: torch.Tensor) (direction: Direction) (x: torch.Tensor) =
        TorchPropagation.Scan(x, weights, direction, connection, normalisation = Normalisation.Raw)

    /// Four scans and their node-wise max under any normalisation:
    /// x |> SpatialPropagation.propagateWith Connection.ThreeWay Normalisation.Gate weights
    let propagateWith (connection: Connection) (normalisation: Normalisation) (weights: torch.Tensor) (x: torch.Tensor) =
        TorchPropagation.Propagate(x, weights, connection, normalisation)

    /// The same with an input gate λ, N×(4·C)×H×W or N×4×H×W, in the place of 1 − Σp.
    let propagateGated
        (connection: Connection)
        (normalisation: Normalisation)
        (inputGate: torch.Tensor)
        (weights: torch.Tensor)
        (x: torch.Tensor)
        =
        TorchPropagation.Propagate(x, weights, connection, normalisation, inputGate = inputGate)

    /// The weights that the scans use: guidance.call image |> SpatialPropagation.normalise Connection.ThreeWay Normalisation.Always
    let normalise (connection: Connection) (normalisation: Normalisation) (weights: torch.Tensor) =
        TorchPropagation.Normalise(weights, connection, normalisation)

    /// The weights with Σ|p| ≤ 1 at every pixel: guidance.call image |> SpatialPropagation.constrain Connection.ThreeWay
    let constrain (connection: Connection) (weights: torch.Tensor) = TorchPropagation.Constrain(weights, connection)

    /// From a loss back to the parameters; a failure inside the op is thrown as it is.
    let backward (loss: torch.Tensor) = TorchPropagation.Backward loss

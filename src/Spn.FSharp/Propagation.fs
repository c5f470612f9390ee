namespace Spn.FSharp

open Spn

/// The linear propagation op, Eqs. (1), (9) and (10): x |> Propagation.scan weights Direction.LeftToRight
[<RequireQualifiedAccess>]
module Propagation =

    /// One scan with the given options: the hidden map of a direction, of the shape of x.
    let scanWith (options: PropagationOptions) (weights: PropagationWeights) (direction: Direction) (x: FeatureMap) =
        Spn.Propagation.Scan(x, weights, direction, options)

    /// One scan: the hidden map of a direction, of the shape of x.
    let scan weights direction x = scanWith PropagationOptions.Default weights direction x

    /// Four scans and their node-wise max, with the given options, and all that backward needs.
    let forwardWith (options: PropagationOptions) (weights: PropagationWeights) (x: FeatureMap) =
        Spn.Propagation.Forward(x, weights, options)

    /// Four scans and their node-wise max, and all that backward needs.
    let forward weights x = forwardWith PropagationOptions.Default weights x

    /// The weights that the scans use: weights |> Propagation.normalise (PropagationOptions(Normalisation = Normalisation.Gate))
    let normalise (options: PropagationOptions) (weights: PropagationWeights) = Spn.Propagation.Normalise(weights, options)

    /// The output of a forward pass: x |> Propagation.forward weights |> Propagation.output
    let output (result: PropagationResult) = result.Output

    /// The gradients of a forward pass from the gradient of its output.
    let backward (result: PropagationResult) (gradOutput: FeatureMap) = Spn.Propagation.Backward(result, gradOutput)

namespace Spn.FSharp

open Spn

/// Operators of eight neighbours and n steps (CSPN): x |> Iterated.forward weights
[<RequireQualifiedAccess>]
module Iterated =

    /// n steps with the given options and no hints, and all that backward needs.
    let forwardWith (options: IteratedOptions) (weights: IteratedWeights) (x: FeatureMap) =
        IteratedPropagation.Forward(x, weights, options)

    /// 24 steps, and all that backward needs.
    let forward weights x = forwardWith IteratedOptions.Default weights x

    /// n steps with the given options; hint pixels are set again after each.
    let forwardFrom (hints: IteratedHints) (options: IteratedOptions) (weights: IteratedWeights) (x: FeatureMap) =
        IteratedPropagation.Forward(x, weights, options, hints)

    /// The gradients of a forward pass from the gradient of its output.
    let backward (result: IteratedResult) (gradOutput: FeatureMap) = IteratedPropagation.Backward(result, gradOutput)

    /// The row of a pixel, who influences it after all steps.
    let row (options: IteratedOptions) (pixel: Pixel) (weights: IteratedWeights) = IteratedAffinity.Row(weights, pixel, options)

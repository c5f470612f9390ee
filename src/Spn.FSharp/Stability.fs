namespace Spn.FSharp

open Spn

/// The stability constraint of Theorem 3.
[<RequireQualifiedAccess>]
module Stability =

    /// The weights with Σ|p| ≤ 1 at every pixel: where the sum is larger, it divides them.
    let constrain (weights: PropagationWeights) = Spn.Stability.Constrain weights

    /// Norms and spectra of every step of a direction, first batch item and channel, with the constraint.
    let report (direction: Direction) (weights: PropagationWeights) = Spn.Stability.Report(weights, direction)

    /// The same of weights under any normalisation: weights |> Stability.reportOf Normalisation.Always Direction.LeftToRight
    let reportOf (normalisation: Normalisation) (direction: Direction) (weights: PropagationWeights) =
        Spn.Stability.Report(weights, direction, normalisation = normalisation)

    /// The same of raw weights, without the constraint.
    let reportRaw (direction: Direction) (weights: PropagationWeights) = reportOf Normalisation.Raw direction weights

namespace Spn.FSharp

open Spn

/// Diffusion by repeated propagation, Eq. (8): u1 |> Diffusion.states weights Direction.LeftToRight |> Seq.take 8
[<RequireQualifiedAccess>]
module Diffusion =

    /// The states U_1, U_2, … without end, computed as they are asked for, with the given options.
    let statesWith (options: PropagationOptions) (weights: PropagationWeights) (direction: Direction) (u1: FeatureMap) =
        Spn.Diffusion.States(u1, weights, direction, options)

    /// The states U_1, U_2, … without end, computed as they are asked for.
    let states weights direction u1 = statesWith PropagationOptions.Default weights direction u1

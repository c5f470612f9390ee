namespace Spn.FSharp

open Spn

/// The affinity that weights define: H = G X, Eq. (3). weights |> Affinity.row Direction.LeftToRight (Pixel(3, 4))
[<RequireQualifiedAccess>]
module Affinity =

    /// Dense G of a small map; the options choose batch item, channel and constraint.
    let denseWith (options: AffinityOptions) (direction: Direction) (weights: PropagationWeights) =
        Spn.Affinity.Dense(weights, direction, options)

    /// Dense G of a small map.
    let dense direction weights = denseWith AffinityOptions.Default direction weights

    /// The row of a pixel, who influences it, at any map size; the options choose batch item, channel and constraint.
    let rowWith (options: AffinityOptions) (direction: Direction) (pixel: Pixel) (weights: PropagationWeights) =
        Spn.Affinity.Row(weights, direction, pixel, options)

    /// The row of a pixel, who influences it, at any map size.
    let row direction pixel weights = rowWith AffinityOptions.Default direction pixel weights

    /// The column of a pixel, where its evidence goes, at any map size; the options choose batch item, channel and constraint.
    let columnWith (options: AffinityOptions) (direction: Direction) (pixel: Pixel) (weights: PropagationWeights) =
        Spn.Affinity.Column(weights, direction, pixel, options)

    /// The column of a pixel, where its evidence goes, at any map size.
    let column direction pixel weights = columnWith AffinityOptions.Default direction pixel weights

    /// The row of the direction that won the node-wise max at a pixel of the first batch item and channel.
    let effectiveRow (pixel: Pixel) (result: PropagationResult) = Spn.Affinity.EffectiveRow(result, pixel)

    /// The diagonal of D, in scan order.
    let degree (g: AffinityMatrix) = g.Degree()

    /// L = D − A = I − G.
    let laplacian (g: AffinityMatrix) = g.Laplacian()

    /// A, the off-diagonal part of G.
    let offDiagonal (g: AffinityMatrix) = g.OffDiagonal()

    /// The entries of G, [i, j] in scan order.
    let toArray2D (g: AffinityMatrix) = g.ToArray()

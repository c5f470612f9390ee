namespace Spn.FSharp

open Spn

/// Maps N×C×H×W as values to pipe.
[<RequireQualifiedAccess>]
module FeatureMap =

    /// A new map with the function applied to every value.
    let map (f: float32 -> float32) (x: FeatureMap) = Spn.FeatureMap(x.Shape, Array.map f x.Values)

    /// A new map from two maps of one shape, value by value. Another shape is an ArgumentException.
    let map2 (f: float32 -> float32 -> float32) (a: FeatureMap) (b: FeatureMap) =
        if a.Shape <> b.Shape then
            invalidArg (nameof b) (sprintf "expected a map of shape %O, got %O; resize or slice one of them." a.Shape b.Shape)

        Spn.FeatureMap(a.Shape, Array.map2 f a.Values b.Values)

    /// One channel of every batch item, copied: N×1×H×W.
    let channel index (x: FeatureMap) =
        let shape = MapShape(x.Batch, 1, x.Height, x.Width)
        Spn.FeatureMap.Generate(shape, fun batch _ row column -> x.[batch, index, row, column])

    /// One plane as rows, H×W, copied.
    let rows batch channel (x: FeatureMap) = x.ToRows(batch, channel)

    /// A map 1×1×H×W from rows, copied: array2D [ [ 1f; 2f ]; [ 3f; 4f ] ] |> FeatureMap.ofRows
    let ofRows (rows: float32[,]) = Spn.FeatureMap.FromRows rows

namespace Spn.FSharp

open Spn

/// Weights of models from elsewhere: "weights.safetensors" |> Layouts.read WeightLayout.PytorchSpn
[<RequireQualifiedAccess>]
module Layouts =

    /// Scan weights of a .safetensors or .npy file; what the options say goes before what the file says.
    let readWith (options: LayoutOptions) (layout: WeightLayout) (path: string) = Spn.Layouts.Read(path, layout, options)

    /// Scan weights of a .safetensors or .npy file, which must say itself how they are used.
    let read layout path = readWith (LayoutOptions()) layout path

    /// Writes scan weights as safetensors, with how they are used: weights |> Layouts.write "weights.safetensors" WeightLayout.Own
    let write (path: string) (layout: WeightLayout) (weights: LayoutWeights) = Spn.Layouts.Write(path, layout, weights)

    /// CSPN's weights of a .safetensors or .npy file; what the options say goes before what the file says.
    let readIteratedWith (options: LayoutOptions) (path: string) = Spn.Layouts.ReadIterated(path, options)

    /// CSPN's weights of a .safetensors or .npy file: "weights.safetensors" |> Layouts.readIterated
    let readIterated path = readIteratedWith (LayoutOptions()) path

    /// Writes CSPN's weights as safetensors, with steps, normalisation, centre and hints.
    let writeIterated (path: string) (weights: LayoutIterated) = Spn.Layouts.WriteIterated(path, weights)

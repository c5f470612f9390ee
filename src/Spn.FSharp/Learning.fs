namespace Spn.FSharp

open Spn
open Spn.Learning

/// Trained models: coarse |> Model.refine model image
[<RequireQualifiedAccess>]
module Model =

    /// The model of a checkpoint.
    let load path = (Checkpoint.Load path).Model

    /// Class probabilities N×classes×H×W of a baseline for an image N×3×H×W: image |> Model.segment baseline
    let segment (model: ITrainable) (image: FeatureMap) = model.Predict(image, null)

    /// Coarse class probabilities N×classes×H×W refined along the edges of their image N×3×H×W.
    let refine (model: ITrainable) (image: FeatureMap) (coarse: FeatureMap) = model.Predict(image, coarse)

    /// The same with what happens inside: weights, propagated maps, winning directions.
    let look (model: RefinerModel) (image: FeatureMap) (coarse: FeatureMap) = model.Look(image, coarse)

    /// The raw weights that a refiner finds in an image: image |> Model.weights refiner
    let weights (model: RefinerModel) (image: FeatureMap) = model.Weights image

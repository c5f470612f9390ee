namespace Spn.FSharp

open Spn
open Spn.Segmentation

/// Coarse maps refined along the edges of their image with hand-made weights: coarse |> Refinement.labels image
[<RequireQualifiedAccess>]
module Refinement =

    /// A label map refined, with the given options.
    let labelsWith (options: RefinementOptions) (image: FeatureMap) (coarse: LabelMap) =
        Spn.Segmentation.Refinement.Labels(image, coarse, options)

    /// A label map refined.
    let labels image coarse = labelsWith RefinementOptions.Default image coarse

    /// A soft mask 1×1×h×w refined, with the given options.
    let maskWith (options: RefinementOptions) (image: FeatureMap) (coarse: FeatureMap) =
        Spn.Segmentation.Refinement.Mask(image, coarse, options)

    /// A soft mask 1×1×h×w refined.
    let mask image coarse = maskWith RefinementOptions.Default image coarse

    /// Class probabilities 1×K×h×w refined, with the given options.
    let probabilitiesWith (options: RefinementOptions) (image: FeatureMap) (coarse: FeatureMap) =
        Spn.Segmentation.Refinement.Probabilities(image, coarse, options)

    /// Class probabilities 1×K×h×w refined.
    let probabilities image coarse = probabilitiesWith RefinementOptions.Default image coarse

/// Scores of label maps.
[<RequireQualifiedAccess>]
module Segmentation =

    /// IoU, accuracies and F-score of a prediction: predicted |> Segmentation.score 11 truth
    let score classes (truth: LabelMap) (predicted: LabelMap) = SegmentationScore.Compare(truth, predicted, classes)

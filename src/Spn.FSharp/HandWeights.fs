namespace Spn.FSharp

open Spn

/// Edge-aware weights made by hand from an image, 1×C×H×W in [0, 1].
[<RequireQualifiedAccess>]
module HandWeights =

    /// One-way weights by the domain transform, with the given widths.
    let domainTransformWith (options: DomainTransformOptions) (image: FeatureMap) = Spn.HandWeights.DomainTransform(image, options)

    /// One-way weights by the domain transform.
    let domainTransform image = domainTransformWith DomainTransformOptions.Default image

    /// Three-way weights by colour distance, with the given options.
    let colourDistanceWith (options: ColourDistanceOptions) (image: FeatureMap) = Spn.HandWeights.ColourDistance(image, options)

    /// Three-way weights by colour distance.
    let colourDistance image = colourDistanceWith ColourDistanceOptions.Default image

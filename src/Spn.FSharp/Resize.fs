namespace Spn.FSharp

open Spn

/// Maps and label maps at another resolution.
[<RequireQualifiedAccess>]
module Resize =

    /// Each pixel interpolates the two by two around its centre.
    let bilinear height width (map: FeatureMap) = Spn.Imaging.Resize.Bilinear(map, height, width)

    /// Each pixel takes the one under its centre.
    let nearest height width (map: FeatureMap) = Spn.Imaging.Resize.Nearest(map, height, width)

    /// Each pixel is the mean of what it covers.
    let area height width (map: FeatureMap) = Spn.Imaging.Resize.Area(map, height, width)

    /// The most frequent label of each block of pixels: a coarse map.
    let majority block (labels: LabelMap) = Spn.Imaging.Resize.Majority(labels, block)

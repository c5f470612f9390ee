// Lesson 01 for life after notebooks: the same steps, each saved as a page. The C# twin, 01-linear-propagation.cs, saves the same bytes.
//
//     dotnet build -c Release src/Spn.Tool
//     dotnet fsi notebooks/01-linear-propagation.fsx lesson-01
#I "../src/Spn.Tool/bin/Release/net10.0"
#r "System.Numerics.Tensors.dll"
#r "Spn.dll"
#r "Spn.Scenes.dll"
#r "Spn.Visuals.dll"

open System.IO
open Spn
open Spn.Imaging
open Spn.Scenes
open Spn.Segmentation
open Spn.Visuals

let folder = if fsi.CommandLineArgs.Length > 1 then fsi.CommandLineArgs[1] else "lesson-01"
let page name = Path.Combine(folder, name + ".html")

// 1. One row, by hand: h_t = (1 − p) x_t + p h_{t−1} (Eq. 9).
let x = FeatureMap(MapShape(1, 1, 1, 4), [| 8f; 0f; 0f; 4f |])
let p = PropagationWeights.Constant(Connection.OneWay, x.Shape, 0.5f)
let h = Propagation.Scan(x, p, Direction.LeftToRight)
Figures.FeatureMap(h, MapFigureOptions(Title = "One row")).Save(page "1-row")

// 2. Three neighbours (Eq. 10), step by step.
let evidence = FeatureMap.FromRows(array2D [ [ 0f; 0f; 0f ]; [ 9f; 0f; 0f ]; [ 0f; 0f; 0f ] ])
let thirds = PropagationWeights.Constant(Connection.ThreeWay, evidence.Shape, 1f / 3f)
Widgets.Scan(evidence, thirds, Direction.LeftToRight).Save(page "2-three-neighbours")

// 3. and 4. How far one pixel reaches, in four directions and by their maximum.
let impulse = FeatureMap(MapShape(1, 1, 25, 25))
impulse[0, 0, 12, 12] <- 1f
let even = PropagationWeights.Constant(Connection.ThreeWay, impulse.Shape, 0.95f / 3f)
let reach = Propagation.Forward(impulse, even)
let logarithmic title map =
    Figures.FeatureMap(map, MapFigureOptions(Side = 260., Colours = ColourChoice.Logarithmic, Title = title))

Figures
    .Grid(
        [ for direction in Directions.All do
              Propagation.Scan(impulse, even, direction) |> logarithmic (direction.ToWords())
          reach.Output |> logarithmic "the maximum"
          Figures.DirectionMap(reach.Winner, "which direction won") ],
        GridFigureOptions(Columns = 2)
    )
    .Save(page "4-four-directions")

// 5. A coarse map, refined along a picture.
let scene = SceneGenerator.Render(seed = 3, height = 192, width = 256)
let coarse = scene.Coarse 8
let before = Refinement.UpsampledLabels(scene.Photo, coarse)
let after = Refinement.Labels(scene.Photo, coarse)
let comparison = CompareOptions(BeforeName = "coarse", AfterName = "refined", Truth = scene.Labels, Palette = scene.Palette)
Widgets.Compare(before, after, scene.Photo, comparison).Save(page "5-before-and-after")

// 6. The same under your finger.
let explorer =
    AffinityExplorerOptions(
        Evidence = OneHot.Encode(coarse, scene.Palette.Count),
        Confidence = RefinementOptions().Confidence,
        Truth = scene.Labels,
        Palette = scene.Palette
    )

Widgets.Affinity(Refinement.Weights scene.Photo, scene.Photo, explorer).Save(page "6-explorer")

printfn $"saved five pages in {Path.GetFullPath folder}"

/// A compiled F# consumer of the C# API itself, room by room: what reads badly or does not compile here is a fault of the C#.
module Spn.FSharp.Tests.ConsumerTests

open System
open System.IO
open Xunit
open Spn
open Spn.Arrays
open Spn.DataSets
open Spn.Imaging
open Spn.Scenes
open Spn.Segmentation
open Spn.Visuals
open Spn.Interactive

let private image =
    FeatureMap.Generate(
        MapShape(1, 3, 12, 16),
        fun _ channel row column -> if row + column < 14 then 0.2f + 0.1f * float32 channel else 0.8f
    )

[<Fact>]
let ``Maps: rows, generators, indexers, records of shape`` () =
    let x = FeatureMap.FromRows(array2D [ [ 1f; 2f ]; [ 3f; 4f ] ])
    Assert.Equal(MapShape(1, 1, 2, 2), x.Shape)
    x.[0, 0, 1, 1] <- 9f
    Assert.Equal(9f, x.ToRows().[1, 1])
    let pixel = Pixel(1, 0)
    Assert.Equal(3f, x.[0, 0, pixel.Row, pixel.Column])

[<Fact>]
let ``Propagation: options by initialiser, optional arguments left out, enums matched`` () =
    let weights = PropagationWeights.Generate(Connection.ThreeWay, MapShape(1, 1, 12, 16), fun _ _ _ _ _ _ -> 0.3f)
    let options = PropagationOptions(Backend = PropagationBackend.Reference, Threads = 1)
    Assert.Equal(options, PropagationOptions(Backend = PropagationBackend.Reference).WithThreads(1))
    let result = Propagation.Forward(image, weights, options)
    let gradient = Propagation.Backward(result, FeatureMap.Constant(image.Shape, 1f))
    Assert.Equal(image.Shape, gradient.Input.Shape)

    let arrows =
        Directions.All
        |> Seq.map (fun direction ->
            match direction with
            | Direction.LeftToRight -> "→"
            | Direction.RightToLeft -> "←"
            | Direction.TopToBottom -> "↓"
            | Direction.BottomToTop -> "↑"
            | other -> failwithf "%O" other)

    Assert.Equal<string seq>(Directions.All |> Seq.map _.ToArrow(), arrows)
    Assert.Equal(1.0, result.Winner.Shares() |> Seq.sum, 9)

[<Fact>]
let ``Data sets: splits and samples pipe, options by initialiser`` () =
    let labels = LabelMap.Generate(12, 16, fun _ column -> byte (column / 8))
    let sample = SetSample("one", (fun () -> Image.FromFeatureMap image), (fun () -> labels))
    let set = SegmentationSet.Of("mine", Palette.Scenes, [ SetSplit("train", [ sample ]) ])

    let counts =
        set.Splits |> Seq.collect _.Samples |> Seq.map (fun one -> one.Load(set.Palette).Labels.ClassCount) |> Seq.toList

    Assert.Equal<int list>([ 2 ], counts)
    let options = SetOptions(Palette = Palette.Scenes, IgnoredLabel = Nullable 6uy)
    let missing = Assert.Throws<DirectoryNotFoundException>(fun () -> SegmentationSet.Open("nowhere", SetScheme.CamVid, options) |> ignore)
    Assert.Contains("expected the folder of a data set", missing.Message)
    let overall = SetScheme.Helen.Groups |> Seq.filter _.InOverall |> Seq.map _.Name |> Seq.toList
    Assert.Equal<string list>([ "brows"; "eyes"; "nose"; "mouth" ], overall)

[<Fact>]
let ``Players: a pipe ends in a widget, options by initialiser`` () =
    let weights = PropagationWeights.Constant(Connection.ThreeWay, MapShape(1, 1, 12, 16), 0.3f)
    let u1 = FeatureMap.Random(MapShape(1, 1, 12, 16), 1)
    let labels = LabelMap.Generate(12, 16, fun _ column -> byte (column / 8))

    let widgets =
        [ Diffusion.States(u1, weights, Direction.LeftToRight) |> Seq.take 4 |> Seq.toArray |> fun states -> Widgets.Diffusion(states)
          Widgets.Scan(u1, weights, Direction.TopToBottom, ScanPlayerOptions(Start = Pixel(3, 4)))
          Widgets.Compare(labels, labels, image, CompareOptions(Truth = labels)) ]

    Assert.All(widgets, fun widget -> Assert.Contains("12×16", widget.ToText()))

[<Fact>]
let ``Stability: a report is a record of lists`` () =
    let weights = PropagationWeights.Random(Connection.ThreeWay, MapShape(1, 1, 5, 6), 1)
    let report = Stability.Report(weights, Direction.LeftToRight)
    Assert.All(report.Steps, fun step -> Assert.True(step.InfinityNorm <= 1.0 + 1e-6))
    let raw = Stability.Report(weights, Direction.LeftToRight, normalisation = Normalisation.Raw)
    Assert.True(raw.MaxAbsoluteSum >= 0.0)

[<Fact>]
let ``Affinity and diffusion: arrays of two dimensions, lazy sequences, slices`` () =
    let weights = HandWeights.ColourDistance image
    let small = PropagationWeights.Constant(Connection.OneWay, MapShape(1, 1, 2, 2), 0.5f)
    let g: float[,] = Affinity.Dense(small, Direction.LeftToRight).ToArray()
    Assert.Equal<float[]>([| 0.5; 0.0; 0.5; 0.0 |], g.[2, *])
    let row = Affinity.Row(weights, Direction.BottomToTop, Pixel(3, 4))
    Assert.Equal(1.0, row.Sum, 5)
    let steps = Diffusion.States(image, weights, Direction.LeftToRight) |> Seq.map _.Step |> Seq.take 3
    Assert.Equal<int seq>([ 1; 2; 3 ], steps)

[<Fact>]
let ``Segmentation: scenes, scores and refinement by records`` () =
    let scene = SceneGenerator.Render(SceneOptions(Seed = 2, Height = 64, Width = 80))
    let coarse = scene.Coarse(block = 8)
    let options = RefinementOptions(Connection = Connection.OneWay, CellSize = 8)
    Assert.Equal(options, RefinementOptions(CellSize = 8).WithConnection(Connection.OneWay))
    let refined = Refinement.Labels(scene.Photo, coarse, options)
    let score = SegmentationScore.Compare(scene.Labels, refined, scene.Palette.Count, scene.Palette.Names)
    Assert.InRange(score.MeanIoU, 0.0, 1.0)
    Assert.Contains(score.Classes, fun c -> c.Present && c.IoU > 0.5)
    let matrix = ConfusionMatrix.FromLabels(scene.Labels, refined, scene.Palette.Count)
    Assert.Equal(matrix.Correct, ConfusionMatrix.Sum([ matrix ]).Correct)

[<Fact>]
let ``Imaging and arrays: files by path`` () =
    let folder = Directory.CreateTempSubdirectory("spn-fsharp-")

    try
        let path name = Path.Combine(folder.FullName, name)
        ImageFile.Write(path "photo.png", image)
        let read = ImageFile.Read(path "photo.png").ToFeatureMap()
        Assert.Equal(image.Shape, read.Shape)
        let labels = LabelMap.Generate(4, 5, fun row column -> byte ((row + column) % 3))
        Png.Write(path "labels.png", labels, Palette.CamVid)
        Assert.Equal<byte[]>(labels.Labels, Png.Read(path "labels.png").ToLabelMap().Labels)
        Npy.Write(path "x.npy", image)
        Assert.Equal<float32[]>(image.Values, Npy.ReadFeatureMap(path "x.npy").Values)
        Assert.Equal(100f, (ColourSpace.SrgbToLab(FeatureMap.Constant(MapShape(1, 3, 1, 1), 1f))).[0, 0, 0, 0], 2)
    finally
        folder.Delete(recursive = true)

[<Fact>]
let ``Visuals: figures of values, saved or shown`` () =
    let weights = PropagationWeights.Constant(Connection.OneWay, MapShape(1, 1, 2, 2), 0.5f)
    let options = MatrixFigureOptions(Title = "G", Labels = [ "a"; "b"; "c"; "d" ])
    Assert.Contains("<svg", Figures.Affinity(Affinity.Dense(weights, Direction.LeftToRight), options).ToSvg())
    let states = Diffusion.States(FeatureMap.Random(MapShape(1, 1, 2, 2), 1), weights, Direction.LeftToRight) |> Seq.take 3 |> Seq.toArray
    Assert.NotEmpty(Figures.Diffusion(states, DiffusionFigureOptions(MaxFrames = 3)).ToText())
    Assert.NotEmpty(Figures.Of(image).ToHtml())

[<Fact>]
let ``Interactive: one call registers the formatters`` () =
    SpnExtension.Load()
    Assert.Contains("<img", Microsoft.DotNet.Interactive.Formatting.Formatter.ToDisplayString(image, "text/html"))

[<Fact>]
let ``Errors are exceptions of .NET with one sentence`` () =
    let weights = PropagationWeights(Connection.OneWay, MapShape(1, 1, 2, 2))
    let scan () = Propagation.Scan(image, weights, Direction.LeftToRight) |> ignore
    let error = Assert.ThrowsAny<ArgumentException> scan
    Assert.Contains("expected", error.Message)

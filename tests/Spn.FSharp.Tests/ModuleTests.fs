/// The curried modules say the same as the C# that they wrap, with both namespaces open.
module Spn.FSharp.Tests.ModuleTests

open System
open Xunit
open Spn
open Spn.FSharp
open Spn.Learning
open Spn.FSharp.Tests.Cases

let private same (a: FeatureMap) (b: FeatureMap) = a.Shape = b.Shape && a.Values = b.Values

[<Fact>]
let ``Propagation.scan is Propagation.Scan`` () =
    forAll (fun c -> same (c.Map |> Propagation.scan c.Weights c.Direction) (Propagation.Scan(c.Map, c.Weights, c.Direction)))

[<Fact>]
let ``Propagation.forward is Propagation.Forward, and the gradients agree`` () =
    forAll (fun c ->
        let ours = c.Map |> Propagation.forward c.Weights
        let theirs = Propagation.Forward(c.Map, c.Weights)
        let g = FeatureMap.Random(c.Shape, c.Seed + 2)

        same (Propagation.output ours) theirs.Output
        && same (g |> Propagation.backward ours).Input (Propagation.Backward(theirs, g)).Input)

[<Fact>]
let ``Iterated.forward and Iterated.row are those of C#`` () =
    let x = FeatureMap.Random(MapShape(1, 2, 6, 7), 1)
    let weights = IteratedWeights.Random(MapShape(1, 1, 6, 7), 2)
    let options = IteratedOptions(Steps = 3)
    let hints = IteratedHints.Of(FeatureMap.Random(MapShape(1, 1, 6, 7), 3))
    let result = x |> Iterated.forwardWith options weights
    Assert.Equal<float32[]>(IteratedPropagation.Forward(x, weights, options).Output.Values, result.Output.Values)
    Assert.Equal<float32[]>(IteratedPropagation.Backward(result, x).Input.Values, (x |> Iterated.backward result).Input.Values)
    Assert.Equal<float32[]>(
        IteratedPropagation.Forward(x, weights, options, hints).Output.Values,
        (x |> Iterated.forwardFrom hints options weights).Output.Values)
    let row = weights |> Iterated.row options (Pixel(2, 3))
    Assert.Equal<float32[]>(IteratedAffinity.Row(weights, Pixel(2, 3), options).Values.Values, row.Values.Values)

[<Fact>]
let ``Layouts.read and Layouts.readIterated bring back what their partners wrote`` () =
    let folder = System.IO.Directory.CreateTempSubdirectory "spn-fsharp-layouts"
    let at name = System.IO.Path.Combine(folder.FullName, name)

    try
        let weights = PropagationWeights.Random(Connection.ThreeWay, MapShape(1, 2, 4, 5), 1)
        LayoutWeights(weights, Normalisation.Always, 3) |> Layouts.write (at "own.safetensors") WeightLayout.Own
        let own = at "own.safetensors" |> Layouts.read WeightLayout.Own
        Assert.Equal<float32[]>(weights.Values, own.Weights.Values)
        Assert.Equal((Normalisation.Always, 3), (own.Normalisation, own.Chunk))
        let other = at "own.safetensors" |> Layouts.readWith (LayoutOptions(Chunk = Nullable 2)) WeightLayout.Own
        Assert.Equal(2, other.Chunk)
        let x = FeatureMap.Random(MapShape(1, 2, 4, 5), 2)
        let expected = Propagation.Forward(x, weights, own.Options)
        Assert.True(same (x |> Propagation.forwardWith own.Options own.Weights).Output expected.Output)

        let steps = IteratedOptions(Steps = 3, Centre = IteratedCentre.Start)
        let hints = FeatureMap.Random(MapShape(1, 1, 4, 5), 4)
        LayoutIterated(IteratedWeights.Random(MapShape(1, 1, 4, 5), 3), steps, hints, true) |> Layouts.writeIterated (at "cspn.safetensors")
        let cspn = at "cspn.safetensors" |> Layouts.readIterated
        Assert.Equal<float32[]>((Layouts.ReadIterated(at "cspn.safetensors")).Weights.Values, cspn.Weights.Values)
        Assert.Equal(steps, cspn.Options)

        match cspn.Sparse with
        | null -> failwith "the hints were not read"
        | sparse -> Assert.Equal<float32[]>(hints.Values, sparse.Values)

        let more = at "cspn.safetensors" |> Layouts.readIteratedWith (LayoutOptions(Steps = Nullable 7))
        Assert.Equal(7, more.Options.Steps)
    finally
        folder.Delete true

[<Fact>]
let ``Options reach the op`` () =
    let options = PropagationOptions(Backend = PropagationBackend.Reference, Normalisation = Normalisation.Raw)
    let weights = PropagationWeights.Constant(Connection.OneWay, MapShape(1, 1, 1, 3), 2f)
    let x = array2D [ [ 1f; 0f; 0f ] ] |> FeatureMap.ofRows
    Assert.Equal<float32[]>([| 1f; 2f; 4f |], (x |> Propagation.scanWith options weights Direction.LeftToRight).Values)

[<Fact>]
let ``Rows, columns and effective rows are those of C#`` () =
    forAll (fun c ->
        let row = c.Weights |> Affinity.rowWith c.Options c.Direction c.Pixel
        let column = c.Weights |> Affinity.columnWith c.Options c.Direction c.Pixel
        let result = c.Map |> Propagation.forward c.Weights

        same row.Values (Affinity.Row(c.Weights, c.Direction, c.Pixel, c.Options)).Values
        && same column.Values (Affinity.Column(c.Weights, c.Direction, c.Pixel, c.Options)).Values
        && same (result |> Affinity.effectiveRow c.Pixel).Values (Affinity.EffectiveRow(result, c.Pixel)).Values)

[<Fact>]
let ``Maps are mapped, combined and taken apart`` () =
    let x = FeatureMap.Random(MapShape(2, 3, 4, 5), 1)
    let twice = x |> FeatureMap.map (fun v -> 2f * v)
    Assert.True(same twice (FeatureMap.map2 (+) x x))
    Assert.Equal(x.[1, 2, 3, 4], (x |> FeatureMap.channel 2).[1, 0, 3, 4])
    Assert.Equal(x.[1, 2, 3, 4], (x |> FeatureMap.rows 1 2).[3, 4])
    let wrong = Assert.Throws<ArgumentException>(fun () -> x |> FeatureMap.map2 (+) (FeatureMap.channel 0 x) |> ignore)
    Assert.Contains("2×1×4×5", wrong.Message)

[<Fact>]
let ``The stability report and the constraint pipe`` () =
    let weights = PropagationWeights.Constant(Connection.ThreeWay, MapShape(1, 1, 4, 4), 1f)
    let raw = weights |> Stability.reportRaw Direction.TopToBottom
    let constrained = weights |> Stability.constrain |> Stability.reportRaw Direction.TopToBottom
    Assert.Equal(3.0, raw.MaxAbsoluteSum, 6)
    Assert.Equal(1.0, constrained.MaxAbsoluteSum, 6)
    Assert.All((weights |> Stability.report Direction.TopToBottom).Steps, fun step -> Assert.True(step.InfinityNorm <= 1.0 + 1e-6))

[<Fact>]
let ``A photograph and a coarse map become a refined one in one pipeline`` () =
    let scene = Spn.Scenes.SceneGenerator.Render(3, 96, 128)
    let score labels = (labels |> Segmentation.score scene.Palette.Count scene.Labels).MeanIoU
    let coarse = scene.Labels |> Resize.majority 8
    let before = Spn.Segmentation.Refinement.UpsampledLabels(scene.Photo, coarse) |> score
    let after = coarse |> Refinement.labels scene.Photo |> score
    Assert.True(after > before, $"{before} before, {after} after")

[<Fact>]
let ``Weights by hand and resizing pipe`` () =
    let image = FeatureMap.Generate(MapShape(1, 3, 6, 8), fun _ _ _ column -> if column < 4 then 0f else 1f)
    Assert.Equal(Connection.ThreeWay, (image |> HandWeights.colourDistance).Connection)
    Assert.Equal(Connection.OneWay, (image |> HandWeights.domainTransformWith (DomainTransformOptions(SigmaSpace = 5.0))).Connection)
    let mask = image |> FeatureMap.channel 0
    let refined = mask |> Resize.area 3 4 |> Refinement.mask image
    Assert.True(refined |> Resize.nearest 6 8 |> same refined)
    Assert.Equal(MapShape(1, 1, 3, 4), (refined |> Resize.bilinear 3 4).Shape)

[<LibtorchFact>]
let ``Models are saved, loaded and applied`` () =
    let network = GuidanceOptions(Encoder = [| 3; 4 |], Decoder = [||])
    use refiner = new SpnRefiner(RefinerOptions(Classes = 3, Channels = 4, Guidance = network, WeightGain = 0.3))
    let symmetric = GuidanceOptions(Encoder = [| 3; 4 |], Decoder = [| 4 |])
    use baseline = new BaselineSegmenter(BaselineOptions(Classes = 3, Scale = 2, Network = symmetric))
    let image = FeatureMap.Random(MapShape(1, 3, 9, 12), 1)
    let path = System.IO.Path.GetTempFileName()

    try
        refiner |> Model.save path
        let coarse = image |> Model.segment baseline
        Assert.True(same coarse (baseline.Predict image))
        Assert.True(same (coarse |> Model.refine (Model.load path) image) (refiner.Predict(image, coarse)))
        Assert.True(same (coarse |> Model.look refiner image).Probabilities (refiner.Predict(image, coarse)))
        Assert.Equal<float32[]>((image |> Model.weights refiner).Values, (refiner.Weights image).Values)
    finally
        System.IO.File.Delete path

/// Learning in F#: a network and a loop of one's own around the op, the library's training, and a script.
module Spn.FSharp.Tests.LearningTests

open System
open System.Diagnostics
open System.IO
open System.Text.Json.Nodes
open TorchSharp
open Xunit
open Spn
open Spn.FSharp
open Spn.FSharp.Tests.Cases
open Spn.Learning

/// A refiner as any user of TorchSharp would write one, with our op inside.
type TinyRefiner(classes: int64) as this =
    inherit torch.nn.Module<torch.Tensor, torch.Tensor, torch.Tensor>("TinyRefiner")

    let guidance = torch.nn.Conv2d(3L, 4L * 3L * classes, 3L, padding = 1L)
    let scores = torch.nn.Conv2d(classes, classes, 1L)

    do this.RegisterComponents()

    override _.forward(image, coarse) =
        use scope = torch.NewDisposeScope()
        let h = coarse |> SpatialPropagation.propagate Connection.ThreeWay (guidance.call image)
        (scores.call h).MoveToOuterDisposeScope()

let private set = TrainingSet.FromScenes(SceneSetOptions(Height = 32, Width = 40, Train = 3, Validation = 1, Test = 1))

let private config =
    TrainingConfig.Preset("scenes").WithSteps(3L).With("patches.height", 24).With("patches.width", 24)
        .With("network.guidance.encoder", JsonArray(4, 4, 4)).With("network.guidance.decoder", JsonArray 4)

let private values (model: torch.nn.Module) =
    [ for parameter in model.parameters () -> (Tensor.toMap (parameter.reshape (1L, -1L))).Values ]

let private assertLearned (before: single[] list) (after: single[] list) (losses: float list) =
    Assert.All(losses, fun loss -> Assert.True(Double.IsFinite loss))
    List.iter2 (fun (a: single[]) (b: single[]) -> Assert.NotEqual<single[]>(a, b)) before after

[<LibtorchFact>]
let ``A loop of one's own trains a network of one's own`` () =
    TorchLibrary.Load()
    let batch = (config |> Training.plan set).CreateSampler().Batch 0L
    use refiner = new TinyRefiner(int64 set.Classes)
    use adam = torch.optim.Adam(refiner.parameters (), lr = 0.01)
    let before = values refiner

    let losses =
        [ for _ in 1..3 do
              use scope = torch.NewDisposeScope()
              let scores = refiner.call (Tensor.ofMap batch.Image, Tensor.ofMap (nonNull batch.Coarse))
              let loss = torch.nn.functional.cross_entropy (scores, batch.Labels.ToTensor())
              adam.zero_grad ()
              loss |> SpatialPropagation.backward
              adam.step () |> ignore
              loss.ToDouble() ]

    assertLearned before (values refiner) losses
    Assert.True(losses[2] < losses[0], $"{losses}")

[<LibtorchFact>]
let ``The library trains its own refiner in one pipeline`` () =
    let plan = config |> Training.plan set
    let trained = plan |> Training.run
    let before = values (config.CreateModel set).Module
    Assert.Equal(3L, trained.Result.Step)
    assertLearned before (values trained.Model.Module) [ trained.Result.Log.Entries[trained.Result.Log.Entries.Count - 1].Loss ]
    let score = trained.Model |> Training.test plan
    Assert.InRange(score.MeanIoU, 0.0, 1.0)

[<LibtorchFact>]
let ``A report follows a training step by step`` () =
    let plan = config |> Training.plan set
    let steps = ResizeArray()
    let model = config.CreateModel set
    let result = model |> Training.trainWith (fun progress -> if isNull progress.Score then steps.Add progress.Step) plan
    Assert.Equal<int64>([ 1L; 2L; 3L ], steps)
    Assert.Equal(TrainingEnd.Finished, result.End)

[<LibtorchFact>]
let ``Models are saved and loaded by their kind, and a baseline's maps are refined`` () =
    let folder = Directory.CreateTempSubdirectory()
    let at name = Path.Combine(folder.FullName, name)

    try
        let small (config: TrainingConfig) = config.WithSteps 2L
        let baselineConfig =
            TrainingConfig.Parse """{ "model": "baseline", "network": { "scale": 4, "network": { "encoder": [4], "decoder": [] } },
                "patches": { "height": 32, "width": 32, "batch": 1 }, "training": { "optimiser": { "kind": "adam" } } }"""
            |> small
        let baseline = baselineConfig |> Training.plan set |> Training.runIn (at "baseline")
        let again = baselineConfig.WithSteps 3L |> Training.plan set |> Training.runIn (at "baseline")
        Assert.Equal((2L, 3L), (baseline.Result.Step, again.Result.Step))
        let segmenters = CoarseSegmenters.Load(at "baseline")
        let refinerConfig = (config |> small).With("coarse.from", "baseline")
        let trained = refinerConfig |> Training.planFrom (Coarse.Baselines segmenters) set |> Training.run
        trained.Model |> Model.save (at "refiner.safetensors")

        use refiner = Model.loadRefiner (at "refiner.safetensors")
        use segmenter = Model.loadBaseline (TrainingFolder(at "baseline").Last)
        let image = set.Test[0].ToFeatureMap()
        let coarse = image |> Model.segment segmenter
        let refined = coarse |> Model.refine refiner image
        Assert.Equal(coarse.Shape, refined.Shape)
        let wrong = Assert.Throws<InvalidDataException>(fun () -> Model.loadBaseline (at "refiner.safetensors") |> ignore)
        Assert.Contains("load it by Model.loadRefiner", wrong.Message)
        let wrong = Assert.Throws<InvalidDataException>(fun () -> Model.loadRefiner (TrainingFolder(at "baseline").Last) |> ignore)
        Assert.Contains("load it by Model.loadBaseline", wrong.Message)
    finally
        folder.Delete true

[<LibtorchFact>]
let ``The op pipes, with and without the constraint`` () =
    let x = FeatureMap.Random(MapShape(1, 2, 4, 5), 1)
    let weights = PropagationWeights.Random(Connection.ThreeWay, x.Shape, 2)
    let raw = PropagationOptions(Normalisation = Normalisation.Raw)
    let tensor, p = Tensor.ofMap x, Tensor.ofWeights weights

    let same (expected: FeatureMap) (actual: torch.Tensor) =
        Array.forall2 (fun a b -> close 1e-5 (float a) (float b)) expected.Values (Tensor.toMap actual).Values

    let three = Connection.ThreeWay
    Assert.True(tensor |> SpatialPropagation.propagate three p |> same (x |> Propagation.forward weights |> Propagation.output))
    Assert.True(tensor |> SpatialPropagation.propagateRaw three p |> same (x |> Propagation.forwardWith raw weights |> Propagation.output))
    let down = Direction.TopToBottom
    Assert.True(tensor |> SpatialPropagation.scan three p down |> same (x |> Propagation.scan weights down))
    Assert.True(tensor |> SpatialPropagation.scanRaw three p down |> same (x |> Propagation.scanWith raw weights down))
    let constrained = p |> SpatialPropagation.constrain three |> Tensor.toWeights three
    Assert.Equal<single[]>((weights |> Stability.constrain).Values, constrained.Values)

[<LibtorchFact>]
let ``A script of dotnet fsi loads libtorch and differentiates through the op`` () =
    let folder = Directory.CreateTempSubdirectory "spn-fsi-"
    let path = Path.Combine(folder.FullName, "script.fsx")
    let reference name = $"#r @\"{Path.Combine(AppContext.BaseDirectory, name)}.dll\"\n"

    let script =
        String.Concat(List.map reference [ "TorchSharp"; "Spn"; "Spn.Learning"; "Spn.FSharp" ])
        + """
open Spn
open Spn.FSharp
open TorchSharp
Spn.Learning.TorchLibrary.Load()
let p = torch.tensor(Array.create 8 0.5f).reshape(1L, 4L, 1L, 2L).requires_grad_(true)
let h = torch.tensor([| 8f; 0f |]).reshape(1L, 1L, 1L, 2L) |> SpatialPropagation.scan Connection.OneWay p Direction.LeftToRight
let wrong = h[0, 0, 0, 1] - torch.tensor 6f
(torch.tensor 0.5f * wrong * wrong).backward()
printf "%g" (p.grad[0, 0, 0, 1].item<single>())
"""

    try
        File.WriteAllText(path, script)
        let start = ProcessStartInfo("dotnet", $"fsi \"{path}\"", RedirectStandardOutput = true, RedirectStandardError = true)
        start.Environment["TMPDIR"] <- folder.FullName
        use child = nonNull (Process.Start start)
        let error = child.StandardError.ReadToEndAsync()
        Assert.Equal("-16", child.StandardOutput.ReadToEnd().Trim())
        child.WaitForExit()
        Assert.Equal("", error.Result)
    finally
        folder.Delete true

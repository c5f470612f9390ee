namespace Spn.FSharp

open System
open System.IO
open Spn
open Spn.Learning

/// Trained models: coarse |> Model.refine model image
[<RequireQualifiedAccess>]
module Model =

    /// The model of a checkpoint.
    let load path = (Checkpoint.Load path).Model

    /// A new model for a data set: config |> Model.create set
    let create (set: TrainingSet) (config: TrainingConfig) = config.CreateModel set

    /// A new refiner with a guidance network of one's own, whose outputs are 4·K times the channels of the config.
    let createWith (guidance: TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>) set (config: TrainingConfig) =
        config.CreateModel(set, guidance) :?> SpnRefiner

    /// The model of a checkpoint whose guidance network was one's own: a new one like it is filled in.
    let loadWith (guidance: TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>) path =
        Checkpoint.Load(path, guidance).Model

    /// The refiner of a checkpoint; a baseline is refused.
    let loadRefiner path =
        match load path with
        | :? SpnRefiner as refiner -> refiner
        | other ->
            other.Dispose()
            raise (InvalidDataException $"{path}: expected a refiner, got a baseline; load it by Model.loadBaseline.")

    /// The baseline of a checkpoint; a refiner is refused.
    let loadBaseline path =
        match load path with
        | :? BaselineSegmenter as baseline -> baseline
        | other ->
            other.Dispose()
            raise (InvalidDataException $"{path}: expected a baseline, got a refiner; load it by Model.loadRefiner.")

    /// A model in a file: refiner |> Model.save "refiner.safetensors"
    let save path (model: #ISegmenter) = Checkpoint.Save(path, model)

    /// Class probabilities N×classes×H×W of a baseline for an image N×3×H×W: image |> Model.segment baseline
    let segment (model: #ISegmenter) (image: FeatureMap) = model.Predict(image, null)

    /// Coarse class probabilities N×classes×H×W refined along the edges of their image N×3×H×W.
    let refine (model: #ISegmenter) (image: FeatureMap) (coarse: FeatureMap) = model.Predict(image, coarse)

    /// The same with what happens inside: weights, propagated maps, winning directions.
    let look (model: SpnRefiner) (image: FeatureMap) (coarse: FeatureMap) = model.Look(image, coarse)

    /// The raw weights that a refiner finds in an image: image |> Model.weights refiner
    let weights (model: SpnRefiner) (image: FeatureMap) = model.Weights image

/// Where the coarse maps of a refiner come from, if not from blocks of the truth.
[<RequireQualifiedAccess>]
type Coarse =
    /// Trained baselines: CoarseSegmenters.Load "baseline" |> Coarse.Baselines
    | Baselines of CoarseSegmenters
    /// Label maps or probabilities under the names of the photographs.
    | Folder of CoarseFolder

/// A model and what its training came to.
type Trained = { Model: ISegmenter; Result: TrainingResult }

/// Training: TrainingConfig.Preset "scenes" |> Training.plan set |> Training.run
[<RequireQualifiedAccess>]
module Training =

    /// A config together with the data that it is applied to.
    let plan (set: TrainingSet) (config: TrainingConfig) = TrainingPlan(config, set)

    /// The same for a config that takes its coarse maps from trained baselines or from a folder:
    /// config |> Training.planFrom (Coarse.Baselines segmenters) set
    let planFrom coarse (set: TrainingSet) (config: TrainingConfig) =
        match coarse with
        | Coarse.Baselines segmenters -> TrainingPlan(config, set, segmenters)
        | Coarse.Folder folder -> TrainingPlan(config, set, null, folder)

    /// Trains a model that is there already, and reports every step and evaluation: refiner |> Training.trainWith report plan
    let trainWith (report: TrainingProgress -> unit) (plan: TrainingPlan) (model: #ISegmenter) =
        use training = plan.Start(model :> ISegmenter)
        training.Run({ new IProgress<TrainingProgress> with member _.Report value = report value })

    /// Trains a model that is there already.
    let train (plan: TrainingPlan) (model: #ISegmenter) =
        use training = plan.Start(model :> ISegmenter)
        training.Run()

    let private toEnd (training: TrainingRun) =
        use training = training

        try
            { Model = training.Model; Result = training.Run() }
        with _ ->
            training.Model.Dispose()
            reraise ()

    /// Trains the new model of a plan.
    let run (plan: TrainingPlan) = plan.Start() |> toEnd

    /// The same with checkpoints and a log in a folder; a training that is there goes on.
    let runIn (folder: string) (plan: TrainingPlan) =
        let folder = TrainingFolder folder
        (if folder.HasTraining then plan.Resume folder else plan.Start folder) |> toEnd

    /// The score of a model on the images to report on: model |> Training.test plan
    let test (plan: TrainingPlan) (model: #ISegmenter) = plan.Test(model :> ISegmenter)

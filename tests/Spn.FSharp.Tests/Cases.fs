module Spn.FSharp.Tests.Cases

open System
open FsCheck
open FsCheck.FSharp
open Spn

// One test at a time: a collection that another one causes can free a number that TorchSharp has passed to native code.
[<assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)>]
do ()

/// One random setting for the theorems: all that a propagation depends on.
type Case =
    { Connection: Connection
      Direction: Direction
      Batch: int
      Channels: int
      Height: int
      Width: int
      Shared: bool
      Seed: int }

    member c.Shape = MapShape(c.Batch, c.Channels, c.Height, c.Width)

    member c.Map = FeatureMap.Random(c.Shape, c.Seed)

    /// Raw weights in [−1, 1): the stability constraint is at work at many pixels.
    member c.Weights =
        let channels = if c.Shared then 1 else c.Channels
        PropagationWeights.Random(c.Connection, MapShape(c.Batch, channels, c.Height, c.Width), c.Seed + 1)

    member c.Options = AffinityOptions(Batch = c.Seed % c.Batch, Channel = c.Seed / 7 % c.Channels)

    member c.Pixel = Pixel(c.Seed / 3 % c.Height, c.Seed / 11 % c.Width)

let private cases =
    gen {
        let! connection = Gen.elements [ Connection.OneWay; Connection.ThreeWay ]
        let! direction = Gen.elements Directions.All
        let! batch = Gen.choose (1, 2)
        let! channels = Gen.choose (1, 3)
        let! height = Gen.choose (1, 7)
        let! width = Gen.choose (1, 7)
        let! shared = Gen.elements [ true; false ]
        let! seed = Gen.choose (0, 1_000_000)

        return
            { Connection = connection
              Direction = direction
              Batch = batch
              Channels = channels
              Height = height
              Width = width
              Shared = shared
              Seed = seed }
    }

let private smaller c =
    seq {
        if c.Height > 1 then yield { c with Height = c.Height - 1 }
        if c.Width > 1 then yield { c with Width = c.Width - 1 }
        if c.Batch > 1 then yield { c with Batch = 1 }
        if c.Channels > 1 then yield { c with Channels = 1 }
    }

/// The property holds in 250 cases; a failure prints the smallest one found and its seed.
let forAll (property: Case -> bool) =
    // The same cases in every run.
    let config = Config.QuickThrowOnFailure.WithMaxTest(250).WithReplay(1UL, 0x9E3779B97F4A7C15UL)
    Check.One(config, Prop.forAll (Arb.fromGenShrink (cases, smaller)) property)

/// Within a tolerance, relative above one; NaN and infinity never are.
let close tolerance (expected: float) (actual: float) =
    Double.IsFinite expected && abs (expected - actual) <= tolerance * max 1.0 (abs expected)

/// A test that needs libtorch: skipped, with the reason, where there is none.
type LibtorchFactAttribute() as this =
    inherit Xunit.FactAttribute()

    do
        let status = Spn.Learning.TorchLibrary.Status()

        if not status.IsAvailable then
            this.Skip <- status.Sentence

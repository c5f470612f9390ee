/// The three theorems of the paper, once more in F#.
module Spn.FSharp.Tests.TheoremTests

open System
open Xunit
open Spn
open Spn.FSharp
open Spn.FSharp.Tests.Cases

let private dense (c: Case) = c.Weights |> Affinity.denseWith c.Options c.Direction

let private rowSums (m: float[,]) = [ for i in 0 .. Array2D.length1 m - 1 -> Array.sum m.[i, *] ]

let private absoluteRowSums (m: float[,]) = [ for i in 0 .. Array2D.length1 m - 1 -> m.[i, *] |> Array.sumBy abs ]

let private multiply (a: float[,]) (b: float[,]) =
    let n = Array2D.length1 a
    Array2D.init n n (fun i j -> Seq.sum (seq { for k in 0 .. n - 1 -> a.[i, k] * b.[k, j] }))

let private apply (m: float[,]) (x: float[]) = [| for i in 0 .. x.Length - 1 -> Array.fold2 (fun sum a b -> sum + a * b) 0.0 m.[i, *] x |]

/// w_t of every step, t ≥ 2, in the order of the scan.
let private steps (c: Case) =
    let lines = if c.Direction.IsHorizontal() then c.Width else c.Height
    [ for line in 1 .. lines - 1 -> Spn.Affinity.StepMatrix(c.Weights, c.Direction, line, c.Options) ]

[<Fact>]
let ``Theorem 1: each row of G sums to one`` () =
    forAll (fun c -> dense c |> Affinity.toArray2D |> rowSums |> List.forall (close 1e-10 1.0))

[<Fact>]
let ``G is lower triangular in scan order`` () =
    forAll (fun c ->
        let g = dense c
        Seq.forall id (seq { for i in 0 .. g.Size - 1 do for j in i + 1 .. g.Size - 1 -> g.[i, j] = 0.0 }))

[<Fact>]
let ``Theorem 2: rows of the Laplacian sum to zero`` () =
    forAll (fun c -> dense c |> Affinity.laplacian |> rowSums |> List.forall (close 1e-10 0.0))

[<Fact>]
let ``Theorem 2: L is D minus A`` () =
    forAll (fun c ->
        let g = dense c
        let l, a, d = Affinity.laplacian g, Affinity.offDiagonal g, Affinity.degree g
        let expected = Array2D.init g.Size g.Size (fun i j -> (if i = j then d.[i] else 0.0) - a.[i, j])
        Seq.forall2 (close 1e-12) (Seq.cast<float> expected) (Seq.cast<float> l))

[<Fact>]
let ``Theorem 2: one step of diffusion is I minus L, and one propagation`` () =
    forAll (fun c ->
        let g = dense c
        let vector (map: FeatureMap) = g.Vectorize(map, c.Options.Batch, c.Options.Channel)
        let states = c.Map |> Diffusion.states c.Weights c.Direction |> Seq.take 3 |> Seq.map _.U |> List.ofSeq
        let l = Affinity.laplacian g

        List.pairwise states
        |> List.forall (fun (u, next) ->
            let expected = Array.map2 (-) (vector u) (apply l (vector u))
            let scan = u |> Propagation.scan c.Weights c.Direction
            Array.forall2 (close 1e-5) expected (vector next) && scan.Values = next.Values))

[<Fact>]
let ``A constant map is a fixed point`` () =
    forAll (fun c ->
        FeatureMap.Constant(c.Shape, 0.5f)
        |> Propagation.scan c.Weights c.Direction
        |> fun h -> h.Values |> Array.forall (fun v -> close 1e-6 0.5 (float v)))

[<Fact>]
let ``Theorem 3: the constraint bounds every product of steps in the infinity norm`` () =
    forAll (fun c ->
        match steps c with
        | [] -> true
        | first :: rest ->
            List.scan (fun product w -> multiply w product) first rest
            |> List.forall (fun product -> absoluteRowSums product |> List.forall (fun sum -> sum <= 1.0 + 1e-12)))

[<Fact>]
let ``Theorem 3: a perturbation of the hidden map never grows`` () =
    forAll (fun c ->
        let lines = steps c
        let n = if c.Direction.IsHorizontal() then c.Height else c.Width
        let random = Random c.Seed
        let start = Array.init n (fun _ -> random.NextDouble() - 0.5)
        let sizes = List.scan (fun error w -> apply w error) start lines |> List.map (Array.map abs >> Array.max)
        List.pairwise sizes |> List.forall (fun (before, after) -> after <= before + 1e-12))

[<Fact>]
let ``Theorem 3 is about sums: without it a product of steps diverges`` () =
    let weights = PropagationWeights.Constant(Connection.OneWay, MapShape(1, 1, 1, 200), 1.05f)
    let raw = AffinityOptions(Normalisation = Normalisation.Raw)
    let row = weights |> Affinity.rowWith raw Direction.LeftToRight (Pixel(0, 199))
    Assert.True(row.Values.[0, 0, 0, 0] > 10_000f)
    let stable = weights |> Affinity.row Direction.LeftToRight (Pixel(0, 199))
    Assert.True(abs stable.Values.[0, 0, 0, 0] <= 1f)
